import type { Wanted } from "../../hubspot/find/find-records.ts";
import type { Hints } from "../../hubspot/find/search-keys.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key, Lookup } from "../../hubspot/model/lookup.ts";
import type { Vocabulary } from "../../hubspot/model/portal-schema.ts";
import type { KnownPerson } from "../../ledger/identities.ts";
import type { Work } from "../attempt/attempt.ts";

export interface FindPorts {
  hubspot: HubSpot;
  vocabulary: Vocabulary;
  /** The salted hash under which the ledger knows a key. */
  hashOf(key: Key): string;
  knownPeople(people: string[]): Map<string, KnownPerson>;
  sql: SqlStorage;
  /** What was looked for ahead of time. */
  hints: Hints;
}

/** A record that is found by its own values. */
export interface Direct {
  work: Work;
  lookup: Lookup;
}

export type Wants = Map<Wanted, Direct>;
