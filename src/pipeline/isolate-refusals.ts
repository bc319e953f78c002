import { HubSpotFailure } from "../hubspot/http/failure.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import type { CallAttempt } from "./attempt/attempt.ts";

/**
 * Takes a step for all the calls together. Where HubSpot refuses even to look for something, those that it refuses are told apart and given
 * to `hold`; the others go on. Returns those. Throws HubSpotFailure for HubSpot's own trouble and for a key that does not work.
 */
export async function isolateRefusals(
  works: CallAttempt[],
  step: (works: CallAttempt[]) => Promise<void>,
  hold: (work: CallAttempt, problem: Problem) => void,
): Promise<CallAttempt[]> {
  try {
    await step(works);
    return works;
  } catch (error) {
    const problem = refusalIn(error);
    if (problem === null) throw error;
    const [only, ...others] = works;
    if (only !== undefined && others.length === 0) hold(only, problem);
    return others.length === 0 ? [] : tellApart(works, problem, step, hold);
  }
}

async function tellApart(
  works: CallAttempt[],
  problem: Problem,
  step: (works: CallAttempt[]) => Promise<void>,
  hold: (work: CallAttempt, problem: Problem) => void,
): Promise<CallAttempt[]> {
  const mappings = [...Map.groupBy(works, ({ mapping }) => mapping).values()];
  if (mappings.length > 1) return sparingEach(mappings, step, hold);
  // Two of one mapping refused: it is the mapping, and no need to ask for every call.
  const [one, another, rest] = [works.slice(0, 1), works.slice(-1), works.slice(1, -1)];
  const spared = await sparingEach([one, another], step, hold);
  if (spared.length > 0)
    return [...spared, ...(await sparingEach([rest.slice(0, rest.length / 2), rest.slice(rest.length / 2)], step, hold))];
  for (const work of rest) hold(work, problem);
  return [];
}

async function sparingEach(
  groups: CallAttempt[][],
  step: (works: CallAttempt[]) => Promise<void>,
  hold: (work: CallAttempt, problem: Problem) => void,
): Promise<CallAttempt[]> {
  const spared: CallAttempt[] = [];
  for (const group of groups) if (group.length > 0) spared.push(...(await isolateRefusals(group, step, hold)));
  return spared;
}

/** Null: not a refusal of what was asked, but trouble or a key. */
function refusalIn(error: unknown): Problem | null {
  if (!(error instanceof HubSpotFailure) || error.failure.reason === "trouble" || error.failure.reason === "key") return null;
  const { failure } = error;
  if (failure.reason === "refused") return problemOf({ ...failure.cause, lookingFor: true }, failure.details);
  return problemOf({ code: "lookup_refused" }, failure.details);
}
