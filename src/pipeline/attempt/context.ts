import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { NeverLogged } from "../../ledger/asked/never-logged.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { BatchSizeLimits } from "./batch-size-limits.ts";
import type { ClaimWaits } from "./claim-waits.ts";

/** A few hundredths of a second of work: no delivery waits longer than that. */
export const CALLS_BETWEEN_BREATHS = 25;

/** All that the steps of a batch read and use besides its attempts. */
export interface PipelineContext {
  readonly storage: DurableObjectStorage;
  readonly hubspot: HubSpot;
  readonly mappings: Mapping[];
  readonly portalSchema: PortalSchema;
  /** As the portal has it now, or had it within the last minute. Throws HubSpotFailure. */
  freshSchema(): Promise<PortalSchema>;
  /** Numbers whose calls are never written, as the list stood when the batch began. */
  readonly neverLogged: readonly NeverLogged[];
  readonly batchSizeLimits: BatchSizeLimits;
  readonly claimWaits: ClaimWaits;
  /** How long HubSpot's search may lag behind. */
  readonly indexLagMs: number;
  /** When to try again after HubSpot's own trouble. */
  readonly retryMs: number;
  /** ms */
  now(): number;
  /** The salted hash under which the ledger knows a key. */
  hashOf(key: Key): string;
  /** Of calls that have gone wrong before: makes durable at which of them the work is, or, without one, that it is at all of them. */
  beginsWork?(call?: string): Promise<void>;
  /** Lets deliveries in between two stretches of work. */
  breathe(): Promise<void>;
}
