import type { Problem } from "../../problem/problem.ts";
import { SHELF, slotOf } from "../bodies/bodies.ts";
import { rawHash, soundHash } from "../bodies/content-hash.ts";
import { countChange, countNew, together } from "../counters.ts";
import { promoteNext } from "../queue.ts";
import { leaveUnfinished } from "../unfinished.ts";
import { settleReceipt } from "./receipts.ts";
import { codeOf, placeOf, readSettling, settlingBody } from "./settling-row.ts";

/** What becomes of a call without an attempt. */
export interface Unattempted {
  call: string;
  status: "held" | "rejected";
  problem: Problem;
  /** Where the id is one of ours: the sender's id that was taken, '' for what was no call. */
  ofCall?: string;
  /** It is only just stored: counted as received with it. */
  isNew?: boolean;
}

/** Settles what nobody is to try: it is for a person. What an attempt that is under way does is kept, and changes nothing of this. */
export function settleUnattempted(sql: SqlStorage, now: number, as: Unattempted): void {
  const row = readSettling(sql, as.call);
  if (row === null) return;
  const shelf = as.status === "held" ? SHELF.held : SHELF.done;
  const from = placeOf(row);
  const stored = settlingBody(row);
  together(sql, () => {
    sql.exec(
      `UPDATE calls SET of_call = coalesce(?, of_call), status = ?, shelf = ?, behind = 0, due_at = NULL, verb = NULL, epoch = epoch + 1, settled_at = ?,
         code = ?, hash = iif(edited = 1, hash, ?) WHERE call = ?`,
      as.ofCall ?? null,
      as.status,
      shelf,
      now,
      as.problem.code,
      as.status === "rejected" && stored?.asSent ? rawHash(stored.asSent) : soundHash(stored?.asSent ?? null),
      as.call,
    );
    if (stored !== null)
      sql.exec(
        "UPDATE bodies SET slot = ?, packing = ?, body = ? WHERE slot = ?",
        slotOf(shelf, row.delivery),
        stored.packed.packing,
        stored.packed.body,
        from,
      );
    if (as.isNew !== true) leaveUnfinished(sql, slotOf(shelf, row.delivery));
    settleReceipt(sql, as.call, (receipt) => ({ ...receipt, problem: as.problem, note: null }));
    if (as.isNew === true) countNew(sql, row, { status: as.status, mapping: null, code: codeOf(as.problem) });
    else countChange(sql, row, row, { status: as.status, mapping: row.mapping, code: codeOf(as.problem) });
    if (row.status === "pending" && row.behind === 0 && row.is_followed === 1) promoteNext(sql, row.customer);
  });
}
