import { SHELF, SLOTS_A_SHELF, slotOf } from "./bodies/bodies.ts";
import { readPortal, writePortal } from "./portal-values.ts";

/** Old bodies are looked for at most this often. */
const EVERY_MS = 600_000;
/** Few at a time: erasing must not hold up deliveries. */
const CALLS_A_TIME = 500;
/** Pages of 4 KB are freed one by one. */
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
 * Erases personal data older than the retention: bodies, and with them every value and every word in the receipts; ids stay (traces.ts). A call
 * that is still on its way keeps its body until it is written. Looks only at the oldest bodies that are there, and at nothing inside of them, so
 * that no row can stand in the way of the others.
 */
export function eraseOld(storage: DurableObjectStorage, now: number, retentionMs: number, fullBytes = FULL_BYTES): void {
  if ((lastLook.get(storage) ?? 0) > now - EVERY_MS) return;
  lastLook.set(storage, now);
  const more = [SHELF.done, SHELF.held].map((shelf) => erase(storage.sql, shelf, now - retentionMs).more);
  const early = makeRoom(storage, fullBytes);
  // The next look comes soon.
  if (more.includes(true) || early.more) lastLook.delete(storage);
}

interface Erased {
  calls: number;
  /** There may be more to erase. */
  more: boolean;
}

/** Held calls can still be written by a replay: they go when nothing else is left. Those on their way never. */
function makeRoom(storage: DurableObjectStorage, fullBytes: number): Erased {
  if (storage.sql.databaseSize < fullBytes) return { calls: 0, more: false };
  const done = erase(storage.sql, SHELF.done, Number.MAX_SAFE_INTEGER);
  const erased = done.calls > 0 ? done : erase(storage.sql, SHELF.held, Number.MAX_SAFE_INTEGER);
  writePortal(storage.sql, "erased_early", (readPortal<number>(storage.sql, "erased_early") ?? 0) + erased.calls);
  return erased;
}

/** The oldest of a shelf, so many calls and bytes. */
function erase(sql: SqlStorage, shelf: number, before: number): Erased {
  // Mostly nothing is old: one row says so.
  if (!oldest(sql, shelf, 1).some(({ received_at }) => received_at < before)) return { calls: 0, more: false };
  let [calls, bytes, last] = [0, 0, -1];
  for (const row of oldest(sql, shelf, CALLS_A_TIME)) {
    if (row.received_at >= before || (calls > 0 && bytes + row.bytes > BYTES_A_TIME)) break;
    calls += 1;
    bytes += row.bytes;
    last = row.slot;
  }
  sql.exec("DELETE FROM bodies WHERE slot >= ? AND slot <= ?", slotOf(shelf, 0), last);
  return { calls, more: calls === CALLS_A_TIME || bytes > BYTES_A_TIME / 2 };
}

interface Old extends Record<string, SqlStorageValue> {
  slot: number;
  received_at: number;
  bytes: number;
}

const oldest = (sql: SqlStorage, shelf: number, limit: number): Old[] =>
  sql
    .exec<Old>(
      "SELECT slot, received_at, length(body) AS bytes FROM bodies WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT ?",
      slotOf(shelf, 0),
      slotOf(shelf, SLOTS_A_SHELF),
      limit,
    )
    .toArray();

export function storageFigures(storage: DurableObjectStorage): StorageFigures {
  return {
    bytes: storage.sql.databaseSize,
    full_at_bytes: FULL_BYTES,
    bodies_erased_early: readPortal<number>(storage.sql, "erased_early") ?? 0,
  };
}
