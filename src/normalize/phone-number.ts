// `max` metadata (20 KiB gzip more than `min`): only it knows that 3333-4444 without area code is no Brazilian number, and
// which numbers are mobiles.

/** A phone number that can be matched. */
export interface Phone {
  /** `+5511987654321` */
  readonly e164: string;
  /** Digits after the country code: `11987654321`. */
  readonly national: string;
  /** ISO 3166 alpha-2, where a numbering plan knows it. */
  readonly country: string | null;
}

/** Why a text is no number to match or create by. */
export type NoPhone = { readonly none: "blank" | "withheld" | "short" | "not_a_number" };
