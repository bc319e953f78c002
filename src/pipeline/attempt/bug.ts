import { transact, transactPart } from "../../ledger/counters.ts";
import type { Claimed } from "../../ledger/queue.ts";
import { errorPlace } from "../../log.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { Dropout } from "./dropout.ts";

/** What was thrown over a call is a bug of ours: logged by where it happened, for its message may quote what a customer said. */
export function bugProblem(error: unknown): Problem {
  console.error(JSON.stringify({ event: "defect", ...errorPlace(error) }));
  return problemOf({ code: "hit_a_bug" });
}

/** Takes a step for one call; a bug over it holds that call, never the queue. */
export function orHeld<B>({ claimed, mapping }: { claimed: Claimed; mapping?: { name: string } }, step: () => B): B | Dropout {
  try {
    return step();
  } catch (error) {
    return { claimed, reason: "held", mapping: mapping?.name ?? null, problem: bugProblem(error) };
  }
}

/**
 * Takes a step of the ledger's for many calls in one transaction; where something is thrown over one of them for each in a part of it, so that it is known
 * over which.
 */
export function inOneTransaction<A extends Parameters<typeof orHeld>[0], B>(
  storage: DurableObjectStorage,
  attempts: A[],
  step: (some: A[]) => B[],
): (B | Dropout)[] {
  try {
    return transact(storage, () => step(attempts));
  } catch {
    return transact(storage, () =>
      attempts.flatMap((attempt) => orHeld<(B | Dropout)[]>(attempt, () => transactPart(storage, () => step([attempt])))),
    );
  }
}
