/** Old bodies are looked for at most this often. */
const EVERY_MS = 600_000;
/** Few at a time: erasing must not hold up deliveries. */
const CALLS_A_TIME = 500;

const lastLook = new WeakMap<DurableObjectStorage, number>();

/**
 * Erases personal data older than the retention: bodies, and from the receipts every value, so that only ids stay.
 * A call that is still on its way keeps its body until it is written.
 */
export function eraseOld(storage: DurableObjectStorage, now: number, retentionMs: number): void {
  if ((lastLook.get(storage) ?? 0) > now - EVERY_MS) return;
  lastLook.set(storage, now);
  const old = storage.sql
    .exec<{ delivery: number; call: string; records: string }>(
      `SELECT d.delivery, c.call, c.records FROM deliveries d JOIN calls c ON c.call = d.call
       WHERE d.received_at < ? AND d.body IS NOT NULL AND c.status NOT IN ('pending', 'waiting') ORDER BY d.delivery LIMIT ?`,
      now - retentionMs,
      CALLS_A_TIME,
    )
    .toArray();
  storage.transactionSync(() => {
    for (const { delivery, call, records } of old) {
      storage.sql.exec("UPDATE deliveries SET body = NULL WHERE delivery = ?", delivery);
      storage.sql.exec("UPDATE calls SET records = ? WHERE call = ?", JSON.stringify(idsOnly(JSON.parse(records))), call);
    }
  });
  if (old.length === CALLS_A_TIME) lastLook.delete(storage);
}

function idsOnly(records: Record<string, Record<string, unknown>>): unknown {
  const keep = ["object", "id", "action", "on", "made", "revision", "undone"];
  return Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, Object.fromEntries(Object.entries(receipt).filter(([key]) => keep.includes(key)))]));
}
