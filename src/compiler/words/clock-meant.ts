import { clockText, readClock } from "../../normalize/clock.ts";
import { found } from "./describe-value.ts";

/** What is wrong with a time of day; null when nothing is. `isEnd`: `24:00` is one, too. */
export function clockProblem(word: string, value: unknown, isEnd = false): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const minutes = typeof value === "string" ? readClock(value) : null;
  if (minutes !== null && (isEnd || minutes < 1_440)) return null;
  const meant = clockMeant(String(value));
  return `\`${word}\` is a time of day, in quotes: "09:00"; found ${found(value)}.${meant === null ? "" : ` Did you mean "${meant}"?`}`;
}

/** `9`, `9h30`, `900`, `6pm`, and `540`, which is how some programs read an unquoted `9:00`. */
export function clockMeant(text: string): string | null {
  const [, hours = "", minutes = "00", half = ""] =
    /^(\d{1,2})(?:\s*[:h.](\d{2}))?(?:\s*(?:h|hs|horas|hours))?\s*([ap]m)?$/i.exec(text.trim()) ?? [];
  if (hours !== "") {
    const hour = half === "" ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
    return hour < 24 && Number(minutes) < 60 ? clockText(hour * 60 + Number(minutes)) : null;
  }
  const [, first = "", last = ""] = /^(\d{1,2})(\d{2})$/.exec(text.trim()) ?? [];
  if (first === "") return null;
  if (Number(first) < 24 && Number(last) < 60 && (text.length === 4 || Number(text) % 60 !== 0))
    return clockText(Number(first) * 60 + Number(last));
  return Number(text) < 1_440 ? clockText(Number(text)) : null;
}
