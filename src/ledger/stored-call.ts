import type { Claimed } from "./queue.ts";
import type { Status } from "./receipt.ts";

/** One call as it is stored, for what an operator wants of it. */
export interface StoredCall extends Claimed {
  status: Status;
  /** Whether its body has not been erased. */
  hasBody: boolean;
  /** Whether an operator corrected it. */
  edited: boolean;
}

/** Null: no such call. */
export function readStoredCall(sql: SqlStorage, call: string): StoredCall | null {
  const row = sql
    .exec<Record<string, SqlStorageValue>>(
      `SELECT c.*, d.received_at, d.bytes, d.body IS NOT NULL AS kept FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.call = ?`,
      call,
    )
    .toArray()[0];
  if (row === undefined) return null;
  return {
    call: row["call"] as string,
    status: row["status"] as Status,
    hasBody: row["kept"] === 1,
    edited: row["edited"] === 1,
    customer: row["customer"] as string,
    delivery: row["delivery"] as number,
    revision: row["revision"] as number,
    epoch: row["epoch"] as number,
    attempts: row["attempts"] as number,
    startedAt: row["started_at"] as number,
    receivedAt: row["received_at"] as number,
    bytes: row["bytes"] as number,
    records: row["records"] as string,
    intent: row["intent"] as string | null,
    waiting: row["status"] === "waiting",
  };
}

/** A customer's other held calls, with their receipts (JSON). */
export function heldCallsOf(sql: SqlStorage, customer: string, without: string): { call: string; records: string }[] {
  return sql
    .exec<{ call: string; records: string }>(
      "SELECT call, records FROM calls WHERE status = 'held' AND customer = ? AND call <> ?",
      customer,
      without,
    )
    .toArray();
}
