import type { HubSpot } from "../hubspot/client.ts";
import { type FoundRecord, readByIds } from "../hubspot/read.ts";
import { writeBatch } from "../hubspot/write-batch.ts";
import type { Receipt } from "./receipt.ts";

/**
 * Takes back what one call wrote: created records are archived, changed properties set back, each only where nobody has changed it since.
 * Returns the receipts with what was done and what was left. Throws HubSpotFailure; what was undone until then is harmless to undo again.
 */
export async function undoCall(sql: SqlStorage, hubspot: HubSpot, call: string, records: Record<string, Receipt>): Promise<Record<string, Receipt>> {
  const undone: Record<string, Receipt> = {};
  // Activities first: a contact is not archived under its note.
  for (const [name, receipt] of Object.entries(records).toReversed()) {
    undone[name] = receipt.id === null || receipt.undone ? receipt : { ...receipt, undone: await undoRecord(sql, hubspot, call, receipt, receipt.id) };
  }
  return Object.fromEntries(Object.keys(records).map((name) => [name, undone[name] as Receipt]));
}

async function undoRecord(sql: SqlStorage, hubspot: HubSpot, call: string, receipt: Receipt, id: string): Promise<NonNullable<Receipt["undone"]>> {
  const record = (await readByIds(hubspot, receipt.object, [id], Object.keys(receipt.set ?? {}))).get(id);
  if (record === undefined) return { done: "nothing: it is gone from HubSpot" };
  if (receipt.made) return archive(sql, hubspot, call, receipt, record);
  return setBack(hubspot, receipt, record);
}

async function archive(sql: SqlStorage, hubspot: HubSpot, call: string, receipt: Receipt, record: FoundRecord): Promise<NonNullable<Receipt["undone"]>> {
  if (isUsedByOthers(sql, call, receipt.object, record.id)) return { done: "nothing", left: { [receipt.object]: "other calls have been written to it since" } };
  const changed = Object.keys(receipt.set ?? {}).filter((property) => !holds(record, property, receipt.set?.[property]?.to ?? null));
  if (changed.length > 0) return { done: "nothing", left: Object.fromEntries(changed.map((property) => [property, "it was changed since, so the record stays"])) };
  await hubspot.batch.archive(receipt.object, { inputs: [{ id: record.id }] });
  return { done: "archived" };
}

/** Whether another call has written to the record, or hung something on it. */
function isUsedByOthers(sql: SqlStorage, call: string, object: string, id: string): boolean {
  const other = sql.exec("SELECT 1 FROM calls WHERE call <> ? AND (records LIKE ? OR records LIKE ?) LIMIT 1", call, `%"object":"${object}","id":"${id}"%`, `%"${object}/${id}"%`);
  return other.toArray().length > 0;
}

async function setBack(hubspot: HubSpot, receipt: Receipt, record: FoundRecord): Promise<NonNullable<Receipt["undone"]>> {
  const ours = Object.entries(receipt.set ?? {});
  const untouched = ours.filter(([property, { to }]) => holds(record, property, to));
  const left = Object.fromEntries(ours.filter((entry) => !untouched.includes(entry)).map(([property]) => [property, "it was changed since"]));
  const properties = Object.fromEntries(untouched.map(([property, { from }]) => [property, from ?? ""]));
  if (untouched.length > 0) {
    const outcome = (await writeBatch(hubspot, receipt.object, [{ trace: "undo", id: record.id, properties, associations: [] }])).get("undo");
    if (outcome?.ok === false) return { done: "nothing", left: { ...left, ...Object.fromEntries(untouched.map(([property]) => [property, "HubSpot refused the old value"])) } };
  }
  const done = untouched.length === 0 ? "nothing" : `set back: ${untouched.map(([property]) => property).join(", ")}`;
  return Object.keys(left).length === 0 ? { done } : { done, left };
}

function holds(record: FoundRecord, property: string, value: string | null): boolean {
  const held = record.properties[property] ?? "";
  const wanted = value ?? "";
  const same = held === wanted || held.toLowerCase() === wanted.toLowerCase();
  return same || (held !== "" && wanted !== "" && (Number(held) === Number(wanted) || Date.parse(held) === Date.parse(wanted) || Date.parse(held) === Number(wanted)));
}
