import { transact } from "../ledger/counters.ts";
import { keepWaiting, settleUnwritten } from "../ledger/settle/settlements.ts";
import { logHeld } from "./attempt/log-held.ts";
import type { PipelineContext } from "./attempt/context.ts";
import type { Dropout } from "./attempt/dropout.ts";

/** Settles the calls that left their batch before they were written: the one place where that is done. */
export function settleDropouts({ storage, now }: PipelineContext, dropouts: Dropout[]): void {
  transact(storage, () => {
    for (const dropout of dropouts) settleDropout(storage.sql, now(), dropout);
  });
  logHeld(dropouts.flatMap((each) => (each.reason === "held" ? [{ call: each.claimed.call, code: each.problem.code }] : [])));
}

function settleDropout(sql: SqlStorage, now: number, dropout: Dropout): void {
  const { claimed } = dropout;
  switch (dropout.reason) {
    case "skipped":
      return settleUnwritten(sql, now, claimed, { status: "skipped", mapping: null, problem: null, note: dropout.note });
    case "held":
      return settleUnwritten(sql, now, claimed, { status: "held", mapping: dropout.mapping, problem: dropout.problem, note: null });
    case "not_landed":
      return keepWaiting(sql, claimed, { dueAt: dropout.dueAt, problem: null, cutOff: dropout.cutOff });
    case "postponed":
      return keepWaiting(sql, claimed, { dueAt: dropout.dueAt, problem: dropout.problem });
    case "out_of_turn":
      return;
  }
}
