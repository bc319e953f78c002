import type { Locale } from "../locale.ts";
import { momentOf, wallClock } from "../time-zone.ts";
import { takeDay } from "./day.ts";
import { takeMinute } from "./hour.ts";
import { Phrase } from "./phrase.ts";

/** Nobody needs more for a day and an hour. */
const LONGEST_TEXT = 80;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const AHEAD = /(?:daqui a|dentro de|in|em|en) (\d{1,3}|an?|one|uma?|una?) (?:(minutos?|minutes?|mins?)|(?:horas?|hours?|hrs?|h))/;

/**
 * A day and an hour as people say them in English, Portuguese and Spanish, counted from when they were said: `quinta às 15h`, `5/3 às 15:00`, `next
 * Tuesday 3pm`, `hoy a las 5 de la tarde`, `in 2 hours`. Null for what is not wholly understood, may be two, or lies behind. As ms since 1970.
 */
export function readSpoken(text: string, { timezone }: Locale, saidAt: number, monthFirst: boolean): number | null {
  if (text.length > LONGEST_TEXT || !/\p{L}|\//u.test(text)) return null;
  const phrase = new Phrase(text);
  const ahead = phrase.take(AHEAD);
  if (ahead) return phrase.isUnderstood() ? saidAt + countOf(ahead[1]!) * (ahead[2] ? 1 : 60) * MINUTE_MS : null;
  const said = wallClock(saidAt, timezone);
  const minute = takeMinute(phrase);
  const day = minute === null ? null : takeDay(phrase, said, monthFirst);
  if (minute === null || day === null || !phrase.isUnderstood()) return null;
  const isBehind = at(day.day, minute, timezone) <= saidAt;
  if (!day.mayBeLater) return isBehind ? null : at(day.day, minute, timezone);
  // On a Thursday, "Thursday at 3pm" may be today's or the next one's, unless today's is over.
  return isBehind ? at(day.day + 7 * DAY_MS, minute, timezone) : null;
}

const countOf = (count: string): number => (/^\d/.test(count) ? Number(count) : 1);

function at(day: number, minute: number, timezone: string): number {
  const date = new Date(day);
  return momentOf(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: Math.floor(minute / 60),
      minute: minute % 60,
      second: 0,
    },
    timezone,
  );
}
