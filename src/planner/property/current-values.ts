import type { LookupResult, CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { PropertyDefinition, PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { sameValue } from "../../hubspot/model/same-value.ts";
import type { CrmRecordRule, Mapping } from "../../mapping/compiled-mapping.ts";
import type { PlanContext } from "../types.ts";
import { isPlaceholderName } from "./placeholder-name.ts";

/** The records as templates and conditions read them: as HubSpot held them before this call first wrote. */
export function recordNames(
  mapping: Mapping,
  lookups: Record<string, LookupResult>,
  portalSchema: PortalSchema,
  customerPhone: string | null,
): Record<string, object> {
  const names: Record<string, object> = {};
  for (const rule of mapping.records) {
    const state = lookups[rule.name];
    if (rule.kind === "crm" && state?.state === "found")
      names[rule.name] = before(rule, state.record, mapping, portalSchema, customerPhone);
  }
  return names;
}

function before(
  rule: CrmRecordRule,
  record: CurrentRecord,
  mapping: Mapping,
  portalSchema: PortalSchema,
  customerPhone: string | null,
): Record<string, string | number | boolean | null> {
  const values: CurrentRecord["properties"] = { id: record.id, ...record.properties };
  for (const [property, ownWrites] of Object.entries(record.ownWrites ?? {})) {
    const kind = { property, definition: portalSchema.properties[rule.object]?.[property], country: mapping.country };
    if (sameValue(values[property], ownWrites.to, kind)) values[property] = ownWrites.from;
  }
  if (rule.object === "contacts" && hasPlaceholder(record, customerPhone, mapping.country)) values["firstname"] = null;
  return typedValues(values, portalSchema.properties[rule.object]);
}

/** As texts and conditions read them: HubSpot answers texts only. */
export function typedValues(
  values: CurrentRecord["properties"],
  definitions: Record<string, PropertyDefinition> | undefined,
): Record<string, string | number | boolean | null> {
  return Object.fromEntries(Object.entries(values).map(([property, text]) => [property, typedValue(text, definitions?.[property])]));
}

/** More digits than these are a number of somebody's, such as a contract's, and would be rounded. */
const PLAIN_NUMBER = /^-?\d{1,15}(?:\.\d{1,10})?$/;

/** HubSpot answers texts: a template would take `false` for something, and 3 for another thing than `3`. */
function typedValue(text: string | null, definition: PropertyDefinition | undefined): string | number | boolean | null {
  if (text === null || definition === undefined) return text;
  if (definition.type === "number") return PLAIN_NUMBER.test(text) ? Number(text) : text;
  const isYesNo = definition.type === "bool" || definition.fieldType === "booleancheckbox";
  return isYesNo && (text === "true" || text === "false") ? text === "true" : text;
}

export function hasPlaceholder({ properties }: CurrentRecord, customerPhone: string | null, country: string | null): boolean {
  return isPlaceholderName(properties["firstname"], [properties["phone"], properties["mobilephone"], customerPhone], country);
}

export function currentRecord(context: PlanContext, name: string): CurrentRecord | null {
  const held = context.lookups[name];
  return held?.state === "found" ? held.record : null;
}
