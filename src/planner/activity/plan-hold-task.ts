import { emptyRecord } from "../empty-record.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { planNewActivity } from "./plan-activity.ts";
import { currentRecord } from "../property/current-values.ts";
import type { Decision, PlanContext, PlannedRecord } from "../types.ts";

/** Left once, on all the candidates; completed when one is known. Null: there is nothing to ask, and never was. Throws TemplateStopped. */
export function planHoldTask(rule: ActivityRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord | null {
  const [asked, own] = [planned.get(rule.asks as string), context.lookups[rule.name]];
  const state = context.lookups[rule.asks as string];
  const isOpen = asked?.action === "hold" && state?.state === "several";
  if (own?.state === "missing") return { ...planNewActivity(rule, context), action: "skip", properties: {}, decisions: [], why: own.why };
  if (own?.state === "found")
    return isOpen ? { ...asLeft(rule, context), why: "somebody has been asked already" } : completed(rule, context);
  if (!isOpen) return null;
  return { ...planNewActivity(rule, context), onto: state.candidates.map((id) => ({ object: asked.object, id })) };
}

function asLeft(rule: ActivityRule, context: PlanContext): PlannedRecord {
  const id = currentRecord(context, rule.name)?.id ?? null;
  return { ...emptyRecord(rule, "activity"), action: "unchanged", id };
}

const STATUS = "hs_task_status";

function completed(rule: ActivityRule, context: PlanContext): PlannedRecord {
  const from = currentRecord(context, rule.name)?.properties[STATUS] ?? null;
  if (from === "COMPLETED") return asLeft(rule, context);
  const decision: Decision = {
    property: STATUS,
    to: "COMPLETED",
    from,
    write: "overwrite",
    rule: rule.at,
    fromAuthor: true,
    written: true,
    why: "somebody has chosen",
  };
  return { ...asLeft(rule, context), action: "update", properties: { [STATUS]: "COMPLETED" }, decisions: [decision] };
}
