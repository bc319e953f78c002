import type { DeclaredType } from "../../mapping/declared-property.ts";

/** HubSpot's two words for each type. */
export const HUBSPOT_TYPE: Record<DeclaredType, { type: string; fieldType: string }> = {
  text: { type: "string", fieldType: "text" },
  long_text: { type: "string", fieldType: "textarea" },
  number: { type: "number", fieldType: "number" },
  date: { type: "date", fieldType: "date" },
  datetime: { type: "datetime", fieldType: "date" },
  yes_no: { type: "bool", fieldType: "booleancheckbox" },
  select: { type: "enumeration", fieldType: "select" },
  multi_select: { type: "enumeration", fieldType: "checkbox" },
  phone: { type: "string", fieldType: "phonenumber" },
};

/** Whether a property that is there holds what the declared one would: a text is a text on one line or on several. */
export function isSameType(declared: DeclaredType, { type, fieldType }: { type: string; fieldType: string }): boolean {
  if (declared === "yes_no") return type === "bool" || fieldType === "booleancheckbox";
  if (declared === "multi_select") return type === "enumeration" && fieldType === "checkbox";
  if (declared === "select") return type === "enumeration" && fieldType !== "checkbox" && fieldType !== "booleancheckbox";
  if (declared === "phone") return type === "phone_number" || type === "string";
  return type === HUBSPOT_TYPE[declared].type;
}
