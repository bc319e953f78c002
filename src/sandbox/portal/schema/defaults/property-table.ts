import type { PropertyInput } from "../property-definition.ts";

/** `[name, kind, label, options or flags…]`: one row a property. */
export type PropertyRow = readonly [name: string, kind: Kind, label: string, ...extra: (Flag | Readonly<Record<string, string>>)[]];
type Flag = "read-only" | "calculated" | "unique";
type Kind = keyof typeof KINDS;

const KINDS = {
  text: { type: "string", fieldType: "text" },
  area: { type: "string", fieldType: "textarea" },
  html: { type: "string", fieldType: "html" },
  phone: { type: "string", fieldType: "phonenumber" },
  number: { type: "number", fieldType: "number" },
  date: { type: "date", fieldType: "date" },
  datetime: { type: "datetime", fieldType: "date" },
  bool: { type: "bool", fieldType: "booleancheckbox" },
  select: { type: "enumeration", fieldType: "select" },
  checks: { type: "enumeration", fieldType: "checkbox" },
  owner: { type: "enumeration", fieldType: "select", refersTo: "OWNER" },
  pipeline: { type: "enumeration", fieldType: "select", refersTo: "PIPELINE" },
  stage: { type: "enumeration", fieldType: "radio", refersTo: "STAGE" },
} as const;

export function propertiesOf(rows: readonly PropertyRow[]): PropertyInput[] {
  return rows.map(([name, kind, label, ...extra]) => ({ name, label, hubspotDefined: true, ...KINDS[kind], ...meaningOf(extra) }));
}

function meaningOf(extra: readonly (Flag | Readonly<Record<string, string>>)[]): Partial<PropertyInput> {
  const meaning: Partial<PropertyInput> = {};
  for (const item of extra) {
    if (item === "unique") meaning.hasUniqueValue = true;
    else if (item === "read-only") meaning.readOnly = true;
    else if (item === "calculated") Object.assign(meaning, { readOnly: true, calculated: true });
    else meaning.options = Object.entries(item).map(([value, optionLabel]) => ({ value, label: optionLabel }));
  }
  return meaning;
}

/** What every kind of record has. */
export const COMMON_PROPERTIES: readonly PropertyRow[] = [
  ["hs_object_id", "number", "Record ID", "read-only", "unique"],
  ["hs_createdate", "datetime", "Object create date/time", "read-only"],
  ["hs_lastmodifieddate", "datetime", "Last Modified Date", "read-only"],
  ["hs_merged_object_ids", "checks", "Merged record IDs", "read-only"],
  ["hubspot_owner_id", "owner", "Owner"],
  ["hubspot_owner_assigneddate", "datetime", "Owner Assigned Date", "read-only"],
  ["hubspot_team_id", "text", "HubSpot Team", "read-only"],
  ["hs_created_by_user_id", "number", "Created by user ID", "read-only"],
  ["hs_updated_by_user_id", "number", "Updated by user ID", "read-only"],
  ["hs_object_source", "text", "Record source detail", "read-only"],
  ["hs_object_source_label", "text", "Record source", "read-only"],
  ["hs_unique_creation_key", "text", "Unique creation key", "read-only"],
  ["hs_read_only", "bool", "Read only object", "read-only"],
];
