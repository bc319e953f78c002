import { resolveOwner } from "../hubspot/model/labels.ts";
import { bodyProperty } from "../hubspot/model/objects.ts";
import { unknownLabel } from "../hubspot/model/property-value.ts";
import { SAME_VALUE, sameValue } from "../hubspot/model/same-value.ts";
import type { ActivityRule } from "../mapping/compiled-mapping.ts";
import { holds } from "../mapping/conditions.ts";
import { readSource } from "../mapping/evaluate.ts";
import { whyNot } from "../mapping/explain-condition.ts";
import { isBlank } from "../mapping/paths.ts";
import { isTemplate, renderText } from "../mapping/template/render.ts";
import { momentIn, readDate } from "../normalize/date.ts";
import type { Problem } from "../problem/problem.ts";
import { bodyOf } from "./activity-body.ts";
import { activityDefaults, isSetOnce } from "./activity-defaults.ts";
import { associationTargets } from "./associations.ts";
import { currentRecord } from "./property/current-values.ts";
import { decideAll } from "./property/decide.ts";
import type { Decision, PlanContext, PlannedRecord } from "./types.ts";

/** What becomes of a note, call or task. `planned`: the records of the same call. Throws TemplateStopped. */
export function planActivity(rule: ActivityRule, planned: Map<string, PlannedRecord>, context: PlanContext): PlannedRecord {
  const record = empty(rule);
  const held = context.held[rule.name];
  if (!holds(rule.when, context.names)) return { ...record, action: "skip", why: whyNot(rule.when, context.names) };
  // Told of an activity only when it was written before: somebody has deleted it since.
  if (held?.state === "missing") return { ...record, action: "skip", why: held.why };
  const { on, waitsFor, without } = associationTargets(rule, planned);
  if (waitsFor) return { ...record, action: "hold", on, why: `it waits for ${waitsFor.name}`, problem: waitsFor.problem };
  if (without !== null && held === undefined) return { ...record, action: "skip", why: without };
  return write(rule, { ...record, on }, context);
}

function empty({ name, object }: ActivityRule): PlannedRecord {
  return { name, object, kind: "activity", action: "create", id: null, properties: {}, decisions: [], on: [], why: null, problem: null };
}

/** An activity that hangs on none of the call's own records. Throws TemplateStopped. */
export function planNewActivity(rule: ActivityRule, context: PlanContext): PlannedRecord {
  return write(rule, empty(rule), context);
}

function write(rule: ActivityRule, record: PlannedRecord, context: PlanContext): PlannedRecord {
  const owner = ownerOf(rule, context);
  if (typeof owner === "object" && owner !== null) return { ...record, action: "hold", problem: owner.problem };
  const held = currentRecord(context, rule.name);
  const { decisions, problem } = decideAll(rule, held, context);
  if (problem) return { ...record, action: "hold", decisions, problem };
  const set = new Set(decisions.filter(({ to, why }) => to !== null || why === SAME_VALUE).map(({ property }) => property));
  const own = ownValues(rule, owner, context).filter(({ property }) => !set.has(property));
  const all = [
    ...own.map((value) => ownDecision(rule, value, context)),
    ...decisions.filter(({ property }) => set.has(property) || !own.some((one) => one.property === property)),
  ];
  const settled = held === null ? all : all.map((decision) => (isSetOnce(rule.object, decision.property) ? leftAlone(decision) : decision));
  const properties = Object.fromEntries(settled.filter(({ written }) => written).map(({ property, to }) => [property, to ?? ""]));
  if (held === null) return { ...record, decisions: settled, properties };
  return { ...record, id: held.id, action: Object.keys(properties).length > 0 ? "update" : "unchanged", decisions: settled, properties };
}

function leftAlone(decision: Decision): Decision {
  return decision.written ? { ...decision, written: false, why: "set once: whoever works with it may have changed it" } : decision;
}

interface OwnValue {
  property: string;
  to: string;
  at: string;
  why: string | null;
}

/** Body, time, owner and the defaults of the kind. */
function ownValues(rule: ActivityRule, owner: string | null, context: PlanContext): OwnValue[] {
  const time = timeOf(rule, context);
  const values: OwnValue[] = [{ property: "hs_timestamp", to: time.at, at: rule.at, why: time.why }];
  for (const [property, to] of Object.entries(activityDefaults(rule.object, context)))
    if (to !== null) values.push({ property, to, at: rule.at, why: null });
  if (owner !== null) values.push({ property: "hubspot_owner_id", to: owner, at: rule.at, why: null });
  values.push({ property: bodyProperty(rule.object), to: bodyOf(rule, context), at: rule.body?.at ?? rule.at, why: null });
  return values;
}

function ownDecision(rule: ActivityRule, { property, to, at, why }: OwnValue, context: PlanContext): Decision {
  const held = currentRecord(context, rule.name);
  const from = held?.properties[property] ?? null;
  const definition = context.portalSchema.properties[rule.object]?.[property];
  const kind = {
    property,
    definition: definition && property === bodyProperty(rule.object) ? undefined : definition,
    country: context.settings.country,
  };
  const isSame = held !== null && sameValue(from, to, kind);
  return { property, to, from, write: "overwrite", rule: at, written: !isSame, why: isSame ? SAME_VALUE : why };
}

/** When the call ended, unless the mapping says another time that can be read. */
function timeOf({ timestamp }: ActivityRule, context: PlanContext): { at: string; why: string | null } {
  const { endedAt } = context.call;
  if (timestamp === null) return { at: endedAt, why: null };
  const { value } = readSource(timestamp, context);
  if (isBlank(value)) return { at: endedAt, why: "`at` is blank: the end of the call instead" };
  const read = readDate(value, context.settings);
  return read === null
    ? { at: endedAt, why: "`at` is no date: the end of the call instead" }
    : { at: momentIn(read, context.settings.timezone), why: null };
}

function ownerOf({ owner }: ActivityRule, context: PlanContext): string | null | { problem: Problem } {
  if (owner === null) return null;
  if (owner === "contact") return contactsOwner(context);
  const text = (isTemplate(owner) ? renderText(owner, context.names, context.settings) : owner).trim();
  if (text === "") return null;
  const resolved = resolveOwner(context.portalSchema, text);
  if (resolved === "unknown") return { problem: unknownLabel(text, "owner", { object: "owners", property: "hubspot_owner_id" }) };
  return resolved === "unjudged" ? text : (resolved as { id: string }).id;
}

function contactsOwner(context: PlanContext): string | null {
  const contact = context.mapping.records.find(({ object }) => object === "contacts");
  if (contact === undefined) return null;
  // The owner that this very call gives the contact, else the one it has.
  return (
    context.planned.get(contact.name)?.properties["hubspot_owner_id"] ||
    currentRecord(context, contact.name)?.properties["hubspot_owner_id"] ||
    null
  );
}
