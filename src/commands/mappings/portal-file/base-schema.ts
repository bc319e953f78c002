import { readFileSync } from "node:fs";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../../hubspot/model/portal-schema.ts";
import { readSnapshot, schemaOf, staleness } from "../../portal/snapshot-file.ts";
import { PARTS, mappingPaths } from "../mapping-files.ts";
import { InputError } from "../read-files.ts";

/**
 * What is known of the portal without asking it: the snapshot beside the mappings (`portal.json`), or nothing. `texts`: whatever may name an
 * owner besides the mappings. Says on standard error where the snapshot is old. Throws InputError.
 */
export function baseSchema(dir: string, texts: string[]): PortalSchema {
  const snapshot = readSnapshot(dir);
  if (typeof snapshot === "string") throw new InputError(snapshot);
  if (snapshot === null) return EMPTY_PORTAL_SCHEMA;
  const old = staleness(snapshot, dir, new Date());
  if (old !== null) console.error(old);
  return schemaOf(snapshot, [...texts, ...[...mappingPaths(dir), ...PARTS.below(dir)].map((path) => readFileSync(path, "utf8"))]);
}

/** What a file says of the portal wins over the snapshot, pipeline by pipeline and property by property. */
export function withWords(base: PortalSchema, said: PortalSchema): PortalSchema {
  const properties = Object.entries(said.properties).map(([object, some]) => [object, { ...base.properties[object], ...some }] as const);
  return {
    ...base,
    pipelines: { ...base.pipelines, ...said.pipelines },
    properties: { ...base.properties, ...Object.fromEntries(properties) },
    owners: said.owners.length > 0 ? said.owners : base.owners,
  };
}
