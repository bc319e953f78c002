import type { Call } from "../../call/call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { PlannedRecord } from "../../planner/types.ts";

/** Whose attempts share this activity (`roll_up: lead`): the lead's id. Null: it is this call's alone. */
export function sharedBy(call: Call, mapping: Mapping | null, { name }: PlannedRecord): string | null {
  const rule = mapping?.records.find((one) => one.name === name);
  return rule?.kind === "activity" && rule.rollUp === "lead" ? call.leadId : null;
}

/** The same in words; what an earlier attempt has left in HubSpot is not known here, unless it is given. Null where nothing is shared. */
export function sharedText(call: Call, mapping: Mapping | null, record: PlannedRecord): string | null {
  const lead = sharedBy(call, mapping, record);
  if (lead === null || record.action === "skip" || record.action === "hold") return null;
  if (record.id !== null) return `shared by the attempts for lead ${lead}`;
  return `shared by the attempts for lead ${lead}: if an earlier one has left its own, that is updated instead`;
}
