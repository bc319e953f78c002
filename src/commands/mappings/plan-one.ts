import type { Call } from "../../call/call.ts";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { type Choice, chooseMapping } from "../../planner/choose-mapping.ts";
import { lookupsFor } from "../../planner/lookups.ts";
import { planCall } from "../../planner/plan-call.ts";
import type { Plan } from "../../planner/types.ts";
import type { Problem } from "../../problem/problem.ts";
import { type GivenRecords, lookUp } from "./portal-file/portal-records.ts";

/** What a portal is said to be, for a preview or an example. */
export interface GivenPortal {
  records: GivenRecords;
  portalSchema: PortalSchema;
  /** Said of records that it does not name. */
  unnamed: string;
}

export const NO_PORTAL: GivenPortal = { records: {}, portalSchema: EMPTY_PORTAL_SCHEMA, unnamed: "no portal was given" };

/** What a call comes to, from the choice of a mapping to the plan. */
export interface Outcome {
  choice: Choice;
  plan: Plan | null;
  problem: Problem | null;
}

/** The same functions in the same order as the delivery, on a portal that is only said to be. */
export function planOne(call: Call, mappings: Mapping[], portal: GivenPortal): Outcome {
  const choice = chooseMapping(call, mappings);
  if (choice.mapping === null) return { choice, plan: null, problem: null };
  const found = lookupsFor(call, choice.mapping, portal.portalSchema);
  if ("problem" in found) return { choice, plan: null, problem: found.problem };
  const lookups = lookUp(found.lookups, portal.records, portal.portalSchema, portal.unnamed);
  const planned = planCall({ call, mapping: choice.mapping, lookups, portalSchema: portal.portalSchema, now: call.endedAt });
  return "problem" in planned ? { choice, plan: null, problem: planned.problem } : { choice, plan: planned.plan, problem: null };
}
