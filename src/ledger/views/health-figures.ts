import { PENDING_SHELVES, SHELF, SLOTS_A_SHELF, slotOf } from "../bodies/bodies.ts";
import { type CallTotals, DAY_MS, countAll, readCounts } from "../counters.ts";
import { inLists } from "../settled-lists.ts";
import { newestCalls } from "./newest-calls.ts";
import { readStoredCall } from "./stored-call.ts";

/** How many calls stand in each state. */
export function countByStatus(sql: SqlStorage): CallTotals {
  const { received, written, skipped, held, rejected } = countAll(sql);
  return { pending: received - written - skipped - held - rejected, written, skipped, held, rejected };
}

/** When the call came in (ms) that has been in this state longest; null: there is none. */
export function oldestOf(sql: SqlStorage, status: "pending" | "held"): number | null {
  if (status === "pending") return oldestOn(sql, PENDING_SHELVES);
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

/** Held calls by their problem's code: how many, and one problem (JSON) of each. Reads as many rows as there are codes, however many calls are held. */
export function heldByCode(sql: SqlStorage): { code: string | null; calls: number; problem: string }[] {
  return Object.entries(countAll(sql).codes)
    .filter(([, calls]) => calls > 0)
    .map(([code, calls]) => {
      const newest = newestHeld(sql, code);
      const problem = newest === null ? null : (readStoredCall(sql, newest)?.problem ?? null);
      return { code: code || null, calls, problem: JSON.stringify(problem) };
    });
}

/** Calls that the first release held have no code: one of them is looked for among so many of the newest. */
const MOST_LOOKED_AT = 100;

function newestHeld(sql: SqlStorage, code: string): string | null {
  if (code !== "") {
    const sentence = "SELECT call FROM calls WHERE code = ? AND status = 'held' ORDER BY delivery DESC LIMIT 1";
    return sql.exec<{ call: string }>(sentence, code).toArray()[0]?.call ?? null;
  }
  const newest = newestCalls(sql, { statuses: ["held"], before: Number.MAX_SAFE_INTEGER, limit: MOST_LOOKED_AT });
  const without = sql.exec<{ call: string }>(
    "SELECT c.call FROM json_each(?) ids JOIN calls c ON c.call = ids.value WHERE c.code IS NULL ORDER BY ids.key LIMIT 1",
    JSON.stringify(newest.map(({ call }) => call)),
  );
  return without.toArray()[0]?.call ?? null;
}
