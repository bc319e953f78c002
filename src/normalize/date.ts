import type { Locale } from "./locale.ts";
import { readSpoken } from "./spoken/read-spoken.ts";
import { momentOf, wallClock } from "./time-zone.ts";

/** A date as somebody said it. `dateOnly`: a day, without a time of day; `time` is then midnight UTC, and no moment. */
export interface ReadDate {
  /** ms since 1970. */
  time: number;
  dateOnly: boolean;
}

/** Where a day must become a moment (a date-and-time property, a task's `at`), it is noon of that day: so it is the same day in every portal's zone. */
const NOON = 12;
const DAY_MS = 86_400_000;

const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const BY_NUMBERS =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,?\s+(?:às\s+|as\s+|at\s+)?(\d{1,2})[:h](\d{2})?(?::(\d{2}))?\s*(am|pm)?)?$/i;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th|º)?\.?\s+(?:de\s+|of\s+)?(\p{L}{3,})\.?,?\s+(?:de\s+|del\s+)?(\d{4})$/iu;
const MONTH_FIRST = /^(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/iu;
const EPOCH = /^-?\d{9,10}(?:\.\d{1,9})?$|^\d{13}$/;
/** `20261201`, as a text or a number. */
const COMPACT = /^((?:19|20|21)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
/** Fewer seconds than these since 1970 are a year, a count or a table's day number, and no moment. */
const FEWEST_SECONDS = 1e8;
/** The longest way to write a date with its day, month and zone in full, and some white space. */
const LONGEST_TEXT = 80;

/** English, Portuguese, Spanish and German begin their months with these. */
const MONTHS = [
  /^(jan|ene)/,
  /^(feb|fev)/,
  /^(mar|mär)/,
  /^(apr|abr)/,
  /^(may|mai|may)/,
  /^jun/,
  /^jul/,
  /^(aug|ago)/,
  /^(sep|set)/,
  /^(oct|out|okt)/,
  /^nov/,
  /^(dec|dez|dic)/,
];

/** The United States and few others write the month first. */
const MONTH_FIRST_COUNTRIES = new Set(["US", "PH", "FM", "MH", "PW", "GU", "PR"]);

/** Reads ISO 8601, epoch seconds and milliseconds, and dates as people write them. Null for anything else, and for dates that do not exist. */
export function readDate(value: unknown, locale: Locale): ReadDate | null {
  if (value instanceof Date) return at(value.getTime());
  if (typeof value === "number") return readCompact(String(value)) ?? readEpoch(value);
  if (typeof value !== "string" || value.length > LONGEST_TEXT) return null;
  const text = value.trim();
  if (COMPACT.test(text)) return readCompact(text);
  if (EPOCH.test(text)) return at(text.length === 13 ? Number(text) : Number(text) * 1000);
  return readIso(text, locale) ?? readNumbers(text, locale) ?? readWords(text);
}

/** The same, and a day and an hour as people say them (`quinta às 15h`), where it is known when they were said. */
export function readMoment(value: unknown, locale: Locale): ReadDate | null {
  const read = readDate(value, locale);
  if (read !== null || typeof value !== "string" || locale.saidAt === undefined) return read;
  const spoken = readSpoken(value, locale, locale.saidAt, MONTH_FIRST_COUNTRIES.has(locale.country ?? ""));
  return spoken === null ? null : at(spoken);
}

function at(time: number): ReadDate | null {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? { time, dateOnly: false } : null;
}

function readEpoch(value: number): ReadDate | null {
  return Math.abs(value) < FEWEST_SECONDS ? null : at(Math.abs(value) < 1e11 ? value * 1000 : value);
}

function readCompact(text: string): ReadDate | null {
  const [, year, month, day] = COMPACT.exec(text) ?? [];
  return year === undefined ? null : compose(year, month, day, undefined, undefined, undefined, UTC);
}

function readIso(text: string, locale: Locale): ReadDate | null {
  const found = ISO.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second, zone] = found;
  if (zone === undefined) return compose(year, month, day, hour, minute, second, locale);
  const local = compose(year, month, day, hour, minute, second, { ...locale, timezone: "UTC" });
  if (local === null || zone.toUpperCase() === "Z") return local;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return at(local.time - (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000);
}

function readNumbers(text: string, locale: Locale): ReadDate | null {
  const found = BY_NUMBERS.exec(text);
  if (!found) return null;
  const [, first, second, year, hour, minute, seconds, half] = found as unknown as string[];
  const monthFirst = (MONTH_FIRST_COUNTRIES.has(locale.country ?? "") && Number(first) <= 12) || Number(second) > 12;
  const [day, month] = monthFirst ? [second, first] : [first, second];
  const fullYear = (year as string).length === 2 ? `20${year}` : year;
  return compose(fullYear, month, day, onTwentyFour(hour, half), minute ?? "00", seconds, locale);
}

function onTwentyFour(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour;
  return String((Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0));
}

function readWords(text: string): ReadDate | null {
  const dayFirst = DAY_FIRST.exec(text);
  const monthFirst = MONTH_FIRST.exec(text);
  const [day, name, year] = dayFirst ? dayFirst.slice(1) : monthFirst ? [monthFirst[2], monthFirst[1], monthFirst[3]] : [];
  if (name === undefined) return null;
  const month = MONTHS.findIndex((pattern) => pattern.test(name.toLowerCase())) + 1;
  return month === 0 ? null : compose(year, String(month), day, undefined, undefined, undefined, UTC);
}

type Part = string | undefined;
const UTC: Locale = { country: null, timezone: "UTC" };

function compose(year: Part, month: Part, day: Part, hour: Part, minute: Part, second: Part, locale: Locale): ReadDate | null {
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day));
  if (date.getUTCMonth() !== wall.month - 1 || date.getUTCDate() !== wall.day || wall.hour > 23 || wall.minute > 59 || wall.second > 60)
    return null;
  return hour === undefined ? { time: date.getTime(), dateOnly: true } : { time: momentOf(wall, locale.timezone), dateOnly: false };
}

/** `2026-12-31`, as HubSpot's date properties want it. Midnight UTC to the second is how programs write a day: it is that day everywhere. */
export function dayOf({ time, dateOnly }: ReadDate, timezone: string): string {
  const { year, month, day } = wallClock(time, dateOnly || time % DAY_MS === 0 ? "UTC" : timezone);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** ISO 8601, as HubSpot's date-and-time properties want it: a day becomes noon of that day in the zone. */
export function momentIn({ time, dateOnly }: ReadDate, timezone: string): string {
  const moment = dateOnly ? momentOf({ ...wallClock(time, "UTC"), hour: NOON }, timezone) : time;
  return new Date(moment).toISOString();
}
