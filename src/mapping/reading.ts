import type { Locale } from "../normalize/locale.ts";
import { readNumber } from "../normalize/number.ts";
import { readYesNo } from "../normalize/text.ts";

/** How the values that names give are meant: as the country writes them, and as the portal calls them. */
export interface Reading extends Locale {
  /** What else the value of a record's property is called: `s1` of `deal.dealstage` is `Appointment scheduled`. */
  labelsOf?: (path: string, value: unknown) => string[];
  /** Whether a record of the file was in HubSpot before this call; null: it was not looked up, which says neither. */
  stateOf?: (record: string) => "found" | "missing" | null;
}

/** The number that a value is, or that its text says in the country. */
export function numberOf(value: unknown, country: string | null): number | null {
  return typeof value === "number" || typeof value === "string" ? readNumber(value, country) : null;
}

/** Whether two single values mean the same: `3` and `"3"`, true and `sim`. Null where neither is a number or a yes/no beside a text. */
export function sameMeaning(one: unknown, other: unknown, country: string | null): boolean | null {
  if (typeof one === typeof other) return null;
  if (typeof one === "boolean") return readYesNo(other) === one;
  if (typeof other === "boolean") return readYesNo(one) === other;
  if (typeof one !== "number" && typeof other !== "number") return null;
  const [a, b] = [numberOf(one, country), numberOf(other, country)];
  return a !== null && a === b;
}
