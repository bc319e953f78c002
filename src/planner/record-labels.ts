import { asText } from "../html/show-value.ts";
import { labelsOf } from "../hubspot/model/labels.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { segments } from "../mapping/paths.ts";
import type { Reading } from "../mapping/reading.ts";

/** What else the portal calls the value of a record's property, by the path that conditions and templates read it by. */
export function labelsIn(mapping: Mapping, portalSchema: PortalSchema): NonNullable<Reading["labelsOf"]> {
  const objects = new Map(mapping.records.map(({ name, object }) => [name, object]));
  return (path, value) => {
    const [record = "", property = "", ...deeper] = segments(path);
    const object = objects.get(record);
    return object === undefined || deeper.length > 0 || value === null || value === undefined
      ? []
      : labelsOf(portalSchema, object, property, asText(value));
  };
}
