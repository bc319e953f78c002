import { pickAssociated } from "../../../hubspot/find/pick-associated.ts";
import type { LookupResult, CurrentRecord } from "../../../hubspot/model/current-record.ts";
import { stagePlace } from "../../../hubspot/model/labels.ts";
import type { Lookup } from "../../../hubspot/model/lookup.ts";
import type { PortalSchema } from "../../../hubspot/model/portal-schema.ts";
import { WORDS } from "./portal-schema.ts";

type Group = Record<string, unknown>;

/** What the portal is said to hold: by the record's name in the mapping, one record or several. */
export type GivenRecords = Record<string, CurrentRecord[]>;

/** Words of a record that are no properties. */
const NOT_PROPERTIES = new Set(["id", "properties", "edits", "edited", "newer", "mine"]);

/** `contact: { id: 501, firstname: Mari }`, or with the properties under `properties:` as HubSpot answers; a list for several. */
export function readRecords(file: Group): GivenRecords {
  const names = Object.keys(file).filter((name) => !WORDS.includes(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      [file[name]]
        .flat()
        .filter((one) => one !== null && one !== undefined)
        .map((one, index) => record(one as Group, index)),
    ]),
  );
}

function record(given: Group, index: number): CurrentRecord {
  const plain = Object.entries(given).filter(([name]) => !NOT_PROPERTIES.has(name));
  const properties = { ...Object.fromEntries(plain), ...(given["properties"] as Group | undefined) };
  const edited = [given["edited"] ?? []].flat().map((name) => [String(name), { byPerson: true, at: "9999-01-01T00:00:00Z" }]);
  return {
    id: String(given["id"] ?? index + 1),
    properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value === null ? null : String(value)])),
    edits: { ...Object.fromEntries(edited), ...(given["edits"] as CurrentRecord["edits"]) },
    ...(given["newer"] ? { laterWrites: given["newer"] as Record<string, string> } : {}),
    ...(given["mine"] ? { ownWrites: given["mine"] as CurrentRecord["ownWrites"] } : {}),
  };
}

/** What looking up would come to, were the portal as it is said to be. Whether a record matches its keys is not asked: it is named, so it does. */
export function lookUp(lookups: Lookup[], given: GivenRecords, portalSchema: PortalSchema, unnamed: string): Record<string, LookupResult> {
  const held: Record<string, LookupResult> = {};
  for (const [name, [first]] of Object.entries(given)) if (first) held[name] = { state: "found", record: first };
  for (const lookup of lookups) held[lookup.record] = find(lookup, given[lookup.record] ?? [], portalSchema, unnamed);
  return held;
}

function find(lookup: Lookup, records: CurrentRecord[], portalSchema: PortalSchema, unnamed: string): LookupResult {
  if (lookup.keys?.length === 0 && lookup.why.length > 0) return { state: "missing", why: lookup.why.join("; ") };
  if (lookup.through) return through(lookup, records, portalSchema, unnamed);
  if (records.length > 1 && lookup.ifSeveral === "hold") return several(records);
  const chosen = lookup.ifSeveral === "oldest" ? records[0] : records.at(-1);
  return chosen ? { state: "found", record: chosen } : { state: "missing", why: unnamed };
}

function through(lookup: Lookup, records: CurrentRecord[], portalSchema: PortalSchema, unnamed: string): LookupResult {
  const candidates = records.map((one, index) => ({ ...one, history: {}, properties: withDefaults(one, lookup, index) }));
  const isClosed = ({ properties }: { properties: CurrentRecord["properties"] }) =>
    stagePlace(portalSchema, lookup.object, properties["dealstage"] ?? properties["hs_pipeline_stage"] ?? "")?.closed ?? false;
  const chosen = pickAssociated(candidates, lookup, isClosed);
  if (chosen.candidates.length > 0) return several(records);
  const found = records.find(({ id }) => id === chosen.record?.id);
  return found ? { state: "found", record: found } : { state: "missing", why: records.length > 0 ? chosen.tried.join("; ") : unnamed };
}

/** What is not said of a record fits; of several the last is the latest. */
function withDefaults({ properties }: CurrentRecord, { through: wanted }: Lookup, index: number): CurrentRecord["properties"] {
  const fitting = Object.fromEntries((wanted?.where ?? []).map(({ property, values }) => [property, values[0] ?? null]));
  const pipeline: Record<string, string> = properties["hs_pipeline"] === undefined && wanted?.pipeline ? { pipeline: wanted.pipeline } : {};
  const isStaged = properties["dealstage"] !== undefined || properties["hs_pipeline_stage"] !== undefined;
  const stage: Record<string, string> = wanted?.stages?.[0] !== undefined && !isStaged ? { dealstage: wanted.stages[0] } : {};
  return { ...fitting, ...pipeline, ...stage, createdate: new Date(Date.UTC(2000, 0, 1 + index)).toISOString(), ...properties };
}

function several(records: CurrentRecord[]): LookupResult {
  return { state: "several", candidates: records.map(({ id }) => id), why: `${records.length} records match` };
}
