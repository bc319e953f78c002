import { chunks } from "../../chunks.ts";
import type { Phone } from "../../normalize/phone-number.ts";
import type { SearchForms } from "../../normalize/phone-search-forms.ts";
import type { SearchValues } from "../records/search-batch.ts";
import { CALCULATED_PHONE as PHONE } from "../model/lookup.ts";
import type { IndexReading } from "./index-reading.ts";
import { TYPED } from "./phone-matches.ts";

export const CALCULATED_MOBILE = "hs_searchable_calculated_mobile_number";
/** One search holds at most five groups. */
const TYPED_A_SEARCH = 5;

/** A number that is looked for. */
export interface WantedPhone {
  phone: Phone;
  forms: SearchForms;
}

/** What is looked for of each number at a time. */
export type Step = (wanted: WantedPhone) => SearchValues;

/**
 * Nearly every contact is found by the first, and it is the shortest. The United States' readings are more than half of what is left to look for:
 * they are spared where the portal shows that it has another, but for a sample of those in `phone`, and made up for should it turn out to have both.
 */
export function stepsInTurn(reading: IndexReading): Step[] {
  const decided = new Map<WantedPhone, boolean>();
  const isSpared = (wanted: WantedPhone): boolean => {
    if (!decided.has(wanted) && reading.isNational) decided.set(wanted, reading.sparesOneMore());
    return decided.get(wanted) === true;
  };
  const readings = (wanted: WantedPhone) => (isSpared(wanted) ? [] : wanted.forms.readings);
  const mobileReadings = (wanted: WantedPhone) => {
    const sampled = readings(wanted);
    return reading.isNational ? [] : sampled;
  };
  const leftOut = (wanted: WantedPhone): SearchValues => {
    if (isSpared(wanted)) return inBoth(wanted.forms.readings);
    return decided.has(wanted) ? { [CALCULATED_MOBILE]: wanted.forms.readings } : {};
  };
  return [
    ({ forms }) => ({ [PHONE]: [forms.own] }),
    (wanted) => ({ [PHONE]: [...readings(wanted), ...wanted.forms.spellings] }),
    (wanted) => ({ [CALCULATED_MOBILE]: [wanted.forms.own, ...mobileReadings(wanted), ...wanted.forms.spellings] }),
    (wanted) => (reading.isNational ? {} : leftOut(wanted)),
  ];
}

/** All of it at once: where every contact of a number is wanted. */
export const EVERYWHERE: Step = ({ forms }) => inBoth([forms.own, ...forms.readings, ...forms.spellings]);

const inBoth = (values: string[]): SearchValues => ({ [PHONE]: values, [CALCULATED_MOBILE]: values });

/** Typed forms are looked for where HubSpot calculates nothing: in further properties, and of numbers that no numbering plan knows. */
export function furtherSteps(phoneProperties: string[]): Step[] {
  return chunks([...TYPED, ...phoneProperties], TYPED_A_SEARCH).map((properties) => ({ phone, forms }) => {
    const likely = phone.country === null ? properties : properties.filter((property) => !TYPED.includes(property));
    return Object.fromEntries(likely.map((property) => [property, lowerCase(forms.typed)]));
  });
}

/** As `IN` takes them. */
export const lowerCase = (values: string[]): string[] => values.map((value) => value.toLowerCase());
