import { NAMES } from "../../call/names.ts";
import { DAY_MINUTES } from "../../normalize/clock.ts";
import type { Condition } from "../../mapping/compiled-mapping.ts";

type Test = Extract<Condition, { kind: "test" }>;

/**
 * Whether every call that `narrow` takes is taken by `wide` too, as far as that can be told from the conditions alone: true is certain,
 * false may mean "cannot be told". Null holds for every call.
 */
export function covers(wide: Condition | null, narrow: Condition | null): boolean {
  if (wide === null) return true;
  return narrow !== null && implies(narrow, wide);
}

/** In this order: the first two and the fourth lose nothing; what is left is told part by part. */
function implies(narrow: Condition, wide: Condition): boolean {
  if (wide.kind === "all") return wide.of.every((part) => implies(narrow, part));
  if (narrow.kind === "any") return narrow.of.every((part) => implies(part, wide));
  if (wide.kind === "any") return wide.of.some((part) => implies(narrow, part)) || partsImply(narrow, wide);
  if (wide.kind === "not") return excludes(narrow, wide.of) || partsImply(narrow, wide);
  if (narrow.kind === "test") return wide.kind === "test" && testImplies(narrow, wide);
  return partsImply(narrow, wide);
}

function partsImply(narrow: Condition, wide: Condition): boolean {
  return narrow.kind === "all" && narrow.of.some((part) => implies(part, wide));
}

/** Whether `narrow` never holds where `other` does. */
function excludes(narrow: Condition, other: Condition): boolean {
  if (narrow.kind === "not") return implies(other, narrow.of);
  if (other.kind === "any") return other.of.every((part) => excludes(narrow, part));
  if (other.kind === "all") return other.of.some((part) => excludes(narrow, part));
  if (narrow.kind !== "test" || other.kind !== "test" || narrow.path !== other.path || !isSingle(narrow.path)) return false;
  if (narrow.test !== "one_of" || other.test !== "one_of") return false;
  return narrow.values.every((value) => value !== null && !other.values.some((one) => one !== null && fold(one) === fold(value)));
}

function testImplies(narrow: Test, wide: Test): boolean {
  if (narrow.path !== wide.path) return false;
  switch (wide.test) {
    case "one_of":
      return narrow.test === "one_of" && narrow.values.every((value) => wide.values.some((one) => same(one, value)));
    case "at_least":
    case "at_most":
      return boundImplies(narrow, wide as Test & { test: "at_least" | "at_most" });
    case "contains":
    case "starts_with":
    case "ends_with":
      return textImplies(narrow, wide as TextTest);
    case "time_between":
      return narrow.test === "time_between" && isPartOf(narrow, wide);
    case "exists":
      return wide.value ? asksForSomething(narrow) : narrow.test === "exists" && !narrow.value;
  }
}

type Times = { from: number; to: number };

/** Around the clock: how long after its beginning the other one ends. */
function isPartOf(narrow: Times, wide: Times): boolean {
  const minutes = ({ from, to }: Times) => to - from + (to > from ? 0 : DAY_MINUTES);
  const later = (narrow.from - wide.from + DAY_MINUTES) % DAY_MINUTES;
  return later + minutes(narrow) <= minutes(wide);
}

function boundImplies(narrow: Test, wide: Test & { test: "at_least" | "at_most" }): boolean {
  const bound = wide.value;
  if (typeof bound !== "number") return false;
  const within = (value: unknown) => typeof value === "number" && (wide.test === "at_least" ? value >= bound : value <= bound);
  if (narrow.test === "one_of") return isSingle(narrow.path) && narrow.values.every(within);
  return narrow.test === wide.test && within(narrow.value);
}

type TextTest = Test & { test: "contains" | "starts_with" | "ends_with" };

const FITS: Record<TextTest["test"], (text: string, wanted: string) => boolean> = {
  contains: (text, wanted) => text.includes(wanted),
  starts_with: (text, wanted) => text.startsWith(wanted),
  ends_with: (text, wanted) => text.endsWith(wanted),
};

function textImplies(narrow: Test, wide: TextTest): boolean {
  const wanted = fold(wide.value);
  const fits = (text: string) => FITS[wide.test](text, wanted);
  if (narrow.test === "one_of") return isSingle(narrow.path) && narrow.values.every((value) => value !== null && fits(fold(value)));
  // A number after `starts_with` stands for two beginnings, with `+` and without.
  if (narrow.test !== wide.test || typeof narrow.value !== typeof wide.value) return false;
  return narrow.test === "contains" && !isSingle(narrow.path) ? fold(narrow.value) === wanted : fits(fold(narrow.value));
}

/** Of other names nobody knows whether a call brings a list, which is equal to each of its entries. */
function isSingle(path: string): boolean {
  return Object.hasOwn(NAMES, path) && !["list", "group"].includes(NAMES[path]!.type);
}

function asksForSomething(narrow: Test): boolean {
  if (narrow.test === "one_of") return narrow.values.every((value) => value !== null && fold(value) !== "");
  return narrow.test === "exists"
    ? narrow.value
    : narrow.test === "starts_with" || narrow.test === "ends_with" || narrow.test === "contains"
      ? fold(narrow.value) !== ""
      : true;
}

function same(one: string | number | boolean | null, two: string | number | boolean | null): boolean {
  return one === null || two === null ? one === two : fold(one) === fold(two);
}

function fold(value: string | number | boolean): string {
  return String(value).trim().toLowerCase();
}
