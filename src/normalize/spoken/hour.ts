import type { Phrase } from "./phrase.ts";

/** Minutes since midnight. */
export type Minute = number;

const MORNING = /(?:da|de|pela|na) manha|(?:de|por|en) la manana|(?:in the |this )?morning/;
const AFTERNOON = /(?:da|de|a|pela|na|esta) tarde|(?:de|por|en) la tarde|(?:in the |this )?afternoon/;
const EVENING = /(?:da|de|a|pela|na|esta) noite|(?:de|por|en) la noche|esta noche|(?:in the |this )?evening|at night/;

type Part = "morning" | "afternoon" | "evening";

const NUMBERS: Record<string, number> = {};
for (const [number, words] of [
  "uma una one",
  "duas dos two",
  "tres three",
  "quatro cuatro four",
  "cinco five",
  "seis six",
  "sete siete seven",
  "oito ocho eight",
  "nove nueve nine",
  "dez diez ten",
  "onze once eleven",
  "doze doce twelve",
].entries())
  for (const word of words.split(" ")) NUMBERS[word] = number + 1;

const WORD = Object.keys(NUMBERS).join("|");
const HALVES = "(?: e meia| y media)?";
const TO_THE_MINUTE = /(?:as |a las? |at )?(\d{1,2})(?::| ?h ?|\.)(\d{2})(?: ?(?:h|hs|hrs|horas|min))?(?: ?(am|pm))?/;
const TO_THE_HOUR = new RegExp(`(?:as |a las? |at )?(\\d{1,2}) ?(?:(am|pm)|(?:h|hs|hrs|horas?|hours|o'clock|en punto)(${HALVES}))`);
const AFTER_AT = new RegExp(`(?:as|a las?|at) (\\d{1,2}|${WORD})(?: horas?)?(${HALVES})`);

/**
 * The time of day that is said; null where there is none, or it may be two: an hour from 1 to 7 is one in the morning and one in the evening, unless
 * it is said which, or written as clocks show it (`03:00`).
 */
export function takeMinute(phrase: Phrase): Minute | null {
  const part = takePart(phrase);
  if (phrase.take(/(?:ao |al |at )?(?:meio[- ]dia|mediodia|medio dia|noon|midday)/)) return part === null ? 12 * 60 : null;
  const exact = phrase.take(TO_THE_MINUTE);
  if (exact) return minuteOf(Number(exact[1]), Number(exact[2]), exact[3], part, exact[1]!.length === 2);
  const full = phrase.take(TO_THE_HOUR) ?? phrase.take(AFTER_AT);
  if (!full) return null;
  const isHalf = full.slice(2).some((one) => / (?:e meia|y media)/.test(one ?? ""));
  return minuteOf(
    NUMBERS[full[1]!] ?? Number(full[1]),
    isHalf ? 30 : 0,
    full.find((one) => one === "am" || one === "pm"),
    part,
    false,
  );
}

function takePart(phrase: Phrase): Part | null {
  if (phrase.take(MORNING)) return "morning";
  if (phrase.take(AFTERNOON)) return "afternoon";
  return phrase.take(EVENING) ? "evening" : null;
}

function minuteOf(hour: number, minute: number, half: string | undefined, part: Part | null, isClock: boolean): Minute | null {
  if (hour > 23 || minute > 59) return null;
  const known =
    half !== undefined ? (part === null ? onHalf(hour, half) : null) : part !== null ? inPart(hour, part) : alone(hour, isClock);
  return known === null ? null : known * 60 + minute;
}

function onHalf(hour: number, half: string): number | null {
  if (hour > 12) return half === "pm" ? hour : null;
  return hour === 0 ? null : (hour % 12) + (half === "pm" ? 12 : 0);
}

/** From when to when one says so; an hour on the dial of twelve is the one of it that lies within. */
const PARTS: Record<Part, [from: number, to: number]> = { morning: [4, 12], afternoon: [12, 19], evening: [18, 23] };

function inPart(hour: number, part: Part): number | null {
  const [from, to] = PARTS[part];
  const [one] = (hour > 12 ? [hour] : [hour, hour + 12]).filter(
    (each) => each >= from && each <= to && !(part === "morning" && each === 12),
  );
  return one ?? null;
}

function alone(hour: number, isClock: boolean): number | null {
  return hour >= 8 || isClock ? hour : null;
}
