import type { Held, HeldRecord } from "../../hubspot/model/current-record.ts";
import type { Vocabulary } from "../../hubspot/model/portal-schema.ts";
import { sameValue } from "../../hubspot/model/same-value.ts";
import type { CrmRecordRule, Mapping } from "../../mapping/compiled-mapping.ts";
import type { PlanContext } from "../types.ts";
import { isPlaceholderName } from "./placeholder-name.ts";

/** The records as templates and conditions read them: as HubSpot held them before this call first wrote. */
export function recordNames(
  mapping: Mapping,
  held: Record<string, Held>,
  vocabulary: Vocabulary,
  customerPhone: string | null,
): Record<string, object> {
  const names: Record<string, object> = {};
  for (const rule of mapping.records) {
    const state = held[rule.name];
    if (rule.kind === "crm" && state?.state === "found") names[rule.name] = before(rule, state.record, mapping, vocabulary, customerPhone);
  }
  return names;
}

function before(
  rule: CrmRecordRule,
  record: HeldRecord,
  mapping: Mapping,
  vocabulary: Vocabulary,
  customerPhone: string | null,
): Record<string, string | null> {
  const values: Record<string, string | null> = { id: record.id, ...record.properties };
  for (const [property, mine] of Object.entries(record.mine ?? {})) {
    const kind = { property, definition: vocabulary.properties[rule.object]?.[property], country: mapping.country };
    if (sameValue(values[property], mine.to, kind)) values[property] = mine.from;
  }
  if (rule.object === "contacts" && hasPlaceholder(record, customerPhone, mapping.country)) values["firstname"] = null;
  return values;
}

export function hasPlaceholder({ properties }: HeldRecord, customerPhone: string | null, country: string | null): boolean {
  return isPlaceholderName(properties["firstname"], [properties["phone"], properties["mobilephone"], customerPhone], country);
}

export function heldRecord(context: PlanContext, name: string): HeldRecord | null {
  const held = context.held[name];
  return held?.state === "found" ? held.record : null;
}
