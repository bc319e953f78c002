import { asText } from "../../html/show-value.ts";
import type { Misfit } from "../../hubspot/model/misfit.ts";
import type { SetRule } from "../../mapping/compiled-mapping.ts";
import { readSource } from "../../mapping/evaluate.ts";
import { isBlank } from "../../mapping/paths.ts";
import type { Unread } from "../../mapping/template/settings.ts";
import { readPhone } from "../../normalize/phone.ts";
import type { PlanContext } from "../types.ts";

/** What the formats that read something of one kind look for; the others take any text. */
const LOOKS_FOR: Record<string, Misfit["expected"]> = {
  number: "number",
  integer: "number",
  percent: "number",
  date: "day",
  datetime: "moment",
  boolean: "yes_no",
  email: "email",
  phone: "phone",
  url: "link",
  domain: "link",
};

/** What a call said and its rule's format, or a filter of its template, could not read: it came out blank, and somebody should know. Throws TemplateStopped. */
export function unreadMisfit(set: SetRule, { unread }: { unread?: Unread }, object: string, context: PlanContext): Misfit | null {
  return unread ? { object, property: set.property, ...unread, isPart: false } : unreadByFormat(set, object, context);
}

function unreadByFormat(set: SetRule, object: string, context: PlanContext): Misfit | null {
  const expected = set.format === null ? undefined : LOOKS_FOR[set.format];
  if (expected === undefined) return null;
  const { value, fromAuthor } = readSource(set.source, context);
  if (fromAuthor || isBlank(value) || (expected === "phone" && isWithheld(value, context))) return null;
  return { object, property: set.property, expected, text: asText(value), isPart: false };
}

/** Who withholds a number has said so: nothing is lost. */
function isWithheld(value: unknown, { settings }: PlanContext): boolean {
  const phone = readPhone(asText(value), settings.country);
  return "none" in phone && (phone.none === "withheld" || phone.none === "blank");
}
