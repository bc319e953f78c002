import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import type { RenderSettings } from "../mapping/template/settings.ts";
import { labelsIn } from "./record-labels.ts";

/** What a mapping's templates and conditions are read with. `now`: ISO 8601. */
export function settingsOf(mapping: Mapping, portalSchema: PortalSchema, now: string): RenderSettings {
  const { country, timezone, language, labels } = mapping;
  return { country, timezone, language, now, labelsOf: labelsIn(mapping, portalSchema), ...(labels && { labels }) };
}
