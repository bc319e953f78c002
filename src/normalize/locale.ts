/** Where a mapping's customers are: how their numbers, dates and phone numbers are meant. */
export interface Locale {
  /** ISO 3166 alpha-2. */
  country: string | null;
  /** IANA name. */
  timezone: string;
}
