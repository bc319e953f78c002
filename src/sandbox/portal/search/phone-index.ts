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
  // What fits no plan becomes one number of all its digits, and numbers have no leading zeros.
  const digits = typed.replace(/\D/g, "").replace(/^0+/, "");
  return digits ? { national: digits, international: digits } : undefined;
}
