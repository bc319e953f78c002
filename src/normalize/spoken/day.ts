import type { WallClock } from "../time-zone.ts";
import type { Phrase } from "./phrase.ts";

const DAY_MS = 86_400_000;
/** A day without its year is the next one of that date, if it comes within half a year: else it may have been meant to lie behind. */
const LONGEST_AHEAD_DAYS = 183;

const WEEKDAYS = [
  /domingo|sunday|sun/,
  /segunda(?:[- ]feira)?|2a[- ]feira|seg|lunes|monday|mon/,
  /terca(?:[- ]feira)?|3a[- ]feira|martes|tuesday|tues?/,
  /quarta(?:[- ]feira)?|4a[- ]feira|qua|miercoles|wednesday|wed/,
  /quinta(?:[- ]feira)?|5a[- ]feira|qui|jueves|thursday|thur?s?/,
  /sexta(?:[- ]feira)?|6a[- ]feira|sex|viernes|friday|fri/,
  /sabado|sab|saturday|sat/,
];
const MONTHS = [
  /janeiro|january|enero|jan|ene/,
  /fevereiro|february|febrero|fev|feb/,
  /marco|march|marzo|mar/,
  /abril|april|abr|apr/,
  /maio|may|mayo|mai/,
  /junho|june|junio|jun/,
  /julho|july|julio|jul/,
  /agosto|august|ago|aug/,
  /setembro|september|septiembre|set|sept?/,
  /outubro|october|octubre|out|oct/,
  /novembro|november|noviembre|nov/,
  /dezembro|december|diciembre|dez|dec|dic/,
];
const MONTH = MONTHS.map((month) => `(${month.source})`).join("|");
const ORDINAL = "(?:st|nd|rd|th)?";
const BY_NUMBERS = /(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?/;
const DAY_FIRST = new RegExp(
  `(?:on |no |em |el )?(?:the |dia )?(\\d{1,2})${ORDINAL}(?: (?:de|of))? (?:${MONTH})(?: (?:de |del )?(\\d{4}))?`,
);
const MONTH_FIRST = new RegExp(`(?:on )?(?:${MONTH}) (\\d{1,2})${ORDINAL}(?: (\\d{4}))?`);
const OF_THE_MONTH = /(?:no |el )?dia (\d{1,2})|(?:on )?the (\d{1,2})(?:st|nd|rd|th)/;
const NEXT = /next|proxim[oa]|prox|que vem|que viene/;
const THIS = /this|nest[ae]|est[ae]/;

/** A day of the calendar, as midnight UTC, and whether it can only be so if the time of day is still to come. */
export interface SaidDay {
  day: number;
  /** The day on which it was said: by its name alone it may as well be the one in a week. */
  mayBeLater: boolean;
}

/** `said`: what the clock there showed. Null where no day is said, or it may be two. */
export function takeDay(phrase: Phrase, said: WallClock, monthFirst: boolean): SaidDay | null {
  const today = Date.UTC(said.year, said.month - 1, said.day);
  const date = takeDate(phrase, today, monthFirst);
  const dated = date === undefined ? takeNear(phrase, today) : date;
  const named = takeWeekday(phrase, said, today);
  if (dated === null) return null;
  if (dated === undefined) return named?.day == null ? null : { day: named.day, mayBeLater: named.mayBeLater };
  // `quinta, 5/3`, `amanhã, terça`: both have to be the same day.
  const agree = named === undefined || named.weekday === new Date(dated).getUTCDay();
  return agree ? { day: dated, mayBeLater: false } : null;
}

const NEAR: [RegExp, days: number][] = [
  [/depois de amanha|(?:the )?day after tomorrow|pasado manana/, 2],
  [/amanha|tomorrow|manana/, 1],
  [/hoje|today|hoy/, 0],
];

/** Undefined: none is said. */
function takeNear(phrase: Phrase, today: number): number | undefined {
  const near = NEAR.find(([words]) => phrase.take(words));
  if (near) return today + near[1] * DAY_MS;
  const ahead = phrase.take(/(?:daqui a|dentro de|in|em|en) (\d{1,3}) (?:dias?|days?)/);
  return ahead ? today + Number(ahead[1]) * DAY_MS : undefined;
}

/** Undefined: none is said; null: none that there is, or it may be two. */
function takeDate(phrase: Phrase, today: number, monthFirst: boolean): number | null | undefined {
  const numbers = phrase.take(BY_NUMBERS);
  if (numbers) {
    const [, first, second, year] = numbers.map(Number);
    const isMonthFirst = (monthFirst && first! <= 12) || second! > 12;
    return dateOf(isMonthFirst ? second! : first!, isMonthFirst ? first! : second!, year!, today);
  }
  const words = phrase.take(DAY_FIRST);
  if (words) return dateOf(Number(words[1]), monthIn(words.slice(2, 14)), Number(words[14]), today);
  const others = phrase.take(MONTH_FIRST);
  if (others) return dateOf(Number(others[13]), monthIn(others.slice(1, 13)), Number(others[14]), today);
  const alone = phrase.take(OF_THE_MONTH);
  return alone ? ofTheMonth(Number(alone[1] ?? alone[2]), today) : undefined;
}

/** Of the twelve groups the one that was met. */
const monthIn = (groups: (string | undefined)[]): number => groups.findIndex((month) => month !== undefined) + 1;

function dateOf(day: number, month: number, year: number, today: number): number | null {
  if (!Number.isNaN(year)) return exact(year < 100 ? 2000 + year : year, month, day);
  const thisYear = new Date(today).getUTCFullYear();
  const next = [thisYear, thisYear + 1].map((each) => exact(each, month, day)).find((date) => date !== null && date >= today);
  return next != null && next - today <= LONGEST_AHEAD_DAYS * DAY_MS ? next : null;
}

/** The next one: today's own number may be today or in a month. */
function ofTheMonth(day: number, today: number): number | null {
  const now = new Date(today);
  if (day === now.getUTCDate()) return null;
  return exact(now.getUTCFullYear(), now.getUTCMonth() + 1 + (day < now.getUTCDate() ? 1 : 0), day);
}

/** Null where there is no such day. A month of 13 is the next year's first. */
function exact(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && (month > 12 || date.getUTCMonth() === month - 1) ? date.getTime() : null;
}

interface Named {
  weekday: number;
  day: number | null;
  mayBeLater: boolean;
}

function takeWeekday(phrase: Phrase, said: WallClock, today: number): Named | undefined {
  const weekday = WEEKDAYS.findIndex((names) => phrase.take(names));
  if (weekday < 0) return undefined;
  const isNext = phrase.take(NEXT) !== null;
  if (!isNext) phrase.take(THIS);
  const ahead = (weekday - said.weekday + 7) % 7;
  const day = (days: number) => today + days * DAY_MS;
  if (!isNext) return { weekday, day: day(ahead), mayBeLater: ahead === 0 };
  // The next Friday, said on a Monday, is this week's for some and next week's for others, wherever their week begins.
  const isThisWeek = weekday > said.weekday || (weekday + 6) % 7 > (said.weekday + 6) % 7;
  return { weekday, day: isThisWeek ? null : day(ahead === 0 ? 7 : ahead), mayBeLater: false };
}
