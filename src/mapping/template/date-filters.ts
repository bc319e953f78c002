import { type Language, LANGUAGES } from "../../language/language.ts";
import { type DateStyle, showDate } from "../../language/show-date.ts";
import { asText } from "../../html/show-value.ts";
import { type ReadDate, dayOf, readMoment } from "../../normalize/date.ts";
import { readNumber } from "../../normalize/number.ts";
import { momentOf, wallClock } from "../../normalize/time-zone.ts";
import type { OwnFilter } from "./own-filter.ts";
import { type Rendering, conventionsOf, readOrTold, renderingOf } from "./settings.ts";
import { strftime } from "./strftime.ts";

const DEFAULT_FORMAT = "%Y-%m-%d %H:%M";
const DEFAULT_DAY_FORMAT = "%Y-%m-%d";
/** What of a format shows a time of day. */
const TIME_OF_DAY = /%[-_^]?[HIkMSlpPTRrXcszZ]/;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const DATE_FILTERS: Record<string, OwnFilter> = {
  date: {
    describe:
      "a date in the mapping's time zone, as people there write it: `{{ created_at | date: 'short' }}` gives `31/12/2026 15:30` in Brazil, `'long'` has words; or as you like it: `date: '%d/%m/%Y %H:%M'`; a second value names another language for `%B` and `%A`, or another zone; a day without a time stays that day",
    apply(value, format, where) {
      const rendering = renderingOf(this.context);
      const date = dateIn(value, rendering);
      if (date === null) return value;
      const place = asText(where);
      const isZone = place === "UTC" || place.includes("/");
      const { language } = conventionsOf(rendering);
      const shown = asText(format) || (language === "en" ? (date.dateOnly ? DEFAULT_DAY_FORMAT : DEFAULT_FORMAT) : "short");
      // Midnight UTC is how programs write a day: as a day it is that one everywhere.
      const isDay = date.dateOnly || (date.time % DAY_MS === 0 && !TIME_OF_DAY.test(shown));
      const zone = isDay ? "UTC" : isZone ? place : rendering.timezone;
      const spoken = isZone || place === "" ? language : place;
      if (isStyle(shown))
        return showDate(date.time, { ...conventionsOf(rendering), language: asLanguage(spoken, language) }, zone, shown, date.dateOnly);
      return strftime(date.time, shown, zone, spoken);
    },
  },
  plus_minutes: { describe: "a date so many minutes later: `{{ call.ended_at | plus_minutes: 30 }}`", apply: later(MINUTE_MS) },
  plus_hours: { describe: "a date so many hours later; of a day, counted from its midnight", apply: later(60 * MINUTE_MS) },
  plus_days: {
    describe: "a date so many days later, at the same hour where clocks change between; a day stays a day",
    apply(value, count) {
      const rendering = renderingOf(this.context);
      const date = dateOrTold(value, rendering);
      const days = countIn(count, rendering);
      if (date === null || days === null) return null;
      return date.dateOnly && Number.isInteger(days)
        ? dayAt({ ...date, time: date.time + days * DAY_MS })
        : daysLater(date, days, rendering);
    },
  },
};

function isStyle(format: string): format is DateStyle {
  return format === "short" || format === "long";
}

/** `pt-BR` is one of ours by its first letters. */
function asLanguage(named: string, otherwise: Language): Language {
  return LANGUAGES.find((language) => named.toLowerCase().startsWith(language)) ?? otherwise;
}

function dayAt(date: ReadDate): string | null {
  return Math.abs(date.time) < LAST_MS ? dayOf(date, "UTC") : null;
}

/** JavaScript's last moment. */
const LAST_MS = 8.64e15;

/** Whole days by the calendar, the rest by the clock. */
function daysLater(date: ReadDate, days: number, rendering: Rendering): string | null {
  const wall = wallClock(startOf(date, rendering), rendering.timezone);
  const whole = Math.trunc(days);
  if (Math.abs(whole) > LAST_MS / DAY_MS) return null;
  const rest = startOf(date, rendering) % 1000;
  return isoOf(momentOf({ ...wall, day: wall.day + whole }, rendering.timezone) + rest + (days - whole) * DAY_MS);
}

function later(unitMs: number): OwnFilter["apply"] {
  return function (value, count) {
    const rendering = renderingOf(this.context);
    const date = dateOrTold(value, rendering);
    const units = countIn(count, rendering);
    return date === null || units === null ? null : isoOf(startOf(date, rendering) + units * unitMs);
  };
}

/** A day begins at its midnight there. */
function startOf({ time, dateOnly }: ReadDate, { timezone }: Rendering): number {
  return dateOnly ? momentOf(wallClock(time, "UTC"), timezone) : time;
}

function isoOf(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) < LAST_MS ? new Date(time).toISOString() : null;
}

function countIn(count: unknown, rendering: Rendering): number | null {
  return readOrTold(readNumber(count, rendering.country), count, "number", rendering);
}

function dateIn(value: unknown, rendering: Rendering): ReadDate | null {
  if (value === "now" || value === "today") return { time: Date.parse(rendering.now), dateOnly: false };
  return readMoment(value, rendering);
}

/** The same, where what is no date comes out blank. */
function dateOrTold(value: unknown, rendering: Rendering): ReadDate | null {
  return readOrTold(dateIn(value, rendering), value, "day", rendering);
}
