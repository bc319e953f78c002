import { BoundedMap } from "../bounded-map.ts";
import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { NoPhone, Phone } from "./phone-number.ts";
import { asDialledToday, isOldBrazilianMobile, otherSpellings } from "./phone-spellings.ts";
import { readDialled } from "./phone-text.ts";

const E164 = /^\+\d{7,15}$/;
/** Shorter ones may be national numbers whose area code looks like a country code. */
const CODED_NUMBER_DIGITS = 11;
/** Numbers that fit no plan are believed from this length on: shorter ones lack their area code. */
const WHOLE_NUMBER_DIGITS = 9;
/** Brazil's mobiles have nine digits before any area code: with it, ten (fixed lines, old mobiles) or eleven. */
const WHOLE_DIGITS_IN: Partial<Record<string, number>> = { BR: 10 };

/**
 * Numbers that have been read. A call's own is read a dozen times on its way (keys, searches, what they find, note, plan), and that costs more than
 * all else in finding its records. Room for two numbers of each call in flight, at some 300 bytes.
 */
const known = new BoundedMap<string, Phone | NoPhone>(5_000);
/** What is longer is no number alone: it is seldom met again, and not kept. */
const LONGEST_KEPT = 40;
const BLANK: NoPhone = { none: "blank" };

/**
 * Reads a number as a person meant it. `country` is where numbers without a country code are from.
 * A text of `+` and 7–15 digits is taken at its word, even where no numbering plan knows it.
 */
export function readPhone(text: string | null | undefined, country: string | null): Phone | NoPhone {
  if (!text) return BLANK;
  if (text.length > LONGEST_KEPT) return read(text, country);
  const key = `${country} ${text}`;
  return known.get(key) ?? known.keep(key, read(text, country));
}

function read(text: string, country: string | null): Phone | NoPhone {
  const dialled = readDialled(text);
  if ("none" in dialled) return dialled;
  // No country code begins with 0: such a + was put before a national number by mistake.
  const dial = dialled.dial.startsWith("+0") ? dialled.dial.slice(1) : dialled.dial;
  const phone = dial.startsWith("+") ? international(dial) : withoutCountryCode(dial, country);
  return phone !== null && E164.test(phone.e164) ? phone : { none: "not_a_number" };
}

/** The same subscriber: equal as E.164, or other spellings of one number (Brazil's ninth digit, Mexico's 1, Argentina's 9). */
export function samePhone(a: Phone, b: Phone): boolean {
  return a.e164 === b.e164 || otherSpellings(a.e164).includes(b.e164);
}

/** The other E.164 spellings of the same subscriber (Brazil's ninth digit; Mexico's 1, Argentina's 9); never `e164` itself. */
export function variants(phone: Phone): string[] {
  return otherSpellings(phone.e164);
}

function international(dial: string): Phone | null {
  if (!E164.test(dial)) return null;
  const parsed = parse(asDialledToday(dial, null), null);
  if (parsed?.isValid()) return toPhone(parsed);
  const national = parsed ? dial.slice(1 + parsed.countryCallingCode.length) : dial.slice(1);
  return { e164: dial, national, country: parsed?.country ?? null };
}

function withoutCountryCode(digits: string, country: string | null): Phone | null {
  const parsed = country === null ? undefined : parse(asDialledToday(digits, country), country);
  const coded = countryCodeWithoutPlus(digits, country);
  // German fixed lines may be as long as a mobile with its 49: people write the former with a 0, the latter often without a +.
  if (coded && coded.country === country) return coded;
  if (parsed && isNumber(parsed)) return toPhone(parsed);
  if (coded) return coded;
  const wholeDigits = WHOLE_DIGITS_IN[country ?? ""] ?? WHOLE_NUMBER_DIGITS;
  const whole = parsed?.isPossible() && parsed.nationalNumber.length >= wholeDigits;
  return parsed && whole ? toPhone(parsed) : null;
}

/** `0055 11 …` from anywhere; `55 11 …` only as long as a full number, and only where the mapping says a country at all. */
function countryCodeWithoutPlus(digits: string, country: string | null): Phone | null {
  const bare = digits.replace(/^00/, "");
  if (bare === digits && (country === null || digits.length < CODED_NUMBER_DIGITS)) return null;
  const parsed = parse(asDialledToday(`+${bare}`, null), null);
  if (parsed && isNumber(parsed)) return toPhone(parsed);
  return bare === digits ? null : international(`+${bare}`);
}

function isNumber(parsed: PhoneNumber): boolean {
  return parsed.isValid() || isOldBrazilianMobile(parsed.number);
}

function parse(dial: string, country: string | null): PhoneNumber | undefined {
  const defaultCountry = (country ?? undefined) as CountryCode | undefined;
  return parsePhoneNumberFromString(dial, { ...(defaultCountry && { defaultCountry }), extract: false });
}

function toPhone(parsed: PhoneNumber): Phone {
  return { e164: parsed.number, national: parsed.nationalNumber, country: parsed.country ?? null };
}
