import type { LookupRequest } from "../../hubspot/find/find-records.ts";
import type { SearchCache } from "../../hubspot/find/search-keys.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key, Lookup } from "../../hubspot/model/lookup.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { KnownIdentity } from "../../ledger/identities.ts";
import type { CallAttempt } from "../attempt/attempt.ts";

export interface FindPorts {
  hubspot: HubSpot;
  portalSchema: PortalSchema;
  /** The salted hash under which the ledger knows a key. */
  hashOf(key: Key): string;
  knownIdentities(people: string[]): Map<string, KnownIdentity>;
  sql: SqlStorage;
  /** What was looked for ahead of time. */
  searchCache: SearchCache;
}

/** A record that is found by its own values. */
export interface Direct {
  work: CallAttempt;
  lookup: Lookup;
}

export type Wants = Map<LookupRequest, Direct>;
