import type { Settlement } from "../../ledger/settlements.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { type Moment, intentOf, waitMs } from "./intents.ts";
import { firstProblem, heldNoMore, isMoved, receiptOf, whySkipped, wroteSomething } from "./receipts.ts";
import type { Write } from "./write.ts";

/** A call whose records keep vanishing or turning up is for a person to look at. */
const ATTEMPTS_BEFORE_HELD = 6;

/** What became of one call's attempt. Pure: writes, as they were answered → the row to settle. */
export function outcomeOf(work: CallAttempt, writes: Write[], moment: Moment): Settlement {
  const records = heldNoMore(work);
  for (const write of writes) records[write.planned.name] = receiptOf(work, write);
  const troubled = writes.filter(({ failure }) => failure?.reason === "trouble" || failure?.reason === "key");
  const moved = writes.filter((write) => isMoved(write));
  const intent = intentOf(work, troubled, moment.now);
  const stuck = moved.length > 0 && work.claimed.attempts + 1 >= ATTEMPTS_BEFORE_HELD;
  const problem = stuck ? problemOf({ code: "keeps_changing" }) : firstProblem(Object.values(records));
  const waitsUntil = rematchUntil(work);
  const pending = troubled.length > 0 || (moved.length > 0 && !stuck);
  const lookMs = pending ? lookAgainMs(work, moment) : Math.min(waitsUntil - moment.now, nextSweepMs(work, moment.now));
  const restMs = troubled.length > 0 ? waitMs(intent, moment) : lookMs;
  return {
    call: work.claimed.call,
    epoch: work.claimed.epoch,
    mapping: work.mapping.name,
    records,
    intent,
    status: pending ? "pending" : problem ? "held" : wroteSomething(records) ? "written" : waitsUntil > moment.now ? "waiting" : "skipped",
    dueAt: moment.now + restMs,
    problem: pending ? pendingProblem(troubled) : problem,
    note:
      pending || wroteSomething(records)
        ? null
        : `${waitsUntil > moment.now ? `Waits for its contact until ${new Date(waitsUntil).toISOString()}. ` : ""}${whySkipped(records)}`,
    countsAsAttempt: troubled.length === 0,
  };
}

/** The first look comes at once; the later ones together outlast the lag of HubSpot's index. */
function lookAgainMs({ claimed }: CallAttempt, { retryMs }: Moment): number {
  return claimed.attempts === 0 ? 0 : retryMs * 2 ** claimed.attempts;
}

/** Until when a call without its contact waits for one to appear, ms; 0 = not at all. */
function rematchUntil({ mapping, held, claimed, lookups }: CallAttempt): number {
  const canAppear = (name: string) => lookups.some(({ record, keys }) => record === name && (keys === null || keys.length > 0));
  const waiting = mapping.records.filter(
    (rule) => rule.kind === "crm" && rule.rematchMs !== null && held[rule.name]?.state === "missing" && canAppear(rule.name),
  );
  return Math.max(0, ...waiting.map((rule) => claimed.receivedAt + ((rule.kind === "crm" && rule.rematchMs) || 0)));
}

const SWEEP_FIRST_MS = 600_000;
const SWEEP_LAST_MS = 21_600_000;

/** The older the call, the rarer it is looked for: after a quarter of its age, between ten minutes and six hours. */
function nextSweepMs({ claimed }: CallAttempt, now: number): number {
  return Math.min(Math.max((now - claimed.receivedAt) / 4, SWEEP_FIRST_MS), SWEEP_LAST_MS);
}

function pendingProblem(troubled: Write[]): Problem | null {
  const failure = troubled.map((write) => write.failure).find((each) => each?.reason === "key");
  return failure?.reason === "key" ? problemOf(failure.cause, failure.details) : null;
}
