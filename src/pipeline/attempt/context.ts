import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { BatchSizeLimits } from "./batch-size-limits.ts";

/** A few hundredths of a second of work: no delivery waits longer than that. */
export const CALLS_BETWEEN_BREATHS = 50;

export interface PipelineContext {
  storage: DurableObjectStorage;
  hubspot: HubSpot;
  mappings: Mapping[];
  portalSchema: PortalSchema;
  now(): number;
  indexLagMs: number;
  retryMs: number;
  batchSizeLimits: BatchSizeLimits;
  hashOf(key: Key): string;
  /** Lets deliveries in between two stretches of work. */
  breathe(): Promise<void>;
}
