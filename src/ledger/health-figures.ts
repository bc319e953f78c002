import type { Status } from "./receipt.ts";

/** How many calls stand in each state. */
export function countByStatus(sql: SqlStorage): Partial<Record<Status, number>> {
  const counts = sql.exec<{ status: Status; n: number }>("SELECT status, count(*) AS n FROM calls GROUP BY status").toArray();
  return Object.fromEntries(counts.map(({ status, n }) => [status, n]));
}

/** When the call came in (ms) that has been in this state longest; null: there is none. */
export function oldestOf(sql: SqlStorage, status: "pending" | "held"): number | null {
  return sql
    .exec<{ oldest: number | null }>(
      "SELECT min(d.received_at) AS oldest FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.status = ?",
      status,
    )
    .one().oldest;
}

/** When the oldest body came in (ms) that should have been erased by now; null: there is none. Calls on their way keep theirs. */
export function oldestOverdueBody(sql: SqlStorage, before: number): number | null {
  return sql
    .exec<{ oldest: number | null }>(
      `SELECT min(d.received_at) AS oldest FROM deliveries d JOIN calls c ON c.delivery = d.delivery
       WHERE d.body IS NOT NULL AND d.received_at < ? AND c.status IN ('written', 'skipped', 'rejected', 'held')`,
      before,
    )
    .one().oldest;
}

/** Calls that came in for the first time since then (ms). */
export function countReceived(sql: SqlStorage, since: number): number {
  return sql
    .exec<{ n: number }>(
      "SELECT count(*) AS n FROM deliveries d JOIN calls c ON c.delivery = d.delivery WHERE d.received_at >= ? AND c.revision = 1 AND c.status <> 'rejected'",
      since,
    )
    .one().n;
}

/** Which of the ledger's migrations have run. */
export function schemaVersion(sql: SqlStorage): number {
  return sql.exec<{ version: number }>("SELECT max(version) AS version FROM migrations").one().version;
}

/** Held calls by their problem's code: how many, and one problem (JSON) of each. */
export function heldByCode(sql: SqlStorage): { code: string | null; calls: number; problem: string }[] {
  return sql
    .exec<{ code: string | null; calls: number; problem: string }>(
      "SELECT problem ->> 'code' AS code, count(*) AS calls, max(problem) AS problem FROM calls WHERE status = 'held' AND problem IS NOT NULL GROUP BY 1",
    )
    .toArray();
}
