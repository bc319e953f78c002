import { asText } from "../html/show-value.ts";
import { isWithin, readClock } from "../normalize/clock.ts";
import { type ReadDate, dayOf, readDate } from "../normalize/date.ts";
import { readNumber } from "../normalize/number.ts";
import type { Condition } from "./compiled-mapping.ts";
import { isBlankAt, isEmpty, readPath } from "./paths.ts";
import { type Reading, numberOf, sameMeaning } from "./reading.ts";

type Test = Extract<Condition, { kind: "test" }>;

/** Whether a condition holds for these names. Texts compare without regard to case; numbers, yes/no and labels as what they mean. */
export function holds(condition: Condition | null, names: object, reading: Reading): boolean {
  if (condition === null) return true;
  if (condition.kind === "all") return condition.of.every((one) => holds(one, names, reading));
  if (condition.kind === "any") return condition.of.some((one) => holds(one, names, reading));
  if (condition.kind === "not") return !holds(condition.of, names, reading);
  if (condition.kind === "record") return reading.stateOf?.(condition.record) === condition.is;
  return passes(condition, readPath(names, condition.path), reading);
}

function passes(condition: Test, value: unknown, reading: Reading): boolean {
  const { path } = condition;
  switch (condition.test) {
    case "exists":
      return condition.value === !isBlankAt(path, value);
    case "one_of":
      return condition.values.some((wanted) => equals(path, value, wanted, reading));
    case "contains":
      if (Array.isArray(value)) return value.some((entry) => equals(path, entry, condition.value, reading));
      return calledBy(path, value, reading).some((text) => text.includes(fold(condition.value)));
    case "starts_with":
      return !isEmpty(value) && calledBy(path, value, reading).some((text) => startsWith(text, condition.value));
    case "ends_with":
      return !isEmpty(value) && textsIn(path, value, reading).some((text) => text.endsWith(fold(condition.value)));
    case "time_between": {
      const minute = readClock(asText(value));
      return minute !== null && isWithin(minute, condition);
    }
    case "at_least":
    case "at_most":
      return isOnSide(condition.test, value, condition.value, reading);
  }
}

/** The value, and the labels that the portal has for it. */
function calledBy(path: string, value: unknown, { labelsOf }: Reading): string[] {
  return [fold(value), ...(labelsOf?.(path, value) ?? []).map(fold)];
}

/** Of a list each entry. */
function textsIn(path: string, value: unknown, reading: Reading): string[] {
  return [value].flat().flatMap((one) => calledBy(path, one, reading));
}

/** YAML reads an unquoted `+55` as the number 55. */
function startsWith(text: string, wanted: unknown): boolean {
  return text.startsWith(fold(wanted)) || (typeof wanted === "number" && text.startsWith(`+${wanted}`));
}

function equals(path: string, value: unknown, wanted: unknown, reading: Reading): boolean {
  if (wanted === null) return isBlankAt(path, value);
  if (Array.isArray(value)) return value.some((entry) => equals(path, entry, wanted, reading));
  if (isEmpty(value)) return false;
  if (calledBy(path, value, reading).includes(fold(wanted)) || sameMeaning(value, wanted, reading.country) === true) return true;
  return isOnDay(value, wanted, reading);
}

/** `01/12/2026` is the day that a mapping writes as `2026-12-01`. */
function isOnDay(value: unknown, wanted: unknown, reading: Reading): boolean {
  if (typeof wanted !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(wanted)) return false;
  const date = readDate(value, reading);
  return date !== null && day(date, reading) === wanted;
}

/** Numbers as numbers, else dates as dates; what is neither is on no side. */
function isOnSide(side: "at_least" | "at_most", value: unknown, bound: unknown, reading: Reading): boolean {
  const [a, b] = measures(value, bound, reading);
  if (a === null || b === null) return false;
  return side === "at_least" ? a >= b : a <= b;
}

function measures(value: unknown, bound: unknown, reading: Reading): [number, number] | [string, string] | [null, null] {
  const limit = typeof bound === "number" ? bound : readNumber(bound, reading.country);
  if (limit !== null) return pair(numberOf(value, reading.country), limit);
  const [one, other] = [readDate(value, reading), readDate(bound, reading)];
  if (one === null || other === null) return [null, null];
  return one.dateOnly || other.dateOnly ? [day(one, reading), day(other, reading)] : [one.time, other.time];
}

function pair(value: number | null, limit: number): [number, number] | [null, null] {
  return value === null ? [null, null] : [value, limit];
}

/** A moment counts as its day where the other one is a day. */
function day(date: ReadDate, { timezone }: Reading): string {
  return dayOf(date, timezone);
}

function fold(value: unknown): string {
  return asText(value).trim().toLowerCase();
}

/** The paths that a condition reads. */
export function pathsOf(condition: Condition | null): string[] {
  if (condition === null) return [];
  if (condition.kind === "test") return [condition.path];
  if (condition.kind === "record") return [condition.record];
  return condition.kind === "not" ? pathsOf(condition.of) : condition.of.flatMap(pathsOf);
}
