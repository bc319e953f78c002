import { asText } from "../../html/show-value.ts";
import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { resolvePipeline, resolveStage } from "../../hubspot/model/labels.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "../../hubspot/model/objects.ts";
import type { CrmRecordRule, SetRule } from "../../mapping/compiled-mapping.ts";
import { holds } from "../../mapping/conditions.ts";
import { evaluate } from "../../mapping/evaluate.ts";
import type { PlanContext } from "../types.ts";

/** The pipeline (its id) that the record stands in, or will: stages are looked for there. Throws TemplateStopped. */
export function pipelineOf(rule: CrmRecordRule, record: CurrentRecord | null, context: PlanContext): string | null {
  const { object } = rule;
  if (!hasPipelines(object) && !context.portalSchema.pipelines[object]) return null;
  const property = pipelineProperty(object);
  const wanted = pipelineNamed(rule, context) ?? record?.properties[property] ?? rule.find?.pipeline ?? null;
  if (wanted === null) return record === null ? pipelineOfNew(rule, context) : null;
  const resolved = resolvePipeline(context.portalSchema, object, wanted);
  return typeof resolved === "object" ? resolved.id : wanted;
}

/** By the rule's own `set`; what a call says and the portal has not is left out, and counts as nothing. */
function pipelineNamed(rule: CrmRecordRule, context: PlanContext): string | null {
  const set = rule.set.find((one) => one.property === pipelineProperty(rule.object) && isMet(one, context));
  const value = set ? evaluate(set, context) : null;
  if (value === null || !("value" in value)) return null;
  const text = asText(value.value);
  return value.fromAuthor || resolvePipeline(context.portalSchema, rule.object, text) !== "unknown" ? text : null;
}

/** HubSpot's own ids of the pipelines that every portal begins with: of deals, and of tickets. */
const DEFAULTS = new Set(["default", "0"]);

/** HubSpot's default pipeline; another one only where the stage that the mapping names stands in no other. */
function pipelineOfNew({ object, set }: CrmRecordRule, context: PlanContext): string | null {
  const pipelines = (context.portalSchema.pipelines[object] ?? []).toSorted(
    (a, b) => Number(DEFAULTS.has(b.id)) - Number(DEFAULTS.has(a.id)),
  );
  const rule = set.find((one) => one.property === stageProperty(object) && isMet(one, context));
  const value = rule ? evaluate(rule, context) : null;
  const stage = value && "value" in value ? asText(value.value) : null;
  const home =
    stage === null ? undefined : pipelines.find(({ id }) => typeof resolveStage(context.portalSchema, object, stage, id) === "object");
  return (home ?? pipelines[0])?.id ?? null;
}

const isMet = ({ when }: SetRule, { before, settings }: PlanContext): boolean => holds(when ?? null, before, settings);
