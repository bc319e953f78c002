import type { ActivityRule, Source } from "./mapping.ts";
import type { Decision, PlannedRecord } from "./plan.ts";
import { planNewActivity } from "./plan-activity.ts";
import type { PlanContext } from "./plan-context.ts";
import { heldRecord } from "./held-values.ts";

const BODY =
  "<p>Several contacts match this call, so it is not written yet. Choose one of them in the connector, or merge them here and replay the call: " +
  "it is then written there, and so are the next calls.</p>";

/** The task that asks which of several records is meant. */
export function questionTask(record: string, subject: Source, at: string): ActivityRule {
  const set = {
    property: "hs_task_subject",
    source: subject,
    format: null,
    map: null,
    otherwise: null,
    write: "overwrite",
    blank: "keep",
    at,
  } as const;
  const task = { name: `${record}_hold_task`, object: "tasks", kind: "activity", at, when: null } as const;
  return { ...task, set: [set], body: { template: BODY, at }, timestamp: null, owner: null, on: [], rollUp: null, asks: record };
}

/** Left once, on all the candidates; completed when one is known. Null: there is nothing to ask, and never was. Throws TemplateStopped. */
export function planQuestion(rule: ActivityRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord | null {
  const [asked, own] = [planned.get(rule.asks as string), context.held[rule.name]];
  const state = context.held[rule.asks as string];
  const isOpen = asked?.action === "hold" && state?.state === "several";
  if (own?.state === "missing") return { ...planNewActivity(rule, context), action: "skip", properties: {}, decisions: [], why: own.why };
  if (own?.state === "found")
    return isOpen ? { ...asLeft(rule, context), why: "somebody has been asked already" } : completed(rule, context);
  if (!isOpen) return null;
  return { ...planNewActivity(rule, context), onto: state.candidates.map((id) => ({ object: asked.object, id })) };
}

function asLeft(rule: ActivityRule, context: PlanContext): PlannedRecord {
  const id = heldRecord(context, rule.name)?.id ?? null;
  return {
    name: rule.name,
    object: rule.object,
    kind: "activity",
    action: "unchanged",
    id,
    properties: {},
    decisions: [],
    on: [],
    why: null,
    problem: null,
  };
}

const STATUS = "hs_task_status";

function completed(rule: ActivityRule, context: PlanContext): PlannedRecord {
  const from = heldRecord(context, rule.name)?.properties[STATUS] ?? null;
  if (from === "COMPLETED") return asLeft(rule, context);
  const decision: Decision = {
    property: STATUS,
    to: "COMPLETED",
    from,
    write: "overwrite",
    rule: rule.at,
    written: true,
    why: "somebody has chosen",
  };
  return { ...asLeft(rule, context), action: "update", properties: { [STATUS]: "COMPLETED" }, decisions: [decision] };
}
