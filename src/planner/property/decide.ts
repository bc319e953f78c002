import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { type Misfit, mayExistByNow, misfitProblem, misfitWarning } from "../../hubspot/model/misfit.ts";
import { toPropertyValue } from "../../hubspot/model/property-value.ts";
import { SAME_VALUE } from "../../hubspot/model/same-value.ts";
import type { RecordRule, SetRule } from "../../mapping/compiled-mapping.ts";
import { holds } from "../../mapping/conditions.ts";
import { type Value, evaluate } from "../../mapping/evaluate.ts";
import { whyNot } from "../../mapping/explain-condition.ts";
import { type Problem, type Warning, warningOf } from "../../problem/problem.ts";
import type { Decision, PlanContext } from "../types.ts";
import { appended } from "./append.ts";
import type { Change } from "./change.ts";
import { hasPlaceholder } from "./current-values.ts";
import { whatGoesBefore, standsAlready } from "./precedence.ts";
import { pipelineOf } from "./record-pipeline.ts";
import { unreadMisfit } from "./unread-format.ts";

export interface Decided {
  decisions: Decision[];
  /** What the mapping's author wrote and HubSpot does not take: the record waits until someone mends it. */
  problem: Problem | null;
  /** What came with the call and HubSpot does not take. */
  warnings: Warning[];
  /** Something was left out or held because the portal's schema, as it is given, lacks it. */
  lacks: boolean;
}

/** What becomes of every rule in a record's `set`. Throws TemplateStopped. */
export function decideAll(rule: RecordRule, record: CurrentRecord | null, context: PlanContext): Decided {
  const decided: Decided = { decisions: [], problem: null, warnings: [], lacks: false };
  const pipeline = rule.kind === "crm" ? pipelineOf(rule, record, context) : null;
  for (const set of rule.set) {
    const one = decide(set, rule, pipeline, record, context);
    decided.problem ??= one.problem ?? null;
    decided.decisions.push(...(one.decision ? [one.decision] : []));
    decided.warnings.push(...(one.warnings ?? []));
    decided.lacks ||= one.lacks === true || isUnknown(set, rule, context);
  }
  return decided;
}

interface DecidedOne {
  decision?: Decision;
  problem?: Problem;
  warnings?: Warning[];
  lacks?: boolean;
}

/** The portal's properties are known, and this is not one of them. */
function isUnknown({ property }: SetRule, { object }: RecordRule, { portalSchema }: PlanContext): boolean {
  const known = portalSchema.properties[object];
  return known !== undefined && Object.keys(known).length > 0 && known[property] === undefined;
}

type Base = Pick<Decision, "property" | "from" | "write" | "rule" | "fromAuthor">;

function decide(set: SetRule, rule: RecordRule, pipeline: string | null, record: CurrentRecord | null, context: PlanContext): DecidedOne {
  const unmet = whyLeft(set, context);
  const from = record?.properties[set.property] ?? null;
  if (unmet !== null)
    return { decision: asItStands({ property: set.property, from, write: set.write, rule: set.at, fromAuthor: true }, unmet) };
  const value = evaluate(set, context, context.portalSchema.properties[rule.object]?.[set.property]?.options);
  const fromAuthor = ("value" in value && value.fromAuthor) || set.write === "clear";
  const base: Base = { property: set.property, from, write: set.write, rule: set.at, fromAuthor };
  if (!("value" in value)) {
    const unread = "blank" in value ? unreadMisfit(set, value, rule.object, context) : null;
    return {
      decision: "blank" in value && unread !== null ? asItStands(base, value.blank) : blank(set, value, rule, record, context, base),
      warnings: unread === null ? [] : [warningOf(misfitWarning(unread), place(rule, set))],
    };
  }
  const { propertyValue, misfit } = toPropertyValue(value.value, { object: rule.object, property: set.property, pipeline }, context);
  const lacks = misfit !== null && mayExistByNow(misfit);
  // A deal that is there may stand in a pipeline that the mapping does not speak of: its stage stays.
  const isElsewhere = misfit?.expected === "stage_here" && record !== null && fromAuthor;
  if (misfit !== null && fromAuthor && !isElsewhere) return { problem: misfitProblem(misfit), lacks };
  const warnings = misfit === null || isElsewhere ? [] : [warningOf(misfitWarning(misfit), place(rule, set))];
  if (propertyValue === null) return { decision: leftOut(base, misfit as Misfit), warnings, lacks };
  const decision = fitting(set, rule, propertyValue, record, context, base);
  return { decision, warnings: [...warnings, ...fullLog(decision, rule, set)], lacks };
}

/** Why its own `when` leaves a property as it is; null: it is to be written. */
function whyLeft({ when }: SetRule, { before, settings }: PlanContext): string | null {
  return holds(when ?? null, before, settings) ? null : whyNot(when ?? null, before, settings);
}

const place = ({ name }: RecordRule, { property, at }: SetRule) => ({ record: name, property, rule: at });

const WHY_LEFT_OUT: Partial<Record<Misfit["expected"], string>> = {
  option: "not one of HubSpot's options for it",
  owner: "not one of HubSpot's owners",
  pipeline: "not one of HubSpot's pipelines",
  stage: "not one of HubSpot's stages",
  stage_here: "a stage of another pipeline than the record's",
};

function leftOut(base: Base, { expected }: Misfit): Decision {
  return asItStands(base, WHY_LEFT_OUT[expected] ?? "it does not fit the property");
}

const asItStands = (base: Base, why: string): Decision => ({ ...base, to: null, written: false, why });

function fullLog({ linesLost: lines }: Decision, rule: RecordRule, set: SetRule): Warning[] {
  return lines === undefined ? [] : [warningOf({ code: "oldest_lines_dropped", lines }, place(rule, set))];
}

function fitting(set: SetRule, rule: RecordRule, to: string, record: CurrentRecord | null, context: PlanContext, base: Base): Decision {
  if (to === "") return { ...base, to: null, written: false, why: "blank" };
  if (record !== null) return changed(changeOf(set, rule, to, record, context), base, null);
  const isReadOnly = context.portalSchema.properties[rule.object]?.[set.property]?.readOnly === true;
  return { ...base, to, written: !isReadOnly, why: isReadOnly ? "HubSpot lets nobody write this property" : null };
}

function blank(
  set: SetRule,
  value: Exclude<Value, { value: unknown }>,
  rule: RecordRule,
  record: CurrentRecord | null,
  context: PlanContext,
  base: Base,
): Decision {
  if ("keep" in value) return asItStands(base, value.keep);
  if (set.blank !== "clear") return asItStands(base, value.blank);
  if (record === null || (base.from ?? "") === "") return asItStands(base, "empty already");
  // Of the write modes only the one that guards people's edits says anything of emptying.
  const write = set.write === "unless_edited" ? "unless_edited" : "overwrite";
  return changed({ ...changeOf(set, rule, "", record, context), write, readsItself: false }, base, "cleared");
}

function changed(change: Change, base: Base, why: string | null): Decision {
  const before = whatGoesBefore(change);
  if (before !== null) return { ...base, to: change.to, written: false, why: before };
  const line = change.write === "append" ? appended(change) : null;
  const sent = line?.value ?? change.to;
  if (standsAlready(sent, change)) return { ...base, to: change.to, written: false, ...SAME_VALUE };
  return {
    ...base,
    to: sent,
    written: true,
    why,
    ...(line !== null && { added: change.to }),
    ...(line !== null && line.linesLost > 0 && { linesLost: line.linesLost }),
  };
}

function changeOf(set: SetRule, rule: RecordRule, to: string, record: CurrentRecord, context: PlanContext): Change {
  const { property, write, readsItself } = set;
  const { country } = context.settings;
  const isName = rule.object === "contacts" && property === "firstname";
  return {
    object: rule.object,
    property,
    to,
    from: record.properties[property] ?? null,
    write,
    readsItself,
    ownWrite: record.ownWrites?.[property] ?? null,
    isOwnWriteErased: record.erased?.includes(property) === true,
    laterCall: record.laterWrites?.[property] ?? null,
    edit: record.edits?.[property] ?? null,
    endedAt: context.call.endedAt,
    isPlaceholder: isName && hasPlaceholder(record, context.call.customerPhone, country),
    beside: rule.object === "contacts" && property === "phone" ? (record.properties["mobilephone"] ?? null) : null,
    definition: context.portalSchema.properties[rule.object]?.[property],
    portalSchema: context.portalSchema,
    country,
  };
}
