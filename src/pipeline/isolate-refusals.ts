import { HubSpotFailure } from "../hubspot/http/failure.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import type { OpenedAttempt } from "./attempt/attempt.ts";
import { bugProblem } from "./attempt/bug.ts";
import type { Dropout, Sorted } from "./attempt/dropout.ts";

type Step<A, B> = (attempts: A[]) => Promise<B[]>;

/**
 * Takes a step for all the calls together. Where HubSpot refuses even to look for something, the calls that it refuses are told apart and
 * held, and so are those over which a bug of ours is thrown; the others go on. Throws HubSpotFailure for HubSpot's own trouble and for a key that does not work.
 */
export async function isolateRefusals<A extends OpenedAttempt, B>(attempts: A[], step: Step<A, B>): Promise<Sorted<B>> {
  try {
    return { attempts: await step(attempts), dropouts: [] };
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) return isolateBug(attempts, error, step);
    const problem = refusalIn(error);
    if (problem === null) throw error;
    return attempts.length <= 1 ? allHeld(attempts, problem) : tellApart(attempts, problem, step);
  }
}

/** A bug over one call is that one's: halves, until it is alone. */
async function isolateBug<A extends OpenedAttempt, B>(attempts: A[], error: unknown, step: Step<A, B>): Promise<Sorted<B>> {
  if (attempts.length <= 1) return allHeld(attempts, bugProblem(error));
  const half = Math.ceil(attempts.length / 2);
  return eachApart([attempts.slice(0, half), attempts.slice(half)], step);
}

async function tellApart<A extends OpenedAttempt, B>(attempts: A[], problem: Problem, step: Step<A, B>): Promise<Sorted<B>> {
  const mappings = [...Map.groupBy(attempts, ({ mapping }) => mapping).values()];
  if (mappings.length > 1) return eachApart(mappings, step);
  // Two of one mapping refused: it is the mapping, and no need to ask for every call.
  const [one, another, rest] = [attempts.slice(0, 1), attempts.slice(-1), attempts.slice(1, -1)];
  const probed = await eachApart([one, another], step);
  const others =
    probed.attempts.length > 0
      ? await eachApart([rest.slice(0, rest.length / 2), rest.slice(rest.length / 2)], step)
      : allHeld<B>(rest, problem);
  return together([probed, others]);
}

async function eachApart<A extends OpenedAttempt, B>(groups: A[][], step: Step<A, B>): Promise<Sorted<B>> {
  const parts: Sorted<B>[] = [];
  for (const group of groups) if (group.length > 0) parts.push(await isolateRefusals(group, step));
  return together(parts);
}

const together = <B>(parts: Sorted<B>[]): Sorted<B> => ({
  attempts: parts.flatMap(({ attempts }) => attempts),
  dropouts: parts.flatMap(({ dropouts }) => dropouts),
});

const allHeld = <B>(attempts: OpenedAttempt[], problem: Problem): Sorted<B> => ({
  attempts: [],
  dropouts: attempts.map(({ claimed, mapping }): Dropout => ({ claimed, reason: "held", mapping: mapping.name, problem })),
});

/** Null: not a refusal of what was asked, but trouble or a key. */
function refusalIn(error: HubSpotFailure): Problem | null {
  if (error.failure.reason === "trouble" || error.failure.reason === "key") return null;
  const { failure } = error;
  if (failure.reason === "refused") return problemOf({ ...failure.cause, lookingFor: true }, failure.details);
  return problemOf({ code: "lookup_refused" }, failure.details);
}
