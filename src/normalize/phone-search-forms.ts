import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "./phone-number.ts";
import { afterUsPrefix, withoutUsTrunk } from "./phone-readings.ts";
import { oldDialling, otherSpellings } from "./phone-spellings.ts";

/** The spellings of one number that people and programs put into a phone field. */
interface Forms {
  national: string;
  international: string;
  local: string;
}

/** Besides its national format with and without punctuation. */
const OWN_HABITS: Record<string, (national: string, unbracketed: string) => string> = {
  "+55": (national) => `0${national}`,
  "+1": (_, unbracketed) => `+1 ${unbracketed.replace(" ", "-")}`,
};

const BRAZILIAN = /^\+55([1-9]{2})(9?\d{4})(\d{4})$/;

/** As people write it, for a contact's placeholder name: `+55 11 98765-4321`. */
export function formatPhone(phone: Phone): string {
  return formsOf(phone.e164, phone.national).international;
}

/** What to look for in HubSpot, most likely first. All but `typed` are for its calculated properties, which hold numbers without country code. */
export interface SearchForms {
  /** What HubSpot makes of any form that it can read: nearly every contact is found by it. */
  own: string;
  /** What it may make of a number typed without `+`, read with the United States as the country. */
  readings: string[];
  /** The subscriber's other spellings: with or without Brazil's ninth digit, and the like. */
  spellings: string[];
  /** What one would hardly meet: looked for where it costs nothing. */
  seldom: string[];
  /** For `phone` and `mobilephone`, which hold what somebody typed. */
  typed: string[];
  /** The number's last digits, which stand in whatever else was typed around it: an extension, a second number. */
  ending: string;
}

/** Of the digits that a subscriber has without area code, in most countries. */
const ENDING_DIGITS = 8;

/** All but the first is made when it is asked for: in a burst nearly everybody is found by that one. */
export function searchForms(phone: Phone): SearchForms {
  // HubSpot may take a number that no plan knows as a whole.
  const [own, otherwise] = phone.country === null ? [phone.e164.slice(1), phone.national] : [phone.national, phone.e164.slice(1)];
  const others = once(() => otherSpellings(phone.e164).map((e164) => ({ e164, forms: formsOf(e164, null) })));
  const readings = once(() => without([own], usReadings(own, otherwise)));
  const spelt = once(() => [own.replace(/^0+/, ""), ...others().map(({ forms }) => forms.national), ...oldDialling(phone.e164)]);
  const spellings = once(() => without([own, ...readings()], spelt()));
  const seldom = () => [otherwise, `0${own}`, ...others().flatMap(({ e164, forms }) => usReadings(forms.national, e164.slice(1)))];
  return {
    own,
    get readings() {
      return readings();
    },
    get spellings() {
      return spellings();
    },
    get seldom() {
      return without([own, ...readings(), ...spelt()], seldom());
    },
    get typed() {
      return typedAs(phone, others());
    },
    ending: own.slice(-ENDING_DIGITS),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function typedAs(phone: Phone, others: { e164: string; forms: Forms }[]): string[] {
  const main = formsOf(phone.e164, phone.national);
  return unique([
    phone.e164,
    ...others.map(({ e164 }) => e164),
    ...typedForms(phone.e164, main),
    ...others.flatMap(({ e164, forms }) => typedForms(e164, forms)),
  ]);
}

/** Of a number typed in its national form, with a trunk 0 before it, and with its country code. A North American one reads the same in all. */
function usReadings(national: string, coded: string): string[] {
  const isAmerican = coded === `1${national}`;
  return isAmerican ? [] : [withoutUsTrunk(national), afterUsPrefix(national), coded].filter((form) => form !== null);
}

const without = (known: string[], forms: string[]): string[] => unique(forms.filter((form) => form !== "" && !known.includes(form)));

function typedForms(e164: string, { national, international, local }: Forms): string[] {
  const plain = [international, local, e164.slice(1), national];
  if (international === e164) return plain;
  const countryCode = e164.slice(0, e164.length - national.length);
  const unbracketed = local.replace(/[()]/g, "");
  const bracketed = local.startsWith("(") ? [`${countryCode} ${local}`, unbracketed, unbracketed.replace(" ", "-")] : [];
  const own = OWN_HABITS[countryCode]?.(national, unbracketed) ?? local.replace(/\D/g, "");
  return [...plain, ...bracketed, international.replaceAll("-", " "), own];
}

function formsOf(e164: string, national: string | null): Forms {
  const brazilian = BRAZILIAN.exec(e164);
  if (brazilian) {
    const [, area, first, last] = brazilian;
    return { national: e164.slice(3), international: `+55 ${area} ${first}-${last}`, local: `(${area}) ${first}-${last}` };
  }
  const parsed = parsePhoneNumberFromString(e164, { extract: false });
  // libphonenumber guesses groups for numbers that no plan knows: better none than wrong ones.
  if (!parsed?.isPossible())
    return { national: national ?? parsed?.nationalNumber ?? e164.slice(1), international: e164, local: national ?? e164 };
  return { national: parsed.nationalNumber, international: parsed.formatInternational(), local: parsed.formatNational() };
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
