import type { Call } from "../call.ts";
import type { Problem } from "../problem.ts";
import { holds, pathsOf } from "./conditions.ts";
import { keysOf } from "./keys.ts";
import { resolvePipeline } from "./labels.ts";
import type { CrmRecordRule, Mapping } from "./mapping.ts";
import { propertiesOf, readsRecords } from "./needs.ts";
import type { PlanContext } from "./plan-context.ts";
import type { Vocabulary } from "./portal-view.ts";
import { readableNames } from "./readable-names.ts";
import { templateProblem } from "./template-problem.ts";
import { toWire, unknownLabel } from "./wire-value.ts";

/** One way to find a record. */
export interface Key {
  property: string;
  /** `email` and `phone` (contacts only) are matched as people mean them; `value` is plain equality. */
  match: "email" | "phone" | "value";
  /** For `phone` the number as E.164; for `email` lower-cased. */
  value: string;
}

/** What must be known of one record before its call can be planned. */
export interface Lookup {
  /** The record's name in the mapping. */
  record: string;
  object: string;
  /** In the order to try; empty when nothing usable came with the call (`why` says so). Null for records reached through another. */
  keys: Key[] | null;
  /** What was not usable, for the receipt: "the caller withheld the number". */
  why: string[];
  through: {
    record: string;
    /** HubSpot's pipeline id. */
    pipeline: string | null;
    open: boolean | null;
    pick: "latest" | "oldest" | "only";
    where: { property: string; values: string[] }[];
  } | null;
  ifSeveral: "latest" | "oldest" | "hold";
  /** Every property that planning reads of this record. */
  properties: string[];
  /** Those of them whose history `unless_edited` needs. */
  history: string[];
  /** Further phone properties to match on contacts, and the country for numbers typed without a country code. */
  phoneProperties: string[];
  country: string | null;
}

/** Dates in keys are rare, and "now" in one would never match: no clock is needed here. */
const NO_CLOCK = "1970-01-01T00:00:00.000Z";

/** What to look up for a call, record by record, in writing order; records whose `when` already fails are left out. Pure. */
export function lookupsFor(call: Call, mapping: Mapping, vocabulary: Vocabulary): { lookups: Lookup[] } | { problem: Problem } {
  const settings = { country: mapping.country, timezone: mapping.timezone, now: NO_CLOCK };
  const context: PlanContext = {
    call,
    mapping,
    vocabulary,
    held: {},
    names: readableNames(call, mapping, {}),
    settings,
    planned: new Map(),
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
function wanted({ mapping, names }: PlanContext): CrmRecordRule[] {
  const rules = mapping.records.filter((rule): rule is CrmRecordRule => rule.kind === "crm");
  const left = new Set(
    rules.filter((rule) => !readsRecords(pathsOf(rule.when), mapping) && !holds(rule.when, names)).map(({ name }) => name),
  );
  for (const rule of rules) if (rule.find && left.has(rule.find.through)) left.add(rule.name);
  return rules.filter(({ name }) => !left.has(name));
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
    keys: keys.keys?.map(({ property, match, value }) => ({ property, match, value })) ?? null,
    why: rule.find === null && rule.find_by === null ? ["the mapping names nothing to find it by"] : keys.why,
    through: found.through,
    ifSeveral: rule.if_several,
    properties: propertiesOf(rule, mapping),
    history: rule.set.filter(({ write }) => write === "unless_edited").map(({ property }) => property),
    phoneProperties: mapping.phoneProperties,
    country: mapping.country,
  };
}

function throughOf(
  rule: CrmRecordRule,
  find: NonNullable<CrmRecordRule["find"]>,
  context: PlanContext,
): Pick<Lookup, "through"> | { problem: Problem } {
  const pipeline = find.pipeline === null ? null : resolvePipeline(context.vocabulary, rule.object, find.pipeline);
  if (pipeline === "unknown")
    return { problem: unknownLabel(find.pipeline as string, "pipeline", { object: rule.object, property: "pipeline" }) };
  const id = pipeline === "unjudged" ? find.pipeline : (pipeline?.id ?? null);
  const where = find.where.map(({ property, values }) => ({
    property,
    values: values.map((value) => wireOrText(value, rule.object, property, id, context)),
  }));
  return { through: { record: find.through, pipeline: id, open: find.open, pick: find.pick, where } };
}

function wireOrText(value: unknown, object: string, property: string, pipeline: string | null, context: PlanContext): string {
  const wire = toWire(value, true, { object, property, pipeline }, context);
  return "wire" in wire ? wire.wire : String(value);
}
