import { unescapeHtml } from "../../html/escape.ts";
import { readDate } from "../../normalize/date.ts";
import { readPhone, samePhone } from "../../normalize/phone.ts";
import type { PropertyDefinition } from "./portal-schema.ts";

/** Of a value that is not sent because it stands there already. */
export const SAME_VALUE = { stands: true, why: "same value" } as const;

const UTC = { country: null, timezone: "UTC" };

/** What is known of a property when two of its values are compared. */
export interface Kind {
  property: string;
  definition: PropertyDefinition | undefined;
  country: string | null;
}

/** Whether HubSpot would hold the same after the write: compared as what they mean, not as texts. */
export function sameValue(a: string | null | undefined, b: string | null | undefined, kind: Kind): boolean {
  const [one, two] = [(a ?? "").trim(), (b ?? "").trim()];
  if (one === two) return true;
  if (one === "" || two === "") return false;
  return samePlace(one, two, kind) || (isPhone(kind) && bothPhones(one, two, kind.country));
}

function samePlace(one: string, two: string, { property, definition }: Kind): boolean {
  const type = definition?.type ?? typeByName(property);
  if (type === "number") return Number(one) === Number(two);
  if (type === "bool" || property === "email" || property === "domain") return one.toLowerCase() === two.toLowerCase();
  if (type === "date" || type === "datetime") return moment(one) !== null && moment(one) === moment(two);
  if (type === "html") return plain(one) === plain(two);
  if (definition?.fieldType === "checkbox") return sorted(one) === sorted(two);
  return false;
}

function typeByName(property: string): string {
  if (property === "hs_timestamp" || property.endsWith("date")) return "datetime";
  return /^hs_(?:note|call|task)_body$/.test(property) ? "html" : /(?:_duration|^amount)$/.test(property) ? "number" : "string";
}

export function moment(text: string): number | null {
  return readDate(text, UTC)?.time ?? null;
}

/** HubSpot re-serialises HTML: only tags' names and the text between count. */
function plain(html: string): string {
  const tags = html.replace(
    /<(\/?)([a-z0-9]+)(?![a-z0-9])([^<>]*)>/gi,
    (_, slash: string, name: string, rest: string) => `<${slash}${name.toLowerCase()}${/href="[^"]*"/i.exec(rest)?.[0] ?? ""}>`,
  );
  return unescapeHtml(tags)
    .replace(/\s+/g, " ")
    .replace(/ ?(<[^<>]*>) ?/g, "$1")
    .trim();
}

function sorted(text: string): string {
  return text
    .split(";")
    .map((part) => part.trim())
    .toSorted()
    .join(";");
}

function isPhone({ property, definition }: Kind): boolean {
  return definition?.fieldType === "phonenumber" || definition?.type === "phone_number" || /phone/.test(property);
}

function bothPhones(one: string, two: string, country: string | null): boolean {
  const [a, b] = [readPhone(one, country), readPhone(two, country)];
  return !("none" in a) && !("none" in b) && samePhone(a, b);
}
