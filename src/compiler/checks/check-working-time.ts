import { readDate, dayOf } from "../../normalize/date.ts";
import { WEEKDAYS, readClock } from "../../normalize/clock.ts";
import { clockProblem } from "../words/clock-meant.ts";
import { found, isGroup, oneOf } from "../words/describe-value.ts";
import { nearest } from "../words/did-you-mean.ts";
import { SHORT_DAYS, dayMeant, dayNumber } from "../words/weekdays.ts";
import type { SourceFile } from "../source-file.ts";

const PATH = ["working_time"];

/** `working_time`: days, times of day, holidays. */
export function checkWorkingTime(file: SourceFile, words: unknown, country: unknown): void {
  if (!isGroup(words)) return;
  const { days, from, to, holidays } = words;
  for (const [index, day] of (Array.isArray(days) ? days : []).entries())
    if (typeof day === "string" && dayNumber(day) === null) file.report([...PATH, "days", index], dayProblem(day));
  for (const [word, value] of [
    ["from", from],
    ["to", to],
  ] as const) {
    const problem = clockProblem(word, value, word === "to");
    if (problem) file.report([...PATH, word], problem);
  }
  if (typeof from === "string" && typeof to === "string" && readClock(from) !== null && readClock(from) === readClock(to))
    file.report([...PATH, "to"], "Work would end when it begins. For the whole day leave `from` and `to` out.");
  for (const [index, day] of (Array.isArray(holidays) ? holidays : []).entries()) {
    const problem = holidayProblem(day, typeof country === "string" ? country : null);
    if (problem) file.report([...PATH, "holidays", index], problem);
  }
}

function dayProblem(day: string): string {
  if (/^\p{L}+(?:\s*[-–]\s*|\s+(?:to|a|até|ate)\s+)\p{L}+$/u.test(day.trim()) && !/feira$/i.test(day))
    return `Each day stands by itself: for Monday to Friday write \`[mon, tue, wed, thu, fri]\`; found ${found(day)}.`;
  const meant = dayMeant(day)?.slice(0, 3) ?? nearest(day, SHORT_DAYS) ?? nearest(day, WEEKDAYS)?.slice(0, 3);
  return `A day of the week is ${oneOf(SHORT_DAYS)}; found ${found(day)}.${meant ? ` Did you mean \`${meant}\`?` : ""}`;
}

function holidayProblem(day: unknown, country: string | null): string | null {
  if (typeof day !== "string" && typeof day !== "number") return null;
  const read = readDate(day, { country, timezone: "UTC" });
  const date = read?.dateOnly ? dayOf(read, "UTC") : null;
  if (date === day) return null;
  if (date !== null) return `A holiday is written as year, month and day: \`${date}\`; found ${found(day)}.`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(String(day))) return `There is no ${found(day)} in the calendar.`;
  return `A holiday is one day, with its year: \`2026-12-25\`; found ${found(day)}.`;
}
