import type { HubSpot } from "../hubspot/http/client.ts";
import { HubSpotFailure } from "../hubspot/http/failure.ts";
import { keptFingerprint } from "../hubspot/model/fingerprint.ts";
import { isActivity } from "../hubspot/model/objects.ts";
import { type FoundRecord, readByIds } from "../hubspot/records/read-records.ts";
import { writeBatch } from "../hubspot/records/write-batch.ts";
import { readLastWrites, rememberLastWrites } from "../ledger/last-writes.ts";
import type { Change, Receipt } from "../ledger/receipt.ts";
import { type Created, stillHolds, undoGuard } from "./undo-guard.ts";

type Undone = NonNullable<Receipt["undone"]>;

/**
 * Takes back what one call wrote: created records are archived, changed properties set back, each only where nobody has changed it since.
 * Returns the receipts with what was done and what was left. Throws HubSpotFailure; what was undone until then is harmless to undo again.
 */
export async function undoCall(
  sql: SqlStorage,
  hubspot: HubSpot,
  call: string,
  records: Record<string, Receipt>,
): Promise<Record<string, Receipt>> {
  const undone: Record<string, Receipt> = {};
  // Activities first: a contact is not archived under its note.
  for (const [name, receipt] of Object.entries(records).toReversed()) {
    undone[name] =
      receipt.id === null || isDone(receipt)
        ? receipt
        : { ...receipt, undone: await undoRecord(sql, hubspot, { call, receipt, id: receipt.id }) };
  }
  return Object.fromEntries(Object.keys(records).map((name) => [name, undone[name] as Receipt]));
}

/** What was created and left may be free by now: other calls are undone too. */
function isDone({ undone, made }: Receipt): boolean {
  return undone !== undefined && !(made === true && undone.left !== undefined);
}

async function undoRecord(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<Undone> {
  const { receipt, id } = created;
  if (receipt.made) return archive(sql, hubspot, created);
  if (isActivity(receipt.object)) return { done: "nothing", left: { [receipt.object]: "it tells of other calls too" } };
  const record = (await readByIds(hubspot, receipt.object, [id], Object.keys(receipt.set ?? {}))).get(id);
  return record === undefined ? GONE : setBack(sql, hubspot, created, record);
}

const GONE: Undone = { done: "nothing: it is gone from HubSpot" };

async function archive(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<Undone> {
  const stays = await undoGuard(sql, hubspot, created);
  if (stays === "gone") return GONE;
  if (Object.keys(stays).length > 0) return { done: "nothing", left: stays };
  await hubspot.batch.archive(created.receipt.object, { inputs: [{ id: created.id }] });
  return { done: "archived" };
}

async function setBack(sql: SqlStorage, hubspot: HubSpot, created: Created, record: FoundRecord): Promise<Undone> {
  const ours = Object.entries(created.receipt.set ?? {});
  const untouched = ours.filter(([property, { to }]) => stillHolds(record, property, to));
  const left = Object.fromEntries(
    ours.filter((entry) => !untouched.includes(entry)).map(([property]) => [property, "it was changed since"]),
  );
  if (untouched.length > 0 && !(await writeBack(hubspot, created.receipt.object, record.id, untouched)))
    return {
      done: "nothing",
      left: { ...left, ...Object.fromEntries(untouched.map(([property]) => [property, "HubSpot refused the old value"])) },
    };
  rememberOld(sql, created, record.id, untouched);
  const done = untouched.length === 0 ? "nothing" : `set back: ${untouched.map(([property]) => property).join(", ")}`;
  return Object.keys(left).length === 0 ? { done } : { done, left };
}

async function writeBack(hubspot: HubSpot, object: string, id: string, changes: [string, Change][]): Promise<boolean> {
  const properties = Object.fromEntries(changes.map(([property, { from }]) => [property, from ?? ""]));
  const outcome = (await writeBatch(hubspot, object, [{ trace: "undo", id, properties, associations: [] }])).get("undo");
  if (outcome?.ok === false && outcome.failure.reason !== "refused") throw new HubSpotFailure(outcome.failure);
  return outcome?.ok === true;
}

/** The undone call wrote nothing that older ones must isolateRefused, and the old value in its place is ours, no edit. */
function rememberOld(sql: SqlStorage, { call, receipt, id }: Created, today: string, changes: [string, Change][]): void {
  for (const record of new Set([id, today].map((one) => `${receipt.object}/${one}`))) {
    const written = readLastWrites(sql, [record]).get(record);
    if (written === undefined) continue;
    for (const [property, { from }] of changes) if (written[property]?.[1] === call) written[property] = [0, call, keptFingerprint(from)];
    rememberLastWrites(sql, record, written);
  }
}
