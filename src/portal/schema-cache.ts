import type { HubSpot } from "../hubspot/http/client.ts";
import { fingerprint } from "../hubspot/model/fingerprint.ts";
import type { PortalSchema, PropertyDefinition } from "../hubspot/model/portal-schema.ts";
import { readPortalSchema } from "../hubspot/records/read-portal-schema.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import type { Mapping, RecordRule } from "../mapping/compiled-mapping.ts";
import { schemaNeeds } from "./schema-needs.ts";

/** Labels, options and stages change rarely; a replay asks anew. */
const SCHEMA_MS = 3_600_000;
/** Before something is left out or held because the portal lacks it, the schema is read afresh, but not more often. */
const AFRESH_MS = 60_000;

interface Kept {
  /** ms */
  at: number;
  /** Of the mappings that it was read for. */
  mappings?: number;
  portalSchema: PortalSchema;
}

/** What the portal calls things, asked for once an hour and when a mapping changes. Throws HubSpotFailure. */
export async function cachedPortalSchema(sql: SqlStorage, hubspot: HubSpot, mappings: Mapping[], now: number): Promise<PortalSchema> {
  const kept = keptSchema(sql);
  const isFresh = kept !== null && kept.at > now - SCHEMA_MS && kept.mappings === markOf(mappings);
  return isFresh ? kept.portalSchema : readAndKeep(sql, hubspot, mappings, now);
}

/** As the portal has it now, or had it within the last minute: another batch may have read it since this one began. Throws HubSpotFailure. */
export async function freshPortalSchema(sql: SqlStorage, hubspot: HubSpot, mappings: Mapping[], now: number): Promise<PortalSchema> {
  const kept = keptSchema(sql);
  const isFresh = kept !== null && kept.at > now - AFRESH_MS && kept.mappings === markOf(mappings);
  return isFresh ? kept.portalSchema : readAndKeep(sql, hubspot, mappings, now);
}

/** The next batch asks HubSpot again. */
export function forgetPortalSchema(sql: SqlStorage): void {
  keepSchema(sql, null);
}

const NAME = "portalSchema";

const markOf = (mappings: Mapping[]): number => fingerprint(JSON.stringify(mappings));

/** What is kept is what is used, from the first batch on: a value must not be judged otherwise by the next one. */
async function readAndKeep(sql: SqlStorage, hubspot: HubSpot, mappings: Mapping[], now: number): Promise<PortalSchema> {
  const portalSchema = fitting(await readPortalSchema(hubspot, schemaNeeds(mappings)), mappings);
  keepSchema(sql, { at: now, mappings: markOf(mappings), portalSchema });
  return portalSchema;
}

/** What is too large for a row is asked for again when the object wakes. */
const tooLarge = new WeakMap<SqlStorage, Kept>();

const keptSchema = (sql: SqlStorage): Kept | null => tooLarge.get(sql) ?? readPortal<Kept>(sql, NAME);

function keepSchema(sql: SqlStorage, kept: Kept | null): void {
  const isKept = kept !== null && fits(kept.portalSchema);
  writePortal(sql, NAME, isKept ? kept : null);
  if (kept === null || isKept) tooLarge.delete(sql);
  else tooLarge.set(sql, kept);
}

/** A row holds 2 MB. */
const LARGEST_BYTES = 1_900_000;

/**
 * A portal may have thousands of properties with long lists of options. Then the lists of those that no mapping names are left out, of which
 * planning asks the type alone; should even that be too much, those properties are left out altogether.
 */
function fitting(schema: PortalSchema, mappings: Mapping[]): PortalSchema {
  if (fits(schema)) return schema;
  const named = namedIn(mappings);
  const listless = withProperties(schema, (one) => [named.has(one.name) ? one : { ...one, options: [] }]);
  return fits(listless) ? listless : withProperties(schema, (one) => (named.has(one.name) ? [one] : []));
}

const fits = (schema: PortalSchema): boolean => Buffer.byteLength(JSON.stringify(schema)) <= LARGEST_BYTES;

/** What mappings set, read, look for or compare; and the outcome of a call in HubSpot's own list, which is set where no rule says so. */
function namedIn(mappings: Mapping[]): Set<string> {
  const ofRecord = (rule: RecordRule): string[] => {
    const keys = rule.kind === "crm" ? [...(rule.find_by ?? []), ...(rule.find?.where ?? [])] : [];
    return [...(rule.kind === "crm" ? rule.reads : []), ...[...rule.set, ...keys].map(({ property }) => property)];
  };
  return new Set(["hs_call_disposition", ...mappings.flatMap(({ records }) => records.flatMap(ofRecord))]);
}

function withProperties(schema: PortalSchema, keep: (definition: PropertyDefinition) => PropertyDefinition[]): PortalSchema {
  const kept = (all: Record<string, PropertyDefinition>) =>
    Object.fromEntries(
      Object.values(all)
        .flatMap(keep)
        .map((one) => [one.name, one]),
    );
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties).map(([object, all]) => [object, kept(all)])) };
}
