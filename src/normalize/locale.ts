/** Where a mapping's customers are: how their numbers, dates and phone numbers are meant. */
export interface Locale {
  /** ISO 3166 alpha-2. */
  country: string | null;
  /** IANA name. */
  timezone: string;
  /** When what is read was said (ms since 1970): the end of the call. Left out: spoken times (`amanhã às 10h`) are not read. */
  saidAt?: number;
}
