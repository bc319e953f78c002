import type { Call } from "../call/call.ts";
import type { LookupResult } from "../hubspot/model/current-record.ts";
import type { Lookup } from "../hubspot/model/lookup.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import type { Problem, Warning } from "../problem/problem.ts";
import { type Choice, chooseMapping } from "./choose-mapping.ts";
import { lookupsFor } from "./lookups.ts";
import { planCall } from "./plan-call.ts";
import type { Plan, PlannedRecord } from "./types.ts";

/** What a call comes to, from the choice of a mapping to the plan. */
export interface Outcome {
  choice: Choice;
  plan: Plan | null;
  problem: Problem | null;
}

/** An outcome as `mappings -- preview --json` and `POST /api/plan` give it. Part of the public contract. */
export interface PlanJson {
  call: string;
  mapping: string | null;
  /** Only where that mapping is in shadow: the call would be skipped, and nothing of this written. */
  shadow?: true;
  /** The mappings that did not want it, and why. */
  passed: Choice["passed"];
  records: PlannedRecord[];
  /** Those of all records. */
  warnings: Warning[];
  problem: Problem | null;
}

/** The same functions in the same order as the delivery; what HubSpot holds is what `lookUp` says. Pure. */
export function planOne(
  call: Call,
  mappings: Mapping[],
  portalSchema: PortalSchema,
  lookUp: (lookups: Lookup[]) => Record<string, LookupResult>,
): Outcome {
  const choice = chooseMapping(call, mappings);
  if (choice.mapping === null) return { choice, plan: null, problem: null };
  const found = lookupsFor(call, choice.mapping, portalSchema);
  if ("problem" in found) return { choice, plan: null, problem: found.problem };
  const planned = planCall({ call, mapping: choice.mapping, lookups: lookUp(found.lookups), portalSchema, now: call.endedAt });
  return "problem" in planned ? { choice, plan: null, problem: planned.problem } : { choice, plan: planned.plan, problem: null };
}

export function planJson({ id }: Call, { choice: { mapping, passed }, plan, problem }: Outcome): PlanJson {
  const records = plan?.records ?? [];
  const shadow = mapping?.shadow;
  return {
    call: id,
    mapping: mapping?.name ?? null,
    ...(shadow && { shadow }),
    passed,
    records,
    warnings: records.flatMap(({ warnings }) => warnings),
    problem,
  };
}
