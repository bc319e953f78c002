import type { HubSpot } from "../hubspot/http/client.ts";
import { HubSpotFailure } from "../hubspot/http/failure.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import { readAccount, readPortalSchema } from "../hubspot/records/read-portal-schema.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { schemaNeeds } from "./schema-needs.ts";

/** Labels, options and stages change rarely; a replay asks anew. */
const VOCABULARY_MS = 3_600_000;
const ACCOUNT_MS = 86_400_000;
const ACCOUNT_AGAIN_MS = 600_000;

/** What the portal calls things, asked for once an hour. Throws HubSpotFailure. */
export async function cachedPortalSchema(sql: SqlStorage, hubspot: HubSpot, mappings: Mapping[], now: number): Promise<PortalSchema> {
  const [words] = await Promise.all([portalSchema(sql, hubspot, mappings, now), refreshAccount(sql, hubspot, now)]);
  return words;
}

/** The next wave asks HubSpot again. */
export function forgetPortalSchema(sql: SqlStorage): void {
  writePortal(sql, "portalSchema", null);
}

async function portalSchema(sql: SqlStorage, hubspot: HubSpot, mappings: Mapping[], now: number): Promise<PortalSchema> {
  const kept = readPortal<{ at: number; needs: string; portalSchema: PortalSchema }>(sql, "portalSchema");
  const needs = schemaNeeds(mappings);
  if (kept && kept.at > now - VOCABULARY_MS && kept.needs === JSON.stringify(needs)) return kept.portalSchema;
  // What is kept is what is used, from the first batch on: a value must not be judged otherwise by the next one.
  const schema = fitting(await readPortalSchema(hubspot, needs), mappings);
  writePortal(sql, "portalSchema", { at: now, needs: JSON.stringify(needs), portalSchema: schema });
  return schema;
}

/** A row holds 2 MB. */
const LARGEST_CHARACTERS = 1_500_000;

/** A portal may have thousands of properties with long lists of options: then only those that the mappings write are kept. */
function fitting(words: PortalSchema, mappings: Mapping[]): PortalSchema {
  if (JSON.stringify(words).length <= LARGEST_CHARACTERS) return words;
  const written = new Set(mappings.flatMap(({ records }) => records.flatMap(({ set }) => set.map(({ property }) => property))));
  const properties = Object.entries(words.properties).map(
    ([object, all]) => [object, Object.fromEntries(Object.entries(all).filter(([name]) => written.has(name)))] as const,
  );
  return { ...words, properties: Object.fromEntries(properties) };
}

/** Only for links: its trouble is nobody's. */
async function refreshAccount(sql: SqlStorage, hubspot: HubSpot, now: number): Promise<void> {
  const kept = readPortal<{ at: number }>(sql, "account");
  if (kept && kept.at > now - ACCOUNT_MS) return;
  try {
    writePortal(sql, "account", { ...(await readAccount(hubspot)), at: now });
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    writePortal(sql, "account", { ...kept, at: now - ACCOUNT_MS + ACCOUNT_AGAIN_MS });
  }
}
