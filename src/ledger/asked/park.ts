import type { Problem } from "../../problem/problem.ts";
import { settleUnattempted } from "../settle/settle-unattempted.ts";

/** Holds a call that is on its way, whatever it waits for: only a replay tries it again. What an attempt of it does meanwhile is kept, and nothing more. */
export function park(sql: SqlStorage, call: string, now: number, problem: Problem): void {
  settleUnattempted(sql, now, { call, status: "held", problem });
}
