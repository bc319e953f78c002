import { type Conventions, localeTag } from "./conventions.ts";

/** `short`: `02/03/2026 11:55`, in the order that people there know. `long`: `2 de março de 2026 às 11:55`. */
export type DateStyle = "short" | "long";

const SHORT_DAY = { day: "2-digit", month: "2-digit", year: "numeric" } as const;
const SHORT_TIME = { hour: "2-digit", minute: "2-digit" } as const;
const STYLES: Record<DateStyle, [day: Intl.DateTimeFormatOptions, withTime: Intl.DateTimeFormatOptions]> = {
  short: [SHORT_DAY, { ...SHORT_DAY, ...SHORT_TIME }],
  long: [{ dateStyle: "long" }, { dateStyle: "long", timeStyle: "short" }],
};
/** Swedes write `2026-03-02 11:55`: what nobody can misread, where no country is named. */
const UNMISTAKABLE = "sv-SE";

/** A long date has words in it: English ones where the mapping speaks English. */
function tagOf(conventions: Conventions, style: DateStyle): string {
  if (style === "short") return localeTag(conventions) ?? UNMISTAKABLE;
  if (conventions.language === "en") return conventions.country === "US" || conventions.country === null ? "en-US" : "en-GB";
  return localeTag(conventions) as string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment (ms) as people write it there; `isDay`: a day without a time of day. `timezone`: an IANA name. */
export function showDate(time: number, conventions: Conventions, timezone: string, style: DateStyle, isDay: boolean): string {
  const text = formatterFor(tagOf(conventions, style), timezone, style, isDay).format(time).replaceAll("\u202f", " ");
  return style === "short" ? text.replace(", ", " ") : text;
}

/** Making one costs more than a note: there are as many as the mappings have zones. */
function formatterFor(tag: string, timezone: string, style: DateStyle, isDay: boolean): Intl.DateTimeFormat {
  const key = `${tag} ${timezone} ${style} ${isDay}`;
  const known = formatters.get(key);
  if (known) return known;
  const options = { ...STYLES[style][isDay ? 0 : 1], calendar: "gregory", numberingSystem: "latn", timeZone: timezone } as const;
  const made = new Intl.DateTimeFormat(tag, options);
  formatters.set(key, made);
  return made;
}
