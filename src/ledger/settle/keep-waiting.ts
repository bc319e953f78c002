import type { Problem } from "../../problem/problem.ts";
import { SHELF, moveBody } from "../bodies/bodies.ts";
import type { Claimed } from "../queue.ts";
import { type HistoryEntry, withEntry } from "./history.ts";
import type { Intent } from "./receipt.ts";
import { changeReceipt } from "./receipts.ts";
import { codeOf, placeOf, readSettling } from "./settling-row.ts";

/** Leaves a call pending until `dueAt` (ms). `cutOff`: what is known by now of an attempt that was cut off; left out, that stays as it is. */
export function keepWaiting(
  sql: SqlStorage,
  { call, epoch }: Pick<Claimed, "call" | "epoch">,
  { dueAt, problem, cutOff, ended }: { dueAt: number; problem: Problem | null; cutOff?: Intent | null; ended: Ended },
): void {
  const row = readSettling(sql, call);
  if (row === null) return;
  if (cutOff !== undefined) sql.exec("UPDATE bodies SET intent = ? WHERE slot = ?", cutOff && JSON.stringify(cutOff), placeOf(row));
  if (row.epoch !== epoch) return;
  const shelf = row.status === "pending" ? SHELF.later : row.shelf;
  sql.exec(
    "UPDATE calls SET due_at = ?, shelf = ?, code = ? WHERE call = ?",
    row.behind === 1 ? null : Math.ceil(dueAt),
    shelf,
    codeOf(problem),
    call,
  );
  moveBody(sql, row.delivery, row.shelf, shelf);
  changeReceipt(sql, call, (receipt) => withEntry({ ...receipt, problem }, { ...ended, nextAt: Math.ceil(dueAt) }));
}

/** How an attempt ended, for the call's history. */
type Ended = Omit<HistoryEntry, "nextAt">;
