import { emptyRecord } from "./empty-record.ts";
import type { LookupResult } from "../hubspot/model/current-record.ts";
import type { CrmRecordRule } from "../mapping/compiled-mapping.ts";
import { holds } from "../mapping/conditions.ts";
import { whyNot } from "../mapping/explain-condition.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import { labelsFor } from "./association-labels.ts";
import { keysOf } from "./lookup-keys.ts";
import { newRecord, sent } from "./new-record.ts";
import { decideAll } from "./property/decide.ts";
import type { PlanContext, PlannedRecord } from "./types.ts";

/** What becomes of a contact, company, deal, ticket or custom object. `planned`: the records before it. Throws TemplateStopped. */
export function planCrm(rule: CrmRecordRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord {
  const record = emptyRecord(rule, "crm");
  if (!holds(rule.when, context.before, context.settings))
    return { ...record, action: "skip", why: whyNot(rule.when, context.before, context.settings) };
  const through = rule.find ? planned.get(rule.find.through) : undefined;
  if (through?.action === "hold") return { ...record, action: "hold", why: `it waits for ${through.name}`, problem: through.problem };
  if (through?.action === "skip") return { ...record, action: "skip", why: `there is no ${through.name} to find it through` };
  const held = context.lookups[rule.name];
  // What was not looked up may well be there: taken for missing, it would be created twice.
  if (held === undefined)
    return { ...record, action: "hold", why: "it was not looked up", problem: problemOf({ code: "hit_a_bug", record: rule.name }) };
  if (held.state === "several") return { ...record, action: "hold", why: held.why, problem: severalProblem(rule, held.candidates.length) };
  const values = { ...context, names: context.texts };
  const written = held.state === "found" ? update(rule, held.record, record, values) : missing(rule, held.why, record, values);
  return labelled(rule, written, context);
}

function labelled(rule: CrmRecordRule, record: PlannedRecord, context: PlanContext): PlannedRecord {
  if (rule.labels === undefined || record.action === "skip" || record.action === "hold") return record;
  const { labels, problem, warnings } = labelsFor(rule, context);
  if (problem !== null) return { ...record, action: "hold", problem, lacks: true };
  return { ...record, labels, warnings: [...record.warnings, ...warnings] };
}

function severalProblem({ name, object, find }: CrmRecordRule, count: number): Problem {
  return problemOf({ code: find ? "several_fit" : "several_match", record: name, object, count });
}

function update(
  rule: CrmRecordRule,
  held: Extract<LookupResult, { state: "found" }>["record"],
  record: PlannedRecord,
  context: PlanContext,
): PlannedRecord {
  const { problem, ...decided } = decideAll(rule, held, context);
  if (problem) return { ...record, ...decided, id: held.id, action: "hold", problem };
  const properties = sent(decided.decisions);
  return { ...record, ...decided, id: held.id, action: Object.keys(properties).length > 0 ? "update" : "unchanged", properties };
}

function missing(rule: CrmRecordRule, why: string, record: PlannedRecord, context: PlanContext): PlannedRecord {
  if (rule.if_missing === "skip") return { ...record, action: "skip", why: `there is none (${why})` };
  const found = keysOf(rule, context);
  if (rule.find_by && found.keys.length === 0)
    return { ...record, action: "skip", why: `nothing to know it by: ${found.why.join("; ") || why}` };
  return newRecord(rule, found, record, context);
}
