import type { Call } from "../call.ts";
import type { Problem } from "../problem.ts";
import { parentsOf } from "./hang-on.ts";
import { recordNames } from "./held-values.ts";
import type { Mapping, RecordRule, WriteMode } from "./mapping.ts";
import { planActivity } from "./plan-activity.ts";
import type { PlanContext } from "./plan-context.ts";
import { planCrm } from "./plan-crm.ts";
import { planQuestion } from "./plan-question.ts";
import type { Held, Vocabulary } from "./portal-view.ts";
import { readableNames } from "./readable-names.ts";
import { templateProblem } from "./template-problem.ts";

/** What becomes of one property. */
export interface Decision {
  property: string;
  /** The value HubSpot would hold afterwards (its wire format); null when the value came out blank. */
  to: string | null;
  from: string | null;
  write: WriteMode;
  /** `otonistark.yaml:41` */
  rule: string;
  /** The line of it that `append` adds. */
  added?: string;
  /** True when it is sent. */
  written: boolean;
  /** Why it is not sent ("same value", "already filled", "a later stage already", "call 12 is newer"), or why it is noteworthy. */
  why: string | null;
}

/** What becomes of one record. */
export interface PlannedRecord {
  name: string;
  object: string;
  kind: "crm" | "activity";
  /** `unchanged`: found, nothing to send. `skip`: not written, `why` says why. `hold`: `problem` says what a person must do. */
  action: "create" | "update" | "unchanged" | "skip" | "hold";
  id: string | null;
  /** What would be sent: HubSpot property names and wire values. */
  properties: Record<string, string>;
  decisions: Decision[];
  /** Names of the records it is associated with (an activity), or is created under (a new deal: contact, company). */
  on: string[];
  /** Found records besides, which are none of this call's own: those that a task asks to choose from. */
  onto?: { object: string; id: string }[];
  why: string | null;
  problem: Problem | null;
}

export interface Plan {
  mapping: string;
  records: PlannedRecord[];
}

/** What planning reads. */
export interface PlanInput {
  call: Call;
  mapping: Mapping;
  held: Record<string, Held>;
  vocabulary: Vocabulary;
  /** ISO 8601. */
  now: string;
}

/**
 * The writes a call should cause. Pure: the preview, the examples and the delivery all call this one function.
 * A template that breaks its limits yields `problem`: that call is held, nothing else.
 */
export function planCall(input: PlanInput): { plan: Plan } | { problem: Problem } {
  const { mapping } = input;
  const context = contextOf(input);
  const { planned } = context;
  for (const rule of mapping.records) {
    const record = templateProblem(`${rule.name} (${rule.at})`, () => planRecord(rule, planned, context));
    if (record === null) continue;
    if ("problem" in record && !("name" in record)) return record;
    planned.set(rule.name, record);
  }
  for (const rule of mapping.records) {
    const record = planned.get(rule.name);
    if (rule.kind === "crm" && record) record.on = parentsOf(rule, record, planned);
  }
  return { plan: { mapping: mapping.name, records: [...planned.values()] } };
}

function contextOf({ call, mapping, held, vocabulary, now }: PlanInput): PlanContext {
  const names = readableNames(call, mapping, recordNames(mapping, held, vocabulary, call.customerPhone));
  return {
    call,
    mapping,
    held,
    vocabulary,
    names,
    settings: { country: mapping.country, timezone: mapping.timezone, now },
    planned: new Map(),
  };
}

function planRecord(rule: RecordRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord | null {
  if (rule.kind === "activity" && rule.asks !== undefined) return planQuestion(rule, planned, context);
  return rule.kind === "crm" ? planCrm(rule, planned, context) : planActivity(rule, planned, context);
}
