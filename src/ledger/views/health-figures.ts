import { SHELF, SLOTS_A_SHELF, slotOf } from "../bodies/bodies.ts";
import { type CallTotals, DAY_MS, readCounts } from "../counters.ts";
import { inLists } from "../settled-lists.ts";
import { newestCalls } from "./newest-calls.ts";
import { readStoredCall } from "./stored-call.ts";

/** How many calls stand in each state. */
export function countByStatus(sql: SqlStorage): CallTotals {
  const totals = { pending: 0, written: 0, skipped: 0, held: 0, rejected: 0 };
  for (const row of readCounts(sql, 0, Number.MAX_SAFE_INTEGER))
    for (const status of Object.keys(totals) as (keyof CallTotals)[]) totals[status] += row[status];
  return totals;
}

/** When the call came in (ms) that has been in this state longest; null: there is none. */
export function oldestOf(sql: SqlStorage, status: "pending" | "held"): number | null {
  if (status === "pending") return oldestOn(sql, [SHELF.ready, SHELF.later]);
  const first = inLists("held").flatMap((where) =>
    sql.exec<{ received_at: number }>(`SELECT received_at FROM calls WHERE ${where} ORDER BY delivery LIMIT 1`).toArray(),
  );
  return first.length === 0 ? null : Math.min(...first.map((row) => row.received_at));
}

/** When the oldest body came in (ms) that should have been erased by now; null: there is none. Calls on their way keep theirs. */
export function oldestOverdueBody(sql: SqlStorage, before: number): number | null {
  const oldest = oldestOn(sql, [SHELF.done, SHELF.held]);
  return oldest !== null && oldest < before ? oldest : null;
}

/** Each shelf is in order of arrival: its first is its oldest. */
function oldestOn(sql: SqlStorage, shelves: number[]): number | null {
  const first = shelves.flatMap((shelf) =>
    sql
      .exec<{ received_at: number }>(
        "SELECT received_at FROM bodies WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT 1",
        slotOf(shelf, 0),
        slotOf(shelf, SLOTS_A_SHELF),
      )
      .toArray(),
  );
  return first.length === 0 ? null : Math.min(...first.map((row) => row.received_at));
}

/** Calls that came in for the first time since a day began (ms). */
export function countReceived(sql: SqlStorage, since: number): number {
  const rows = readCounts(sql, Math.floor(since / DAY_MS), Number.MAX_SAFE_INTEGER);
  return rows.reduce((sum, { received, rejected }) => sum + received - rejected, 0);
}

/** Which of the ledger's migrations have run. */
export function schemaVersion(sql: SqlStorage): number {
  return sql.exec<{ version: number }>("SELECT max(version) AS version FROM migrations").one().version;
}

/** So many of the newest held calls are told apart. */
const MOST_HELD = 5_000;

/** Held calls by their problem's code: how many of the newest, and one problem (JSON) of each. */
export function heldByCode(sql: SqlStorage): { code: string | null; calls: number; problem: string }[] {
  const newest = newestCalls(sql, { statuses: ["held"], before: Number.MAX_SAFE_INTEGER, limit: MOST_HELD });
  const held = sql
    .exec<{ call: string; code: string | null }>(
      "SELECT c.call, c.code FROM json_each(?) ids JOIN calls c ON c.call = ids.value ORDER BY ids.key",
      JSON.stringify(newest.map(({ call }) => call)),
    )
    .toArray();
  return [...Map.groupBy(held, ({ code }) => code)].map(([code, group]) => {
    const problem = readStoredCall(sql, group[0]?.call ?? "")?.problem ?? null;
    return { code, calls: group.length, problem: JSON.stringify(problem) };
  });
}
