import type { HubSpot } from "../../hubspot/http/client.ts";
import { type Failure, HubSpotFailure } from "../../hubspot/http/failure.ts";
import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import { type FoundRecord, readByIds } from "../../hubspot/records/read-records.ts";
import { writeBatch } from "../../hubspot/records/write-batch.ts";
import { readLastWrites, rememberLastWrites } from "../../ledger/records/last-writes.ts";
import type { Change, Receipt } from "../../ledger/settle/receipt.ts";
import type { HubSpotCause } from "../../problem/causes.ts";
import { explain } from "../../problem/explain.ts";
import { stillHolds } from "./still-holds.ts";
import { type Created, undoGuard } from "./undo-guard.ts";

export type Undone = NonNullable<Receipt["undone"]>;

const GONE: Undone = { done: "nothing: it is gone from HubSpot" };

/**
 * Takes back what one call did with one record: archives it where the call created it, else sets its properties back, each only where nobody
 * has changed it since. Throws HubSpotFailure where HubSpot does not answer well; to begin again is harmless then.
 */
export async function undoRecord(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<Undone> {
  const { receipt, id } = created;
  if (receipt.made) return archive(sql, hubspot, created);
  if (isActivity(receipt.object)) return { done: "nothing", left: { [receipt.object]: "it tells of other calls too" } };
  const record = (await readByIds(hubspot, receipt.object, [id], Object.keys(receipt.set ?? {}))).get(id);
  return record === undefined ? GONE : setBack(sql, hubspot, created, record);
}

async function archive(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<Undone> {
  const stays = await undoGuard(sql, hubspot, created);
  if (stays === "gone") return GONE;
  if (Object.keys(stays).length > 0) return { done: "nothing", left: stays };
  const { object } = created.receipt;
  try {
    await hubspot.batch.archive(object, { inputs: [{ id: created.id }] });
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    if (error.failure.reason === "gone") return GONE;
    const refusal = refusalOf(error.failure);
    if (refusal === null) throw error;
    return { done: "nothing", left: { [object]: `HubSpot refused to archive it: ${refusal}` } };
  }
  return { done: "archived" };
}

/** What HubSpot does not let us do, however often we ask; null: it may do so later. */
function refusalOf(failure: Failure): string | null {
  if (failure.reason === "refused") return sentenceOf(failure.cause);
  if (failure.reason === "exists") return "it says that something stands in the way. Archive it by hand.";
  // A key without the right to archive may still write: one that HubSpot does not accept at all may not.
  if (failure.reason === "key" && MAY_NOT.has(failure.cause.code)) return sentenceOf(failure.cause);
  return null;
}

const MAY_NOT = new Set(["missing_scope", "no_permission"]);

const sentenceOf = (cause: HubSpotCause): string => explain(cause).message;

async function setBack(sql: SqlStorage, hubspot: HubSpot, created: Created, record: FoundRecord): Promise<Undone> {
  const { receipt } = created;
  const ours = Object.entries(receipt.set ?? {});
  const untouched = ours.filter(([property, { to }]) => stillHolds(record, property, to));
  const refusal = untouched.length === 0 ? null : await writeBack(hubspot, receipt.object, record.id, untouched);
  const left = {
    ...reasons(
      (receipt.erased ?? []).filter((property) => receipt.set?.[property] === undefined),
      "what stood there before has been erased (RETENTION_DAYS), so it cannot be set back",
    ),
    ...reasons(
      ours.filter((entry) => !untouched.includes(entry)).map(([property]) => property),
      "it was changed since",
    ),
    ...reasons(
      Object.values(receipt.labels ?? {}),
      "this association label may have been there before: take it away in HubSpot if it was not",
    ),
    ...(refusal !== null &&
      reasons(
        untouched.map(([property]) => property),
        `HubSpot refused the old value: ${refusal}`,
      )),
  };
  if (refusal === null) rememberOld(sql, created, record.id, untouched);
  const names = untouched.map(([property]) => property).join(", ");
  const done = untouched.length === 0 || refusal !== null ? "nothing" : `set back: ${names}`;
  return Object.keys(left).length === 0 ? { done } : { done, left };
}

const reasons = (properties: string[], why: string): Record<string, string> =>
  Object.fromEntries(properties.map((property) => [property, why]));

/** Null when the old values stand again; else what HubSpot said against it. */
async function writeBack(hubspot: HubSpot, object: string, id: string, changes: [string, Change][]): Promise<string | null> {
  const properties = Object.fromEntries(changes.map(([property, { from }]) => [property, from ?? ""]));
  const outcome = (await writeBatch(hubspot, object, [{ trace: "undo", id, properties, associations: [] }])).get("undo");
  if (outcome === undefined || outcome.ok) return null;
  if (outcome.failure.reason === "gone") return "the record is gone.";
  const refusal = refusalOf(outcome.failure);
  if (refusal === null) throw new HubSpotFailure(outcome.failure);
  return refusal;
}

/** The undone call wrote nothing that older ones must leave alone, and the old value in its place is ours, no edit. */
function rememberOld(sql: SqlStorage, { call, receipt, id }: Created, today: string, changes: [string, Change][]): void {
  for (const record of new Set([id, today].map((one) => `${receipt.object}/${one}`))) {
    const written = readLastWrites(sql, [record]).get(record);
    if (written === undefined) continue;
    for (const [property, { from }] of changes) if (written[property]?.[1] === call) written[property] = [0, call, keptFingerprint(from)];
    rememberLastWrites(sql, record, written);
  }
}
