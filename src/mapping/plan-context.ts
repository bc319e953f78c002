import type { Call } from "../call.ts";
import type { Mapping } from "./mapping.ts";
import type { PlannedRecord } from "./plan.ts";
import type { Held, Vocabulary } from "./portal-view.ts";
import type { RenderSettings } from "./template/settings.ts";

/** All that the planning of one call reads. */
export interface PlanContext {
  call: Call;
  mapping: Mapping;
  held: Record<string, Held>;
  vocabulary: Vocabulary;
  /** What templates and conditions read. */
  names: Record<string, unknown>;
  settings: RenderSettings;
  /** What has been planned so far, by record. */
  planned: Map<string, PlannedRecord>;
}
