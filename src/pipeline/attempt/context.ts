import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import type { Vocabulary } from "../../hubspot/model/portal-schema.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { Suspects } from "./batch-size-limits.ts";

/** A few hundredths of a second of work: no delivery waits longer than that. */
export const CALLS_BETWEEN_BREATHS = 50;

export interface WavePorts {
  storage: DurableObjectStorage;
  hubspot: HubSpot;
  mappings: Mapping[];
  vocabulary: Vocabulary;
  now(): number;
  indexLagMs: number;
  retryMs: number;
  suspects: Suspects;
  hashOf(key: Key): string;
  /** Lets deliveries in between two stretches of work. */
  breathe(): Promise<void>;
}
