import { type WallClock, wallClock, zoneOffsetMs } from "../../normalize/time-zone.ts";

const two = (number: number) => String(number).padStart(2, "0");
const twelve = (hour: number) => (hour % 12 === 0 ? 12 : hour % 12);

const DIRECTIVES: Record<string, (wall: WallClock) => string> = {
  Y: ({ year }) => String(year),
  y: ({ year }) => two(year % 100),
  m: ({ month }) => two(month),
  d: ({ day }) => two(day),
  e: ({ day }) => String(day).padStart(2, " "),
  H: ({ hour }) => two(hour),
  k: ({ hour }) => String(hour).padStart(2, " "),
  I: ({ hour }) => two(twelve(hour)),
  l: ({ hour }) => String(twelve(hour)).padStart(2, " "),
  M: ({ minute }) => two(minute),
  S: ({ second }) => two(second),
  p: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  P: ({ hour }) => (hour < 12 ? "am" : "pm"),
  w: ({ weekday }) => String(weekday),
  j: ({ year, month, day }) => String((Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 0)) / 86_400_000).padStart(3, "0"),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

const SHORTHANDS: Record<string, string> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  r: "%I:%M:%S %p",
  x: "%Y-%m-%d",
  X: "%H:%M:%S",
  c: "%a %b %e %H:%M:%S %Y",
};
const WORDS: Record<string, Intl.DateTimeFormatOptions> = {
  A: { weekday: "long" },
  a: { weekday: "short" },
  B: { month: "long" },
  b: { month: "short" },
  h: { month: "short" },
};

/** `%d/%m/%Y %H:%M`: a moment as a clock there shows it, with the names of months and days in the language. */
export function strftime(time: number, format: string, timezone: string, language: string): string {
  const wall = wallClock(time, timezone);
  const whole = format.replace(/%([FTRDrxXc])/g, (_, letter: string) => SHORTHANDS[letter] as string);
  return whole.replace(/%([-_^]?)([A-Za-z%])/g, (all, flag: string, letter: string) => {
    const text = directive(letter, wall, time, timezone, language);
    if (text === null) return all;
    return flag === "-" ? text.replace(/^[0 ]+(?=.)/, "") : flag === "^" ? text.toUpperCase() : text;
  });
}

function directive(letter: string, wall: WallClock, time: number, timezone: string, language: string): string | null {
  if (WORDS[letter]) return word(wall, WORDS[letter], language);
  if (letter === "z") return offset(time, timezone);
  if (letter === "Z") return timezone;
  if (letter === "s") return String(Math.floor(time / 1000));
  return DIRECTIVES[letter]?.(wall) ?? null;
}

function word({ year, month, day }: WallClock, options: Intl.DateTimeFormatOptions, language: string): string {
  const date = Date.UTC(year, month - 1, day);
  try {
    return new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(date);
  } catch {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }).format(date);
  }
}

function offset(time: number, timezone: string): string {
  const minutes = Math.round(zoneOffsetMs(time, timezone) / 60_000);
  return `${minutes < 0 ? "-" : "+"}${two(Math.trunc(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
}
