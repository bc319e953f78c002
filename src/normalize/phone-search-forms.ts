import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "./phone-number.ts";
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

/**
 * What to look for in HubSpot. `national`: for its calculated properties, which hold numbers without country code.
 * `typed`: for `phone` and `mobilephone`, which hold what somebody typed. Both with the number's other spellings; most likely first.
 */
export function searchForms(phone: Phone): { national: string[]; typed: string[] } {
  const main = formsOf(phone.e164, phone.national);
  const others = otherSpellings(phone.e164).map((e164) => ({ e164, forms: formsOf(e164, null) }));
  const national = [phone.national, ...others.map(({ forms }) => forms.national)];
  // HubSpot keeps no leading zero (Italy), and may take a number that no plan knows as a whole.
  const asHubSpotReads = phone.country === null ? phone.e164.slice(1) : phone.national.replace(/^0+/, "");
  return {
    national: unique([...national, asHubSpotReads, ...oldDialling(phone.e164)]),
    typed: unique([
      phone.e164,
      ...others.map(({ e164 }) => e164),
      ...typedForms(phone.e164, main),
      ...others.flatMap(({ e164, forms }) => typedForms(e164, forms)),
    ]),
  };
}

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
