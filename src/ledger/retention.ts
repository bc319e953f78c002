import { coarse } from "../hubspot/model/body-lines.ts";
import { hashOfBody, readBody } from "./bodies.ts";
import { readPortal, writePortal } from "./portal-values.ts";
import type { Receipt } from "./receipt.ts";

/** Old bodies are looked for at most this often. */
const EVERY_MS = 600_000;
/** Few at a time: erasing must not hold up deliveries. */
const CALLS_A_TIME = 500;
/** The hash of what is erased is kept, and making it takes 0.2 s for so much. */
const BYTES_A_TIME = 10_000_000;
/** Of the object's 10 GB, free pages not counted. Beyond, the oldest bodies that are no longer needed go before their time. */
const FULL_BYTES = 8_000_000_000;

const lastLook = new WeakMap<DurableObjectStorage, number>();

/** How full the object is, for the operator. */
export interface StorageFigures {
  bytes: number;
  full_at_bytes: number;
  /** Bodies erased before their time because the object was nearly full. */
  bodies_erased_early: number;
}

/**
 * Erases personal data older than the retention: bodies, and from the receipts every value, so that only ids stay.
 * A call that is still on its way keeps its body until it is written.
 */
export function eraseOld(storage: DurableObjectStorage, now: number, retentionMs: number, fullBytes = FULL_BYTES): void {
  if ((lastLook.get(storage) ?? 0) > now - EVERY_MS) return;
  lastLook.set(storage, now);
  const old = erase(storage, SETTLED, now - retentionMs);
  const early = makeRoom(storage, fullBytes);
  // The next look comes soon.
  if (old.more || early.more) lastLook.delete(storage);
}

interface Erased {
  calls: number;
  /** There may be more to erase. */
  more: boolean;
}

/** LookupResult calls can still be written by a replay: they go when nothing else is left. Those on their way never. */
function makeRoom(storage: DurableObjectStorage, fullBytes: number): Erased {
  if (storage.sql.databaseSize < fullBytes) return { calls: 0, more: false };
  const done = erase(storage, DONE_WITH, Number.MAX_SAFE_INTEGER);
  const erased = done.calls > 0 ? done : erase(storage, SETTLED, Number.MAX_SAFE_INTEGER);
  writePortal(storage.sql, "erased_early", (readPortal<number>(storage.sql, "erased_early") ?? 0) + erased.calls);
  return erased;
}

const SETTLED = ["written", "skipped", "rejected", "held"];
const DONE_WITH = SETTLED.filter((status) => status !== "held");

interface Row {
  delivery: number;
  bytes: number;
  call: string;
  status: string;
  records: string;
}

/** The oldest first, so many calls and bytes. */
function erase(storage: DurableObjectStorage, statuses: string[], before: number): Erased {
  const rows = storage.sql.exec<Row & Record<string, SqlStorageValue>>(
    `SELECT d.delivery, d.bytes, c.call, c.status, c.records FROM deliveries d JOIN calls c ON c.call = d.call
     WHERE d.received_at < ? AND d.body IS NOT NULL AND c.status IN (SELECT value FROM json_each(?)) ORDER BY d.delivery LIMIT ?`,
    before,
    JSON.stringify(statuses),
    CALLS_A_TIME,
  );
  const old = upTo(BYTES_A_TIME, rows.toArray());
  storage.transactionSync(() => old.rows.forEach((row) => eraseCall(storage.sql, row)));
  return { calls: old.rows.length, more: old.more || old.rows.length === CALLS_A_TIME };
}

function upTo(bytes: number, rows: Row[]): { rows: Row[]; more: boolean } {
  let sum = 0;
  const end = rows.findIndex((row) => (sum += row.bytes) > bytes);
  return end === -1 ? { rows, more: false } : { rows: rows.slice(0, Math.max(end, 1)), more: true };
}

function eraseCall(sql: SqlStorage, { delivery, call, status, records }: Row): void {
  const body = status === "rejected" ? null : readBody(sql, delivery);
  if (body !== null) sql.exec("UPDATE calls SET hash = coalesce(hash, ?) WHERE call = ?", hashOfBody(body), call);
  sql.exec("UPDATE deliveries SET body = NULL WHERE delivery = ?", delivery);
  // A call that was stopped after a cut-off attempt still has what that set out to write.
  sql.exec(
    "UPDATE calls SET records = ?, intent = NULL, epoch = epoch + 1 WHERE call = ?",
    JSON.stringify(idsOnly(JSON.parse(records))),
    call,
  );
}

export function storageFigures(storage: DurableObjectStorage): StorageFigures {
  return {
    bytes: storage.sql.databaseSize,
    full_at_bytes: FULL_BYTES,
    bodies_erased_early: readPortal<number>(storage.sql, "erased_early") ?? 0,
  };
}

const KEPT = ["object", "id", "action", "on", "made", "revision", "undone"] as const;

/**
 * Besides the ids, what a late revision must know so as to spoil nothing, and what tells of nobody: the names of the properties that were
 * written, and of each line in a note so little of its hash that a guess cannot be confirmed by it.
 */
function idsOnly(records: Record<string, Receipt>): Record<string, Partial<Receipt>> {
  return Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, idOnly(receipt)]));
}

function idOnly({ set, erased = [], lines, ...receipt }: Receipt): Partial<Receipt> {
  const kept = Object.fromEntries(Object.entries(receipt).filter(([key]) => (KEPT as readonly string[]).includes(key)));
  const wrote = [...new Set([...erased, ...Object.keys(set ?? {})])];
  return { ...kept, ...(wrote.length > 0 && { erased: wrote }), ...(lines && { lines: lines.map(coarse) }) };
}
