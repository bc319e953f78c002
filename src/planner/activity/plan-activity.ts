import { bodyProperty } from "../../hubspot/model/objects.ts";
import { emptyRecord } from "../empty-record.ts";
import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { SAME_VALUE, sameValue } from "../../hubspot/model/same-value.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { holds } from "../../mapping/conditions.ts";
import { whyNot } from "../../mapping/explain-condition.ts";
import type { Warning } from "../../problem/problem.ts";
import { bodyOf } from "./body.ts";
import { activityDefaults, isSetOnce } from "./defaults.ts";
import { type ActivityOwner, ownerOf } from "./owner.ts";
import { timeOf } from "./time.ts";
import { labelsFor } from "../association-labels.ts";
import { associationTargets } from "../associations.ts";
import { sent } from "../new-record.ts";
import { currentRecord } from "../property/current-values.ts";
import { decideAll } from "../property/decide.ts";
import type { Decision, PlanContext, PlannedRecord } from "../types.ts";

/** What becomes of a note, call or task. `planned`: the records of the same call. Throws TemplateStopped. */
export function planActivity(rule: ActivityRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord {
  const record = emptyRecord(rule, "activity");
  const held = context.lookups[rule.name];
  if (!holds(rule.when, context.before, context.settings))
    return { ...record, action: "skip", why: whyNot(rule.when, context.before, context.settings) };
  // Told of an activity only when it was written before: somebody has deleted it since.
  if (held?.state === "missing") return { ...record, action: "skip", why: held.why };
  const { on, waitsFor, without } = associationTargets(rule, planned);
  if (waitsFor) return { ...record, action: "hold", on, why: `it waits for ${waitsFor.name}`, problem: waitsFor.problem };
  if (without !== null && held === undefined) return { ...record, action: "skip", why: without };
  return write(rule, { ...record, on }, { ...context, names: context.texts });
}

/** An activity that is associated with none of the call's own records. Throws TemplateStopped. */
export function planNewActivity(rule: ActivityRule, context: PlanContext): PlannedRecord {
  return write(rule, emptyRecord(rule, "activity"), context);
}

function write(rule: ActivityRule, record: PlannedRecord, context: PlanContext): PlannedRecord {
  const [owner, { labels, ...labelled }] = [ownerOf(rule, context), labelsFor(rule, context)];
  const amiss = owner.problem ?? labelled.problem;
  if (amiss) return { ...record, action: "hold", problem: amiss, lacks: true };
  const held = currentRecord(context, rule.name);
  const { decisions, problem, ...decided } = decideAll(rule, held, context);
  if (problem) return { ...record, ...decided, action: "hold", decisions, problem };
  const set = new Set(decisions.filter(({ to, stands }) => to !== null || stands === true).map(({ property }) => property));
  const begins = decisions.find(({ property, written }) => property === "hs_meeting_start_time" && written)?.to ?? null;
  const { values, warnings } = ownValues(rule, owner, begins, context);
  const own = values.filter(({ property }) => !set.has(property));
  const all = [
    ...own.map((value) => ownDecision(rule, value, context)),
    ...decisions.filter(({ property }) => set.has(property) || !own.some((one) => one.property === property)),
  ];
  const settled =
    held === null
      ? all
      : all.map((decision) =>
          isSetOnce(rule.object, decision.property) && !mayMove(rule, decision, held) ? leftAlone(decision) : decision,
        );
  const properties = sent(settled);
  const planned: PlannedRecord = {
    ...record,
    decisions: settled,
    properties,
    ...(rule.labels && { labels }),
    warnings: [...decided.warnings, ...labelled.warnings, ...warnings.filter(({ property }) => !set.has(property as string))],
    lacks: decided.lacks || owner.warning !== null,
    ...(owner.turns && !set.has("hubspot_owner_id") && held === null && { turns: owner.turns }),
  };
  if (held === null) return planned;
  return { ...planned, id: held.id, action: Object.keys(properties).length > 0 ? "update" : "unchanged" };
}

/** What a mapping says may only rise, later attempts may raise, as long as nobody has finished the task. */
function mayMove(rule: ActivityRule, { property, from, to, write: mode }: Decision, held: CurrentRecord): boolean {
  if (rule.rollUp === null || held.properties["hs_task_status"] === "COMPLETED") return false;
  if (property === "hs_timestamp" && rule.movesLater === true) return Date.parse(to ?? "") > Date.parse(from ?? "");
  return mode === "forward" || mode === "larger";
}

function leftAlone(decision: Decision): Decision {
  return decision.written ? { ...decision, written: false, why: "set once: whoever works with it may have changed it" } : decision;
}

interface OwnValue {
  property: string;
  to: string;
  at: string;
  why: string | null;
  fromAuthor: boolean;
}

/** Body, time, owner and the defaults of the kind; and what of them does not fit. `begins`: when a meeting does, where a rule says so. */
function ownValues(
  rule: ActivityRule,
  owner: ActivityOwner,
  begins: string | null,
  context: PlanContext,
): { values: OwnValue[]; warnings: Warning[] } {
  const [time, body] = [timeOf(rule, context), bodyOf(rule, context)];
  const at = begins ?? time.at;
  const isKnown = begins !== null || time.warning === null;
  const values: OwnValue[] = [{ property: "hs_timestamp", to: inOrder(rule, at), at: rule.at, why: time.why, fromAuthor: true }];
  for (const [property, to] of Object.entries(activityDefaults(rule.object, { at, isKnown }, context)))
    if (to !== null) values.push({ property, to, at: rule.at, why: null, fromAuthor: false });
  if (owner.id !== null) values.push({ property: "hubspot_owner_id", to: owner.id, at: rule.at, why: null, fromAuthor: owner.fromAuthor });
  values.push({ property: bodyProperty(rule.object), to: body.html, at: rule.body?.at ?? rule.at, why: null, fromAuthor: true });
  return { values, warnings: [time.warning, owner.warning, body.warning].filter((warning) => warning !== null) };
}

/** HubSpot shows the latest on top: a second earlier each, further notes stand below the first in their order. */
function inOrder({ continues }: ActivityRule, at: string): string {
  return continues === undefined ? at : new Date(Date.parse(at) - (continues.part - 1) * 1000).toISOString();
}

function ownDecision(rule: ActivityRule, { property, to, at, why, fromAuthor }: OwnValue, context: PlanContext): Decision {
  const held = currentRecord(context, rule.name);
  const from = held?.properties[property] ?? null;
  const definition = context.portalSchema.properties[rule.object]?.[property];
  const kind = {
    property,
    definition: definition && property === bodyProperty(rule.object) ? undefined : definition,
    country: context.settings.country,
  };
  const isSame = held !== null && sameValue(from, to, kind);
  return { property, to, from, write: "overwrite", rule: at, fromAuthor, written: !isSame, ...(isSame ? SAME_VALUE : { why }) };
}
