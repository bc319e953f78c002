// `max` metadata (20 KiB gzip more than `min`): only it knows that 3333-4444 without area code is no Brazilian number, and
// which numbers are mobiles.

/** A phone number that can be matched. */
export interface Phone {
  /** `+5511987654321` */
  e164: string;
  /** Digits after the country code: `11987654321`. */
  national: string;
  /** ISO 3166 alpha-2, where a numbering plan knows it. */
  country: string | null;
}

/** Why a text is no number to match or create by. */
export type NoPhone = { none: "blank" | "withheld" | "short" | "not_a_number" };
