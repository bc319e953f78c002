import { transact } from "../ledger/counters.ts";
import { cameOf } from "../ledger/settle/history.ts";
import { keepWaiting } from "../ledger/settle/keep-waiting.ts";
import { settleUnwritten } from "../ledger/settle/settlements.ts";
import { problemOf } from "../problem/problem.ts";
import { logHeld } from "./attempt/log-held.ts";
import type { PipelineContext } from "./attempt/context.ts";
import type { Dropout } from "./attempt/dropout.ts";
import { shadowNote } from "./write/shadow.ts";

/** Settles the calls that left their batch before they were written: the one place where that is done. */
export function settleDropouts({ storage, now, mappings }: PipelineContext, dropouts: Dropout[]): void {
  const inShadow = new Set(mappings.flatMap(({ name, shadow }) => (shadow ? [name] : [])));
  const settled = dropouts.map((dropout) => unlessInShadow(dropout, inShadow));
  transact(storage, () => {
    for (const dropout of settled) settleDropout(storage.sql, now(), dropout);
  });
  logHeld(settled.flatMap((each) => (each.reason === "held" ? [{ call: each.claimed.call, code: each.problem.code }] : [])));
}

function settleDropout(sql: SqlStorage, now: number, dropout: Dropout): void {
  const { claimed } = dropout;
  switch (dropout.reason) {
    case "skipped":
      return settleUnwritten(sql, now, claimed, { status: "skipped", mapping: null, problem: null, note: dropout.note });
    case "held":
      return settleUnwritten(sql, now, claimed, { status: "held", mapping: dropout.mapping, problem: dropout.problem, note: null });
    case "shadow":
      return settleUnwritten(sql, now, claimed, {
        status: "skipped",
        mapping: dropout.mapping,
        problem: null,
        note: dropout.note,
        warnings: dropout.warnings,
        shadow: dropout.records,
      });
    case "not_landed":
      return keepWaiting(sql, claimed, {
        dueAt: dropout.dueAt,
        problem: dropout.cutOff === null ? problemOf({ code: "waits_for_another_call" }) : null,
        cutOff: dropout.cutOff,
        ended: { at: now, outcome: "not_landed" },
      });
    case "postponed":
      return keepWaiting(sql, claimed, {
        dueAt: dropout.dueAt,
        problem: dropout.problem,
        ended: { at: now, outcome: "trouble", ...cameOf(dropout.answer) },
      });
    case "out_of_turn":
      return;
  }
}

/** What keeps a call from being planned holds it; but nobody waits for one that would not be written anyway. A bug is a bug in shadow too. */
function unlessInShadow(dropout: Dropout, inShadow: ReadonlySet<string>): Dropout {
  if (dropout.reason !== "held" || dropout.mapping === null || !inShadow.has(dropout.mapping) || dropout.problem.code === "hit_a_bug")
    return dropout;
  const { claimed, mapping, problem } = dropout;
  return {
    claimed,
    reason: "shadow",
    mapping,
    note: shadowNote(mapping, `It would be held: ${problem.message}`),
    records: {},
    warnings: [],
  };
}
