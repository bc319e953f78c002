import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { RecordRule, SetRule } from "../../mapping/compiled-mapping.ts";
import type { Decision, PlanContext, PlannedRecord } from "../types.ts";
import { currentRecord, typedValues } from "./current-values.ts";
import { isPlaceholderName } from "./placeholder-name.ts";

/** The records that have been planned, as they will stand once this call is written: what texts about them read. */
export function recordsAfter(context: PlanContext): Record<string, object> {
  const names: Record<string, object> = {};
  for (const rule of context.mapping.records) {
    const planned = context.planned.get(rule.name);
    const values = planned?.kind === "crm" ? valuesAfter(rule, planned, context) : null;
    if (values !== null) names[rule.name] = values;
  }
  return names;
}

/** Null: it is not there, and will not be. */
function valuesAfter(rule: RecordRule, planned: PlannedRecord, context: PlanContext): Record<string, unknown> | null {
  const current = currentRecord(context, rule.name);
  if (current === null && planned.action !== "create") return null;
  const values: CurrentRecord["properties"] = {
    ...(current && { id: current.id, ...current.properties, ...shareOf(rule, planned, current) }),
    ...planned.properties,
  };
  if (rule.object === "contacts" && isNameless(values, context)) values["firstname"] = null;
  return typedValues(values, context.portalSchema.properties[rule.object]);
}

/** A counter that went on since this call had its part: the text keeps saying what it said at first. */
function shareOf(rule: RecordRule, planned: PlannedRecord, { ownWrites = {} }: CurrentRecord): Record<string, string> {
  const isOver = ({ property, readsItself }: SetRule) => readsItself && planned.decisions.some((one) => isLeft(one, property));
  const counters = rule.set.filter((set) => isOver(set) && ownWrites[set.property] !== undefined);
  return Object.fromEntries(counters.map(({ property }) => [property, ownWrites[property]?.to ?? ""]));
}

const isLeft = ({ property, written }: Decision, wanted: string): boolean => property === wanted && !written;

/** A first name that is only the number stands in for a name: nobody is called so in a text. */
function isNameless({ firstname, phone, mobilephone }: CurrentRecord["properties"], { call, settings }: PlanContext): boolean {
  return isPlaceholderName(firstname, [phone, mobilephone, call.customerPhone], settings.country);
}
