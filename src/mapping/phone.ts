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

/**
 * Reads a number as a person meant it. `country` is where numbers without a country code are from.
 * A text of `+` and 7–15 digits is taken at its word, even where no numbering plan knows it.
 */
export declare function readPhone(text: string | null | undefined, country: string | null): Phone | NoPhone;

/** The same subscriber: equal as E.164, or Brazilian mobiles that differ by the ninth digit. */
export declare function samePhone(a: Phone, b: Phone): boolean;

/** The other E.164 spellings of the same subscriber (Brazil's ninth digit; Mexico's 1, Argentina's 9); never `e164` itself. */
export declare function variants(phone: Phone): string[];

/** As people write it, for a contact's placeholder name: `+55 11 98765-4321`. */
export declare function formatPhone(phone: Phone): string;
