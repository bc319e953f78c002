import type { Call } from "../call/call.ts";
import { resolvePipeline, resolveStages } from "../hubspot/model/labels.ts";
import { CALCULATED_PHONE, type Lookup } from "../hubspot/model/lookup.ts";
import { isActivity } from "../hubspot/model/objects.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import { toPropertyValue } from "../hubspot/model/property-value.ts";
import type { Condition, CrmRecordRule, Mapping } from "../mapping/compiled-mapping.ts";
import { holds, pathsOf } from "../mapping/conditions.ts";
import { segments } from "../mapping/paths.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import { keysOf } from "./lookup-keys.ts";
import { settingsOf } from "./settings-of.ts";
import { readableNames } from "./readable-names.ts";
import { templateProblem } from "./template-problem.ts";
import type { PlanContext } from "./types.ts";

/** Dates in keys are rare, and "now" in one would never match: no clock is needed here. */
const NO_CLOCK = "1970-01-01T00:00:00.000Z";

/** What to look up for a call, record by record, in writing order; records whose `when` already fails are left out. Pure. */
export function lookupsFor(call: Call, mapping: Mapping, portalSchema: PortalSchema): { lookups: Lookup[] } | { problem: Problem } {
  const settings = settingsOf(mapping, portalSchema, NO_CLOCK);
  const names = readableNames(call, mapping, {});
  const context: PlanContext = {
    call,
    mapping,
    portalSchema,
    lookups: {},
    names,
    before: names,
    texts: names,
    settings,
    planned: new Map(),
    further: new Map(),
  };
  const lookups: Lookup[] = [];
  for (const rule of wanted(context)) {
    const lookup = lookupOf(rule, context);
    if ("problem" in lookup) return lookup;
    lookups.push(lookup);
  }
  return { lookups };
}

/** Without those whose condition fails whatever HubSpot holds, and without those reached through such a one. */
function wanted({ mapping, before, settings }: PlanContext): CrmRecordRule[] {
  const rules = mapping.records.filter((rule): rule is CrmRecordRule => rule.kind === "crm");
  const left = new Set(
    rules
      .filter(
        ({ when }) => when !== null && failsAnyway(when, (one) => !readsRecords(pathsOf(one), mapping) && !holds(one, before, settings)),
      )
      .map(({ name }) => name),
  );
  for (const rule of rules) if (rule.find && left.has(rule.find.through)) left.add(rule.name);
  return rules.filter(({ name }) => !left.has(name));
}

/** Of several that must all hold one that fails is enough, whatever the others ask of HubSpot. */
function failsAnyway(condition: Condition, fails: (one: Condition) => boolean): boolean {
  return condition.kind === "all" ? condition.of.some((one) => failsAnyway(one, fails)) : fails(condition);
}

function lookupOf(rule: CrmRecordRule, context: PlanContext): Lookup | { problem: Problem } {
  const { mapping } = context;
  const found = rule.find ? throughOf(rule, rule.find, context) : { keys: [], why: [], through: null };
  if ("problem" in found) return found;
  const keys = rule.find ? { keys: null, why: [] } : templateProblem(rule.at, () => keysOf(rule, context));
  if ("problem" in keys) return keys;
  return {
    record: rule.name,
    object: rule.object,
    keys: keys.keys?.map(({ at: _, ...key }) => key) ?? null,
    why: rule.find === null && rule.find_by === null ? ["the mapping names nothing to find it by"] : keys.why,
    through: found.through,
    ...onlyIfOf(rule),
    ...(rule.object === "companies" &&
      context.portalSchema.properties["companies"]?.[CALCULATED_PHONE] && { calculatesPhone: true as const }),
    ifSeveral: rule.if_several,
    properties: rule.reads,
    history: rule.set.filter(({ write }) => write === "unless_edited").map(({ property }) => property),
    phoneProperties: mapping.phoneProperties,
    country: mapping.country,
  };
}

/** What the records before it must have come to: all of them must hold, so one that does not spares the search. */
function onlyIfOf({ when }: CrmRecordRule): Pick<Lookup, "onlyIf"> {
  const all = when?.kind === "all" ? when.of : when === null ? [] : [when];
  const onlyIf = all.flatMap((one) => (one.kind === "record" ? [{ record: one.record, is: one.is }] : []));
  return onlyIf.length === 0 ? {} : { onlyIf };
}

function throughOf(
  rule: CrmRecordRule,
  find: NonNullable<CrmRecordRule["find"]>,
  context: PlanContext,
): Pick<Lookup, "through"> | { problem: Problem } {
  const pipeline = find.pipeline === null ? null : resolvePipeline(context.portalSchema, rule.object, find.pipeline);
  if (pipeline === "unknown")
    return {
      problem: problemOf({ code: "no_such_pipeline", object: rule.object, label: find.pipeline as string }),
    };
  const id = pipeline === "unjudged" ? find.pipeline : (pipeline?.id ?? null);
  const stages = stagesOf(rule, find, id, context);
  if (stages !== null && "problem" in stages) return stages;
  const where = find.where.map(({ property, values }) => ({
    property,
    values: values.map((value) => wireOrText(value, rule.object, property, id, context)),
  }));
  return {
    through: { record: find.through, pipeline: id, ...(stages && { stages: stages.ids }), open: find.open, pick: find.pick, where },
  };
}

/** Null: it may be in any. */
function stagesOf(
  { object }: CrmRecordRule,
  { stages }: NonNullable<CrmRecordRule["find"]>,
  pipeline: string | null,
  { portalSchema }: PlanContext,
): { ids: string[] } | { problem: Problem } | null {
  if (stages === undefined) return null;
  const resolved = stages.map((label) => ({ label, found: resolveStages(portalSchema, object, label, pipeline) }));
  const unknown = resolved.find(({ found }) => found === "unknown");
  if (unknown !== undefined) return { problem: problemOf({ code: "no_such_stage", object, label: unknown.label }) };
  return { ids: resolved.flatMap(({ label, found }) => (typeof found === "object" ? found.ids : [label])) };
}

function wireOrText(value: unknown, object: string, property: string, pipeline: string | null, context: PlanContext): string {
  return toPropertyValue(value, { object, property, pipeline }, context).propertyValue ?? String(value);
}

/** Whether a condition or template can only be judged once the records are known. */
export function readsRecords(paths: string[], mapping: Mapping): boolean {
  return paths.some((path) => isRecordPath(path, mapping));
}

function isRecordPath(path: string, mapping: Mapping): boolean {
  const root = segments(path)[0];
  return mapping.records.some((record) => record.name === root && !isActivity(record.object));
}
