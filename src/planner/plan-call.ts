import { stateOf } from "../hubspot/model/current-record.ts";
import type { RecordRule } from "../mapping/compiled-mapping.ts";
import type { Problem } from "../problem/problem.ts";
import { associatedWith } from "./associations.ts";
import { planActivity } from "./activity/plan-activity.ts";
import { planCrm } from "./plan-crm.ts";
import { planFurtherNote } from "./activity/plan-further-note.ts";
import { planHoldTask } from "./activity/plan-hold-task.ts";
import { recordNames } from "./property/current-values.ts";
import { recordsAfter } from "./property/values-after.ts";
import { settingsOf } from "./settings-of.ts";
import { readableNames, withRecords } from "./readable-names.ts";
import { templateProblem } from "./template-problem.ts";
import type { Plan, PlanContext, PlanInput, PlannedRecord } from "./types.ts";

/**
 * The writes a call should cause. Pure: the preview, the examples and the delivery all call this one function.
 * A template that breaks its limits yields `problem`: that call is held, nothing else.
 */
export function planCall(input: PlanInput): { plan: Plan } | { problem: Problem } {
  const { mapping } = input;
  const context = contextOf(input);
  const { planned } = context;
  // Most mappings read nothing of a record in their texts.
  const readsRecords = mapping.records.some(
    ({ kind, name }) => kind === "crm" && mapping.names.some((path) => path === name || path.startsWith(`${name}.`)),
  );
  for (const rule of mapping.records) {
    const record = templateProblem(`${rule.name} (${rule.at})`, () => planRecord(rule, planned, context));
    if (record === null) continue;
    if ("problem" in record && !("name" in record)) return record;
    planned.set(rule.name, record);
    if (rule.kind === "crm" && readsRecords) context.texts = withRecords(context.names, recordsAfter(context));
  }
  for (const rule of mapping.records) {
    const record = planned.get(rule.name);
    if (rule.kind === "crm" && record) record.on = associatedWith(rule, record, planned);
  }
  const records = [...planned.values()];
  return { plan: { mapping: mapping.name, records, lacks: records.some(({ lacks }) => lacks) } };
}

function contextOf({ call, mapping, lookups, portalSchema, now }: PlanInput): PlanContext {
  const names = readableNames(call, mapping, recordNames(mapping, lookups, portalSchema, call.customerPhone));
  return {
    call,
    mapping,
    lookups,
    portalSchema,
    names,
    before: names,
    texts: names,
    settings: {
      ...settingsOf(mapping, portalSchema, now),
      saidAt: Date.parse(call.endedAt),
      stateOf: (record) => stateOf(lookups[record]),
    },
    planned: new Map(),
    further: new Map(),
  };
}

function planRecord(rule: RecordRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord | null {
  if (rule.kind === "activity" && rule.asks !== undefined) return planHoldTask(rule, planned, context);
  if (rule.kind === "activity" && rule.continues !== undefined) return planFurtherNote(rule, rule.continues, planned, context);
  return rule.kind === "crm" ? planCrm(rule, planned, context) : planActivity(rule, planned, context);
}
