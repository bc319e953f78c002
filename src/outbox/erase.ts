import { hashOfBody, readBody } from "./body.ts";
import { readPortal, writePortal } from "./ledger.ts";

/** Old bodies are looked for at most this often. */
const EVERY_MS = 600_000;
/** Few at a time: erasing must not hold up deliveries. */
const CALLS_A_TIME = 500;
/** Of the object's 10 GB. Beyond, the oldest bodies that are no longer needed go before their time. */
const FULL_BYTES = 8_000_000_000;
/** What the bodies may take of it then; the file itself does not shrink, its free pages are used again. */
const BODIES_BYTES = 6_000_000_000;

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
export function eraseOld(
  storage: DurableObjectStorage,
  now: number,
  retentionMs: number,
  fullBytes = FULL_BYTES,
  bodiesBytes = BODIES_BYTES,
): void {
  if ((lastLook.get(storage) ?? 0) > now - EVERY_MS) return;
  lastLook.set(storage, now);
  const erased = eraseBefore(storage, now - retentionMs) + makeRoom(storage, fullBytes, bodiesBytes);
  // There may be more: the next look comes soon.
  if (erased >= CALLS_A_TIME) lastLook.delete(storage);
}

function makeRoom(storage: DurableObjectStorage, fullBytes: number, bodiesBytes: number): number {
  if (storage.sql.databaseSize < fullBytes) return 0;
  const { bytes } = storage.sql.exec<{ bytes: number }>("SELECT coalesce(sum(length(body)), 0) AS bytes FROM deliveries").one();
  if (bytes < bodiesBytes) return 0;
  const erased = eraseBefore(storage, Number.MAX_SAFE_INTEGER);
  writePortal(storage.sql, "erased_early", (readPortal<number>(storage.sql, "erased_early") ?? 0) + erased);
  return erased;
}

/** The oldest first; pending ones never. Returns how many. */
function eraseBefore(storage: DurableObjectStorage, before: number): number {
  const old = storage.sql
    .exec<{ delivery: number; call: string; status: string; records: string }>(
      `SELECT d.delivery, c.call, c.status, c.records FROM deliveries d JOIN calls c ON c.call = d.call
       WHERE d.received_at < ? AND d.body IS NOT NULL AND c.status NOT IN ('pending', 'waiting') ORDER BY d.delivery LIMIT ?`,
      before,
      CALLS_A_TIME,
    )
    .toArray();
  storage.transactionSync(() => {
    for (const { delivery, call, status, records } of old) {
      const body = status === "rejected" ? null : readBody(storage.sql, delivery);
      if (body !== null) storage.sql.exec("UPDATE calls SET hash = ? WHERE call = ?", hashOfBody(body), call);
      storage.sql.exec("UPDATE deliveries SET body = NULL WHERE delivery = ?", delivery);
      storage.sql.exec("UPDATE calls SET records = ? WHERE call = ?", JSON.stringify(idsOnly(JSON.parse(records))), call);
    }
  });
  return old.length;
}

export function storageFigures(storage: DurableObjectStorage): StorageFigures {
  return {
    bytes: storage.sql.databaseSize,
    full_at_bytes: FULL_BYTES,
    bodies_erased_early: readPortal<number>(storage.sql, "erased_early") ?? 0,
  };
}

const KEPT = ["object", "id", "action", "on", "made", "revision"];

function idsOnly(records: Record<string, Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(records).map(([name, receipt]) => [
      name,
      Object.fromEntries(Object.entries(receipt).filter(([key]) => KEPT.includes(key))),
    ]),
  );
}
