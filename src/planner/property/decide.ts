import { asText } from "../../html/show-value.ts";
import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { resolvePipeline, resolveStage } from "../../hubspot/model/labels.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "../../hubspot/model/objects.ts";
import { toPropertyValue } from "../../hubspot/model/property-value.ts";
import type { CrmRecordRule, RecordRule, SetRule } from "../../mapping/compiled-mapping.ts";
import { type Value, evaluate } from "../../mapping/evaluate.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Decision, PlanContext } from "../types.ts";
import { hasPlaceholder } from "./current-values.ts";
import { takesPrecedence } from "./precedence.ts";
import { applyWriteMode } from "./write-modes.ts";

export interface Decided {
  decisions: Decision[];
  /** A label that the portal does not have: the record waits until someone mends it. */
  problem: Problem | null;
}

/** What becomes of every rule in a record's `set`. Throws TemplateStopped. */
export function decideAll(rule: RecordRule, record: CurrentRecord | null, context: PlanContext): Decided {
  const decided: Decided = { decisions: [], problem: null };
  const pipeline = rule.kind === "crm" ? pipelineOf(rule, record, context) : null;
  for (const set of rule.set) {
    const decision = decide(set, rule, pipeline, record, context);
    if ("problem" in decision) decided.problem ??= decision.problem;
    else decided.decisions.push(decision);
  }
  return decided;
}

/** Where the record stands, or will: stages are looked for there. */
export function pipelineOf(rule: CrmRecordRule, record: CurrentRecord | null, context: PlanContext): string | null {
  const { object } = rule;
  if (!hasPipelines(object) && !context.portalSchema.pipelines[object]) return null;
  const property = pipelineProperty(object);
  const set = rule.set.find((one) => one.property === property);
  const value = set ? evaluate(set, context) : null;
  const wanted = value && "value" in value ? asText(value.value) : (record?.properties[property] ?? rule.find?.pipeline ?? null);
  if (wanted === null) return record === null ? pipelineOfNew(rule, context) : null;
  const resolved = resolvePipeline(context.portalSchema, object, wanted);
  return typeof resolved === "object" ? resolved.id : wanted;
}

/** HubSpot's default pipeline; another one only where the stage that the mapping names stands in no other. */
function pipelineOfNew({ object, set }: CrmRecordRule, context: PlanContext): string | null {
  const pipelines = (context.portalSchema.pipelines[object] ?? []).toSorted(
    (a, b) => Number(b.id === "default") - Number(a.id === "default"),
  );
  const rule = set.find(({ property }) => property === stageProperty(object));
  const value = rule ? evaluate(rule, context) : null;
  const stage = value && "value" in value ? asText(value.value) : null;
  const home =
    stage === null ? undefined : pipelines.find(({ id }) => typeof resolveStage(context.portalSchema, object, stage, id) === "object");
  return (home ?? pipelines[0])?.id ?? null;
}

function decide(
  set: SetRule,
  rule: RecordRule,
  pipeline: string | null,
  record: CurrentRecord | null,
  context: PlanContext,
): Decision | { problem: Problem } {
  const { object } = rule;
  const from = record?.properties[set.property] ?? null;
  const base = { property: set.property, from, write: set.write, rule: set.at };
  const not = (to: string | null, why: string): Decision => ({ ...base, to, written: false, why });
  const value = evaluate(set, context);
  if (!("value" in value)) return blank(set, value, record, context, base);
  const propertyValue = toPropertyValue(value.value, value.own, { object, property: set.property, pipeline }, context);
  if ("problem" in propertyValue) return propertyValue;
  if ("not" in propertyValue) return not(null, propertyValue.not);
  if (propertyValue.propertyValue === "") return not(null, "blank");
  if (context.portalSchema.properties[object]?.[set.property]?.readOnly)
    return not(propertyValue.propertyValue, "HubSpot lets nobody write this property");
  if (record === null) return { ...base, to: propertyValue.propertyValue, written: true, why: null };
  return change(set, rule, propertyValue.propertyValue, record, context, base);
}

type Base = Pick<Decision, "property" | "from" | "write" | "rule">;

function blank(
  set: SetRule,
  value: Exclude<Value, { value: unknown }>,
  record: CurrentRecord | null,
  context: PlanContext,
  base: Base,
): Decision {
  if ("keep" in value) return { ...base, to: null, written: false, why: value.keep };
  if (set.blank !== "clear") return { ...base, to: null, written: false, why: value.blank };
  const newer = record?.newer?.[set.property];
  const edit = set.write === "unless_edited" ? record?.edits?.[set.property] : undefined;
  if ((base.from ?? "") === "") return { ...base, to: null, written: false, why: "empty already" };
  if (newer !== undefined) return { ...base, to: "", written: false, why: `call ${newer} is newer` };
  if (edit && (edit.byPerson || Date.parse(edit.at) > Date.parse(context.call.endedAt)))
    return { ...base, to: "", written: false, why: "a person changed it in HubSpot" };
  return { ...base, to: "", written: true, why: "cleared" };
}

function change(set: SetRule, rule: RecordRule, to: string, record: CurrentRecord, context: PlanContext, base: Base): Decision {
  const { property } = set;
  const { object } = rule;
  const definition = context.portalSchema.properties[object]?.[property];
  const why = takesPrecedence(set, rule, to, record, { property, definition, country: context.settings.country });
  if (why !== null) return { ...base, to, written: false, why };
  const verdict = applyWriteMode(set.write, {
    object,
    property,
    to,
    from: base.from,
    endedAt: context.call.endedAt,
    portalSchema: context.portalSchema,
    country: context.settings.country,
    ownWrites: record.ownWrites?.[property] ?? null,
    isPlaceholder:
      object === "contacts" && property === "firstname" && hasPlaceholder(record, context.call.customerPhone, context.settings.country),
    edit: record.edits?.[property] ?? null,
    definition,
  });
  if ("why" in verdict) return { ...base, to, written: false, why: verdict.why };
  return { ...base, to: verdict.send, written: true, why: null, ...(verdict.added !== undefined && { added: verdict.added }) };
}
