import type { PropertyInput } from "../property-definition.ts";
import { CALL_PROPERTIES, EMAIL_PROPERTIES, MEETING_PROPERTIES, NOTE_PROPERTIES, TASK_PROPERTIES } from "./activity-properties.ts";
import { COMPANY_PROPERTIES, CONTACT_PROPERTIES } from "./contact-properties.ts";
import { DEAL_PROPERTIES, TICKET_PROPERTIES } from "./pipeline-object-properties.ts";
import { COMMON_PROPERTIES, type PropertyRow, propertiesOf } from "./property-table.ts";

const ROWS: Record<string, readonly PropertyRow[]> = {
  contacts: CONTACT_PROPERTIES,
  companies: COMPANY_PROPERTIES,
  deals: DEAL_PROPERTIES,
  tickets: TICKET_PROPERTIES,
  notes: NOTE_PROPERTIES,
  calls: CALL_PROPERTIES,
  tasks: TASK_PROPERTIES,
  emails: EMAIL_PROPERTIES,
  meetings: MEETING_PROPERTIES,
};

/** The properties that a fresh portal has on this object; a custom object has only the common ones. */
export function standardProperties(object: string): PropertyInput[] {
  return propertiesOf([...COMMON_PROPERTIES, ...(ROWS[object] ?? [])]);
}
