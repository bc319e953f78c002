import type { Intent, Receipt } from "../../ledger/settle/receipt.ts";
import type { Settlement } from "../../ledger/settle/settlements.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { attemptedOf } from "./attempted.ts";
import { type Moment, waitMs } from "./intents.ts";
import { firstProblem, isMoved, receiptsOf, whySkipped, wroteSomething } from "./receipts.ts";
import { warningsOf } from "./warnings-of.ts";
import type { WrittenAttempt } from "./write.ts";

/** A call whose records keep vanishing or turning up is for a person to look at. */
const ATTEMPTS_BEFORE_HELD = 6;

type Outcome =
  /** HubSpot's own trouble, or a key that does not work: tried again. */
  | { kind: "in_trouble" }
  /** A record was not where it was read: looked up again. */
  | { kind: "looks_again" }
  | { kind: "held"; problem: Problem }
  | { kind: "written" }
  /** For its contact to appear, ms. */
  | { kind: "waits"; until: number }
  | { kind: "skipped" };

/** What became of one call's attempt. `uncertain`: what of it may have landed. Pure: writes, as they were answered → the row to settle. */
export function outcomeOf(attempt: WrittenAttempt, uncertain: Intent | null, moment: Moment): Settlement {
  const records = receiptsOf(attempt);
  const outcome = decide(attempt, records, moment.now);
  return {
    call: attempt.claimed.call,
    epoch: attempt.claimed.epoch,
    mapping: attempt.mapping.name,
    records,
    warnings: warningsOf(attempt),
    intent: uncertain,
    countsAsAttempt: outcome.kind !== "in_trouble",
    ...settled(outcome, attempt, records, uncertain, moment),
    attempted: attemptedOf(attempt),
  };
}

function decide(attempt: WrittenAttempt, records: Record<string, Receipt>, now: number): Outcome {
  const { writes, claimed } = attempt;
  if (writes.some(({ failure }) => failure?.reason === "trouble" || failure?.reason === "key")) return { kind: "in_trouble" };
  if (writes.some(isMoved))
    return claimed.attempts + 1 < ATTEMPTS_BEFORE_HELD
      ? { kind: "looks_again" }
      : { kind: "held", problem: problemOf({ code: "keeps_changing" }) };
  const problem = firstProblem(Object.values(records));
  if (problem !== null) return { kind: "held", problem };
  if (wroteSomething(records)) return { kind: "written" };
  const until = rematchUntil(attempt);
  return until > now ? { kind: "waits", until } : { kind: "skipped" };
}

type Settled = Pick<Settlement, "status" | "dueAt" | "problem" | "note">;

function settled(
  outcome: Outcome,
  attempt: WrittenAttempt,
  records: Record<string, Receipt>,
  uncertain: Intent | null,
  moment: Moment,
): Settled {
  const { now } = moment;
  switch (outcome.kind) {
    case "in_trouble":
      return { status: "pending", dueAt: now + waitMs(uncertain, moment), problem: troubleOf(attempt), note: null };
    case "looks_again":
      return { status: "pending", dueAt: now + lookAgainMs(attempt, moment), problem: problemOf({ code: "looks_again" }), note: null };
    case "held":
      return { status: "held", dueAt: now, problem: outcome.problem, note: wroteSomething(records) ? null : whySkipped(records) };
    case "written":
      return { status: "written", dueAt: now, problem: null, note: null };
    case "waits": {
      const dueAt = Math.min(outcome.until, now + nextSweepMs(attempt, now));
      const until = new Date(outcome.until).toISOString();
      const problem = problemOf({ code: "waits_for_contact", until });
      return { status: "waiting", dueAt, problem, note: `Waits for its contact until ${until}. ${whySkipped(records)}` };
    }
    case "skipped":
      return { status: "skipped", dueAt: now, problem: null, note: whySkipped(records) };
  }
}

/** The first look comes at once; the later ones together outlast the lag of HubSpot's index. */
function lookAgainMs({ claimed }: WrittenAttempt, { retryMs }: Moment): number {
  return claimed.attempts === 0 ? 0 : retryMs * 2 ** claimed.attempts;
}

/** Until when a call without its contact waits for one to appear, ms; 0 = not at all. */
function rematchUntil({ mapping, lookupResults, claimed, lookups }: WrittenAttempt): number {
  const canAppear = (name: string) => lookups.some(({ record, keys }) => record === name && (keys === null || keys.length > 0));
  const waiting = mapping.records.filter(
    (rule) => rule.kind === "crm" && rule.rematchMs !== null && lookupResults[rule.name]?.state === "missing" && canAppear(rule.name),
  );
  return Math.max(0, ...waiting.map((rule) => claimed.receivedAt + ((rule.kind === "crm" && rule.rematchMs) || 0)));
}

const SWEEP_FIRST_MS = 600_000;
const SWEEP_LAST_MS = 21_600_000;

/** The older the call, the rarer it is looked for: after a quarter of its age, between ten minutes and six hours. */
function nextSweepMs({ claimed }: WrittenAttempt, now: number): number {
  return Math.min(Math.max((now - claimed.receivedAt) / 4, SWEEP_FIRST_MS), SWEEP_LAST_MS);
}

/** Why it waits: a key that does not work goes before HubSpot's own trouble. */
function troubleOf({ writes }: WrittenAttempt): Problem | null {
  const failures = writes.flatMap(({ failure }) => (failure?.reason === "key" || failure?.reason === "trouble" ? [failure] : []));
  const failure = failures.find(({ reason }) => reason === "key") ?? failures[0];
  return failure === undefined ? null : problemOf(failure.cause, failure.details);
}
