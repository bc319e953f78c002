import { planCall } from "../planner/plan-call.ts";
import type { PlannedRecord } from "../planner/types.ts";
import type { Problem } from "../problem/problem.ts";
import { type CallAttempt, defect } from "./attempt/attempt.ts";
import { CALLS_BETWEEN_BREATHS, type PipelineContext } from "./attempt/context.ts";
import { DELETED } from "./attempt/own-writes.ts";
import { preserveEdits } from "./write/preserve-edits.ts";
import { settleStopped } from "./write/settle.ts";

/** Plans every call; one that cannot be planned is held with its problem, and the others go on. */
export async function planAll(ports: PipelineContext, works: CallAttempt[]): Promise<CallAttempt[]> {
  const planned: CallAttempt[] = [];
  for (const [index, work] of works.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const problem = planSafely(ports, work);
    if (problem === null) planned.push(work);
    else settleStopped(ports, { claimed: work.claimed, status: "held", mapping: work.mapping.name, problem });
  }
  return planned;
}

function planSafely({ portalSchema, now }: PipelineContext, work: CallAttempt): Problem | null {
  try {
    const planned = planCall({
      call: work.call,
      mapping: work.mapping,
      lookups: work.held,
      portalSchema,
      now: new Date(now()).toISOString(),
    });
    if ("problem" in planned) return planned.problem;
    work.planned = preserveEdits(
      work,
      planned.plan.records.map((record) => leaveAlone(work, record)),
    );
    return null;
  } catch (error) {
    return defect(error);
  }
}

/** What a person deleted stays deleted; what a later attempt rewrote stays as it is. */
function leaveAlone(work: CallAttempt, planned: PlannedRecord): PlannedRecord {
  const held = work.held[planned.name];
  const deleted = planned.kind === "activity" && held?.state === "missing" && held.why === DELETED;
  if (deleted) return { ...planned, action: "skip", properties: {}, why: DELETED };
  if (work.supersededByLater.has(planned.name))
    return { ...planned, action: "unchanged", properties: {}, why: "a later attempt for the same lead has written it" };
  return planned;
}
