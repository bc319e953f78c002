import { planCall } from "../planner/plan-call.ts";
import type { PlannedRecord } from "../planner/types.ts";
import type { FoundAttempt, PlannedAttempt } from "./attempt/attempt.ts";
import { orHeld } from "./attempt/bug.ts";
import { CALLS_BETWEEN_BREATHS, type PipelineContext } from "./attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { DELETED } from "./attempt/own-writes.ts";
import { preserveEdits } from "./write/preserve-edits.ts";

/**
 * Plans every call; one that cannot be planned is held with its problem, and the others go on. Where something would be left out or held because
 * the portal lacks it, those calls are planned again with the portal as it is now. Throws HubSpotFailure.
 */
export async function planAll(context: PipelineContext, attempts: FoundAttempt[]): Promise<Sorted<PlannedAttempt>> {
  const lacking = new Set<FoundAttempt>();
  const first = await planEach(context, attempts, lacking);
  if (lacking.size === 0) return sorted([...first.values()]);
  const again = await planEach({ ...context, portalSchema: await context.freshSchema() }, [...lacking], new Set());
  return sorted([...new Map([...first, ...again]).values()]);
}

/** `lacking` is told of those to whose plans the portal lacks something. */
async function planEach(
  context: PipelineContext,
  attempts: FoundAttempt[],
  lacking: Set<FoundAttempt>,
): Promise<Map<FoundAttempt, PlannedAttempt | Dropout>> {
  const planned = new Map<FoundAttempt, PlannedAttempt | Dropout>();
  for (const [index, attempt] of attempts.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await context.breathe();
    if (context.beginsWork !== undefined) await context.beginsWork(attempt.claimed.call);
    planned.set(
      attempt,
      orHeld(attempt, () => plan(context, attempt, lacking)),
    );
  }
  await context.beginsWork?.();
  return planned;
}

function plan({ portalSchema, now }: PipelineContext, attempt: FoundAttempt, lacking: Set<FoundAttempt>): PlannedAttempt | Dropout {
  const { claimed, call, mapping, lookupResults } = attempt;
  const planned = planCall({ call, mapping, lookups: lookupResults, portalSchema, now: new Date(now()).toISOString() });
  if ("problem" in planned) return { claimed, reason: "held", mapping: mapping.name, problem: planned.problem };
  if (planned.plan.lacks) lacking.add(attempt);
  for (const record of planned.plan.records) assertLookedUp(attempt, record);
  return preserveEdits(
    attempt,
    planned.plan.records.map((record) => leaveAlone(attempt, record)),
  );
}

/** Only what was looked for and not found is created: what was not looked for may well be there. */
function assertLookedUp({ lookupResults }: FoundAttempt, { kind, action, name }: PlannedRecord): void {
  if (kind === "crm" && action === "create" && lookupResults[name] === undefined)
    throw new Error("A record was to be created that had not been looked up.");
}

const LATER_ATTEMPT = "a later attempt for the same lead has written it";

/** What a person deleted stays deleted; what a later attempt rewrote stays as it is. */
function leaveAlone({ lookupResults, shared }: FoundAttempt, planned: PlannedRecord): PlannedRecord {
  const result = lookupResults[planned.name];
  const isDeleted = planned.kind === "activity" && result?.state === "missing" && result.isDeleted === true;
  if (isDeleted) return { ...planned, action: "skip", properties: {}, ...DELETED };
  if (planned.continues !== undefined && shared[planned.continues]?.isSuperseded)
    return { ...planned, action: planned.id === null ? "skip" : "unchanged", properties: {}, why: LATER_ATTEMPT };
  if (shared[planned.name]?.isSuperseded) return { ...planned, action: "unchanged", properties: {}, why: LATER_ATTEMPT };
  return planned;
}
