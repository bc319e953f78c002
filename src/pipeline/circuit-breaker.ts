import type { Failure } from "../hubspot/http/failure.ts";
import { type Problem, problemOf } from "../problem/problem.ts";

/** The portal is left alone until then. Kept in the `portal` table. */
export interface CircuitBreaker {
  /** ms */
  until: number;
  /** ms; since when, whatever the tries in between. */
  since: number;
  /** How often it was tried in vain, in a row: the rate of tries falls. */
  tries: number;
  /** For the operator, where one has to act. */
  problem: Problem | null;
  /** Where nobody has to: what is waited for. Not there in what the first release stored. */
  waitsFor?: Problem;
}

/** Whether HubSpot itself asked for the wait. */
export const isAsked = (pause: CircuitBreaker | null): boolean => pause !== null && pause.problem === null && pause.tries === 0;

/** Whether HubSpot itself was down: neither a key nor a wait that it asked for. */
export const isDown = (pause: CircuitBreaker | null): boolean => pause !== null && pause.problem === null && pause.tries > 0;

const FIRST_MS = 1_000;
/** 720 probes in a day at the most, and two minutes late at the worst. */
const LONGEST_MS = 120_000;
/** A mended key is noticed within half a minute at first. */
const KEY_FIRST_MS = 15_000;

/** Whatever HubSpot asks for: a day later it is asked again. */
const LONGEST_ASKED_MS = 86_400_000;

/** How long to leave the portal alone after a failure; null: not at all, only the calls concerned wait. Pure but for the jitter. */
export function afterFailure(failure: Failure, down: boolean, before: CircuitBreaker | null, now: number): CircuitBreaker | null {
  const since = before?.since ?? now;
  const isForOperator = failure.reason === "trouble" && failure.cause.code === "not_hubspot";
  if (failure.reason === "key" || isForOperator) {
    const tries = (before?.problem ? before.tries : 0) + 1;
    return {
      until: now + Math.min(KEY_FIRST_MS * 2 ** (tries - 1), LONGEST_MS),
      since,
      tries,
      problem: problemOf(failure.cause, failure.details),
    };
  }
  if (failure.reason !== "trouble") return null;
  const waitsFor = problemOf(failure.cause, failure.details);
  if (failure.pauseMs !== null && failure.pauseMs > FIRST_MS)
    return { until: now + Math.min(failure.pauseMs, LONGEST_ASKED_MS), since, tries: 0, problem: null, waitsFor };
  if (!down) return null;
  const tries = (before?.tries ?? 0) + 1;
  const ms = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS) * (0.9 + Math.random() * 0.1);
  return { until: now + ms, since, tries, problem: null, waitsFor };
}

/** After a bug that no call is to blame for: as after a key that does not work. */
export function afterBug(problem: Problem, before: CircuitBreaker | null, now: number): CircuitBreaker {
  const tries = (before?.tries ?? 0) + 1;
  return { until: now + Math.min(KEY_FIRST_MS * 2 ** (tries - 1), LONGEST_MS), since: before?.since ?? now, tries, problem };
}
