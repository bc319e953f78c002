import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** What HubSpot calculates from a phone property: the number with and without its country code. */
interface CalculatedPhone {
  /** area code and local number */
  national: string;
  international: string;
}

export function calculatedPhone(typed: string | undefined, country: string): CalculatedPhone | undefined {
  if (!typed) return undefined;
  const parsed = parsePhoneNumberFromString(typed, country as CountryCode);
  if (parsed?.isPossible()) return { national: parsed.nationalNumber, international: parsed.countryCallingCode + parsed.nationalNumber };
  const digits = typed.replace(/\D/g, "");
  return digits ? { national: digits, international: digits } : undefined;
}
