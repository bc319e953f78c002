import type { HubSpot } from "../hubspot/http/client.ts";
import { HubSpotFailure } from "../hubspot/http/failure.ts";
import { hasOthersWords } from "../hubspot/model/body-lines.ts";
import { PERSON_SOURCES } from "../hubspot/model/edit-source.ts";
import { valueFingerprint } from "../hubspot/model/fingerprint.ts";
import { activityProperties, bodyProperty, isActivity } from "../hubspot/model/objects.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import { isSameMoment } from "../hubspot/model/same-text.ts";
import { type FoundRecord, readAssociations, readByIds } from "../hubspot/records/read-records.ts";
import { readPortal } from "../ledger/portal-values.ts";
import type { Receipt } from "../ledger/receipt.ts";

/** A record that a call brought into the world. */
export interface Created {
  call: string;
  receipt: Receipt;
  id: string;
}

/** Why a record that a call created must not be archived, by what was done with it since; empty: it may. Throws HubSpotFailure. */
export async function undoGuard(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<"gone" | Record<string, string>> {
  const { receipt, id } = created;
  const properties = ownProperties(sql, receipt);
  const record = (await readByIds(hubspot, receipt.object, [id], properties, properties)).get(id);
  if (record === undefined) return "gone";
  if (record.id !== id) return { [receipt.object]: "it was merged with another record since" };
  if (isUsedByOthers(sql, created)) return { [receipt.object]: "other calls have been written to it since" };
  return { ...editsSince(record, receipt), ...(await hungOnIt(hubspot, created)) };
}

/** Everything that a person may have filled or changed. */
function ownProperties(sql: SqlStorage, { object, set = {} }: Receipt): string[] {
  if (isActivity(object)) return activityProperties(object);
  const known = readPortal<{ portalSchema: PortalSchema }>(sql, "portalSchema")?.portalSchema.properties[object] ?? {};
  const writable = Object.values(known).filter(({ readOnly }) => !readOnly);
  return [...new Set([...Object.keys(set), ...writable.map(({ name }) => name)])];
}

/** Whether another call that was not undone has written to the record, or hung something on it. */
function isUsedByOthers(sql: SqlStorage, { call, receipt: { object }, id }: Created): boolean {
  const named = `${object}/${id}`;
  const rows = sql
    .exec<{ records: string }>(
      "SELECT records FROM calls WHERE call <> ? AND (records LIKE ? OR records LIKE ?)",
      call,
      `%"object":"${object}","id":"${id}"%`,
      `%"${named}"%`,
    )
    .toArray();
  const receipts = rows.flatMap(({ records }) => Object.values(JSON.parse(records) as Record<string, Receipt>));
  return receipts.some(
    (other) => other.undone === undefined && ((other.object === object && other.id === id) || other.on?.includes(named) === true),
  );
}

function editsSince(record: FoundRecord, { object, set = {}, lines }: Receipt): Record<string, string> {
  const edited = Object.entries(record.history).filter(([, versions]) => PERSON_SOURCES.has(versions[0]?.sourceType ?? ""));
  const changed = Object.entries(set).filter(([property, { to }]) => !stillHolds(record, property, to));
  const words = lines !== undefined && hasOthersWords(record.properties[bodyProperty(object)] ?? "", lines) ? [bodyProperty(object)] : [];
  return Object.fromEntries(
    [...edited, ...changed]
      .map(([property]) => property)
      .concat(words)
      .map((property) => [property, "it was changed since, so the record stays"]),
  );
}

/** HubSpot itself puts contacts under companies: those say nothing. */
const WORK = ["notes", "calls", "tasks", "emails", "meetings", "deals", "tickets"];

/** What people and other apps have hung on a record; this call's own is archived before. */
async function hungOnIt(hubspot: HubSpot, { receipt: { object }, id }: Created): Promise<Record<string, string>> {
  if (isActivity(object)) return {};
  const found = await Promise.all(
    WORK.filter((other) => other !== object).map(async (other) => [other, await countOf(hubspot, object, id, other)] as const),
  );
  return Object.fromEntries(found.filter(([, count]) => count > 0).map(([other]) => [other, "something hangs on it, so the record stays"]));
}

/** What the key may not see counts as nothing. */
async function countOf(hubspot: HubSpot, object: string, id: string, other: string): Promise<number> {
  try {
    const ids = (await readAssociations(hubspot, object, other, [id])).get(id) ?? [];
    return (await readByIds(hubspot, other, ids, [])).size;
  } catch (error) {
    if (error instanceof HubSpotFailure && error.failure.reason !== "trouble") return 0;
    throw error;
  }
}

/** Whether a property still is what was written, as HubSpot puts it. */
export function stillHolds(record: FoundRecord, property: string, value: string | null): boolean {
  const held = record.properties[property] ?? "";
  return valueFingerprint(held) === valueFingerprint(value) || (held !== "" && value !== null && isSameMeasure(held, value));
}

function isSameMeasure(held: string, wanted: string): boolean {
  return Number(held) === Number(wanted) || isSameMoment(held, wanted);
}
