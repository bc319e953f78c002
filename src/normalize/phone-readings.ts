import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * How HubSpot may index a number that somebody typed without `+`. Nobody knows outside North America: every value that was found in live
 * portals fits a reading with the United States as the country, whatever the portal's own. Both readings are looked for.
 */

/** A leading 1 before ten digits is the United States' own country code: `11987654321` stands as `1987654321`. */
export function withoutUsTrunk(digits: string): string | null {
  return /^1\d{10}$/.test(digits) ? digits.slice(1) : null;
}

/**
 * `011 98765-4321`: 0 and area code 11 read as the United States' prefix for calls abroad, and what follows as a country code and a number.
 * Null where the number does not begin so.
 */
export function afterUsPrefix(national: string): string | null {
  if (!national.startsWith("11")) return null;
  const abroad = parsePhoneNumberFromString(`+${national.slice(2)}`, { extract: false });
  return abroad?.isPossible() ? abroad.nationalNumber : null;
}

/** What the United States' reading makes of a number as it was typed; null of one that says its country, which every reading takes alike. */
export function usReading(typed: string): string | null {
  const digits = typed.replace(/\D/g, "");
  if (digits === "" || typed.includes("+") || digits.startsWith("00")) return null;
  const abroad = digits.startsWith("011") ? afterUsPrefix(digits.slice(1)) : null;
  return abroad ?? withoutUsTrunk(digits) ?? digits.replace(/^0+/, "");
}
