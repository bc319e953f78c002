import { inflateRawSync } from "node:zlib";
import { isActivity } from "../../hubspot/model/objects.ts";
import { SHELF, slotOf } from "../bodies/bodies.ts";
import { packReceipt } from "../bodies/packed-receipt.ts";
import { fromHex, shortHash } from "../bodies/content-hash.ts";
import { DAY_MS, countMoved, ledgerMemory, together } from "../counters.ts";
import type { CustomerKeys } from "../intake/same-customer.ts";
import { PACKING } from "../bodies/packing.ts";
import { placeInQueue } from "../queue.ts";
import type { Receipt, Status, StoredReceipt } from "../settle/receipt.ts";
import { hasOldIdentities, moveIdentities } from "./identities.ts";
import { rememberUses } from "../records/record-uses.ts";
import { packTraces } from "../settle/traces.ts";
import { leaveUnfinished } from "../unfinished.ts";

/** What only the sender's folder can tell of a body that the release before took in. */
export interface Described extends Omit<CustomerKeys, "customer"> {
  campaign: string;
  /** ms */
  changedAt: number | null;
  /** Bytes that it takes once it is parsed. */
  weight: number;
}

type Describe = (body: Uint8Array) => Described | null;

/** Objects whose ledger still has tables of the earlier release, and how their bodies are read. */
const moving = new WeakMap<SqlStorage, Describe>();

/** Looks, once for each awakening, whether anything is left to move. */
export function prepareMoveOver(sql: SqlStorage, describe: Describe): void {
  if (hasOldTables(sql)) moving.set(sql, describe);
}

const hasOldTables = (sql: SqlStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'old_calls'").toArray().length > 0;

/** Whether rows of the earlier release are still to be moved. */
export const isMoving = (sql: SqlStorage): boolean => moving.has(sql) || hasOldIdentities(sql);

/** Moves these calls now, for somebody asks for them. */
export function bringOver(sql: SqlStorage, calls: string[]): void {
  const describe = moving.get(sql);
  if (describe === undefined) return;
  const these = `SELECT value AS call FROM json_each('${JSON.stringify(calls).replaceAll("'", "''")}')`;
  while (move(sql, describe, these, calls.length) > 0);
}

/** Of bodies and receipts; a slice holds up deliveries for a few hundredths of a second. */
const BYTES_A_SLICE = 2_000_000;
export const CALLS_A_SLICE = 200;

/** Moves some rows: calls on their way first, then what a person has to look at, then the newest, then identities. Returns whether there may be more. */
export function moveSlice(sql: SqlStorage, most = CALLS_A_SLICE): boolean {
  const describe = moving.get(sql);
  if (describe === undefined) return moveIdentities(sql);
  for (const some of IN_ORDER) if (move(sql, describe, some, most) > 0) return true;
  sql.exec("DROP TABLE old_deliveries");
  sql.exec("DROP TABLE old_calls");
  moving.delete(sql);
  return hasOldIdentities(sql);
}

const NEWEST = "SELECT call FROM old_deliveries ORDER BY delivery DESC";
const IN_ORDER = [
  "SELECT call FROM old_calls WHERE status = 'pending' ORDER BY due_at",
  "SELECT call FROM old_calls WHERE status = 'waiting' ORDER BY due_at",
  "SELECT call FROM old_calls WHERE status IN ('held', 'rejected', 'skipped') AND status = 'held' ORDER BY delivery DESC",
  NEWEST,
];

/** Moves all calls on their way, so that none is passed over by a newer one; returns whether there are more than one run should move. */
export function movePending(sql: SqlStorage): boolean {
  const describe = moving.get(sql);
  if (describe === undefined) return false;
  return IN_ORDER.slice(0, 2).some((some) => move(sql, describe, some, CALLS_A_SLICE) > 0);
}

/** Moves the newest ones; returns the delivery below which there may be more, null: there are none. */
export function moveNewest(sql: SqlStorage, most: number): number | null {
  const describe = moving.get(sql);
  if (describe === undefined) return null;
  move(sql, describe, NEWEST, most);
  return newestUnmoved(sql);
}

/** The number of the newest delivery that is still to be moved. */
export function newestUnmoved(sql: SqlStorage): number | null {
  if (!moving.has(sql)) return null;
  return sql.exec<{ newest: number | null }>("SELECT max(delivery) AS newest FROM old_deliveries").one().newest;
}

interface OldRow extends Record<string, SqlStorageValue> {
  call: string;
  status: Status;
  due_at: number;
  customer: string;
  started_at: number;
  delivery: number;
  hash: string | null;
  revision: number;
  attempts: number;
  settled_at: number | null;
  mapping: string | null;
  records: string;
  problem: string | null;
  note: string | null;
  intent: string | null;
  received_at: number;
  bytes: number;
  body: ArrayBuffer | null;
}

/** Returns how many were moved. */
function move(sql: SqlStorage, describe: Describe, which: string, most: number): number {
  const sizes = sql
    .exec<{ call: string; bytes: number }>(
      `SELECT c.call, length(c.records) + coalesce(length(d.body), 0) AS bytes
       FROM (${which} LIMIT ?) w JOIN old_calls c ON c.call = w.call JOIN old_deliveries d ON d.delivery = c.delivery`,
      most,
    )
    .toArray();
  let room = BYTES_A_SLICE;
  const some = sizes.filter(({ bytes }, index) => index === 0 || (room -= bytes) > 0);
  const rows = sql
    .exec<OldRow>(
      `SELECT c.*, d.received_at, d.bytes, d.body
       FROM json_each(?) ids JOIN old_calls c ON c.call = ids.value JOIN old_deliveries d ON d.delivery = c.delivery`,
      JSON.stringify(some.map(({ call }) => call)),
    )
    .toArray();
  together(sql, () => {
    for (const row of rows) moveCall(sql, describe, row);
  });
  return rows.length;
}

const IS_PENDING: Status[] = ["pending", "waiting"];

function moveCall(sql: SqlStorage, describe: Describe, row: OldRow): void {
  const body = bodyOf(row);
  const told = described(describe, body);
  const receipt: StoredReceipt = { records: JSON.parse(row.records), problem: JSON.parse(row.problem ?? "null"), note: row.note };
  const behind = row.status === "pending" ? placeInQueue(sql, { ...row, startedAt: row.started_at, isCutOff: row.intent !== null }) : 0;
  const shelf = shelfOf(row.status);
  const day = Math.floor(row.received_at / DAY_MS);
  sql.exec(
    `INSERT INTO calls (call, of_call, status, epoch, delivery, shelf, first_delivery, received_at, day, campaign, customer, has_phone, email, lead, started_at,
       changed_at, behind, due_at, revision, attempts, settled_at, mapping, code, hash, traces)
     VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.call,
    row.status === "rejected" ? "" : null,
    row.status,
    row.delivery,
    shelf,
    row.delivery,
    row.received_at,
    day,
    told.campaign,
    row.customer,
    told.hasPhone ? 1 : 0,
    told.email,
    told.lead,
    row.started_at,
    told.changedAt,
    behind,
    IS_PENDING.includes(row.status) && behind === 0 ? row.due_at : null,
    row.revision,
    row.attempts,
    row.settled_at,
    row.mapping,
    receipt.problem?.code ?? null,
    hashOf(row, body),
    IS_PENDING.includes(row.status) ? null : packTraces(receipt.records),
  );
  if (row.body !== null)
    sql.exec(
      "INSERT INTO bodies (slot, call, received_at, weight, packing, receipt, intent, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      slotOf(shelf, row.delivery),
      row.call,
      row.received_at,
      told.weight,
      row.body.byteLength < row.bytes ? PACKING.deflate : PACKING.none,
      IS_PENDING.includes(row.status) ? JSON.stringify(receipt) : packReceipt(receipt),
      row.intent,
      row.body,
    );
  if (row.intent !== null) {
    ledgerMemory(sql).intending.add(row.call);
    if (!IS_PENDING.includes(row.status)) leaveUnfinished(sql, slotOf(shelf, row.delivery));
  }
  for (const record of recordsOf(receipt.records)) rememberUses(sql, record, [row.call]);
  countMoved(sql, { day, campaign: told.campaign }, { ...row, code: receipt.problem?.code ?? null });
  sql.exec("DELETE FROM old_deliveries WHERE delivery = ?", row.delivery);
  sql.exec("DELETE FROM old_calls WHERE call = ?", row.call);
}

function shelfOf(status: Status): number {
  if (status === "pending") return SHELF.later;
  if (status === "waiting") return SHELF.waiting;
  return status === "held" ? SHELF.held : SHELF.done;
}

function bodyOf({ body, bytes }: OldRow): Uint8Array | null {
  if (body === null) return null;
  return body.byteLength < bytes ? new Uint8Array(inflateRawSync(new Uint8Array(body))) : new Uint8Array(body);
}

function described(describe: Describe, body: Uint8Array | null): Described {
  const nothing = { campaign: "", hasPhone: false, email: null, lead: null, changedAt: null, weight: body?.byteLength ?? 0 };
  if (body === null) return nothing;
  try {
    return describe(body) ?? nothing;
  } catch {
    // Of a delivery that was no call, or of one that today's reader stumbles over: it moves all the same.
    return nothing;
  }
}

function hashOf({ hash, status }: OldRow, body: Uint8Array | null): Uint8Array | null {
  if (hash !== null) return fromHex(hash);
  if (body === null || status === "rejected") return null;
  try {
    return shortHash(body);
  } catch {
    return null;
  }
}

const recordsOf = (records: Record<string, Receipt>): string[] =>
  Object.values(records).flatMap(({ object, id }) => (id === null || isActivity(object) ? [] : [`${object}/${id}`]));
