import type { LookupResult, CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
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
): Record<string, string | null> {
  const values: Record<string, string | null> = { id: record.id, ...record.properties };
  for (const [property, ownWrites] of Object.entries(record.ownWrites ?? {})) {
    const kind = { property, definition: portalSchema.properties[rule.object]?.[property], country: mapping.country };
    if (sameValue(values[property], ownWrites.to, kind)) values[property] = ownWrites.from;
  }
  if (rule.object === "contacts" && hasPlaceholder(record, customerPhone, mapping.country)) values["firstname"] = null;
  return values;
}

export function hasPlaceholder({ properties }: CurrentRecord, customerPhone: string | null, country: string | null): boolean {
  return isPlaceholderName(properties["firstname"], [properties["phone"], properties["mobilephone"], customerPhone], country);
}

export function currentRecord(context: PlanContext, name: string): CurrentRecord | null {
  const held = context.lookups[name];
  return held?.state === "found" ? held.record : null;
}
