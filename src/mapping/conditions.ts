import { asText } from "../html/show-value.ts";
import { readDate } from "../normalize/date.ts";
import type { Condition } from "./compiled-mapping.ts";
import { isBlank, readPath } from "./paths.ts";

type Test = Extract<Condition, { kind: "test" }>;

/** Whether a condition holds for these names. Texts compare without regard to case. */
export function holds(condition: Condition | null, names: object): boolean {
  if (condition === null) return true;
  if (condition.kind === "all") return condition.of.every((one) => holds(one, names));
  if (condition.kind === "any") return condition.of.some((one) => holds(one, names));
  if (condition.kind === "not") return !holds(condition.of, names);
  return passes(condition, readPath(names, condition.path));
}

function passes(condition: Test, value: unknown): boolean {
  switch (condition.test) {
    case "exists":
      return condition.value === !isBlank(value);
    case "one_of":
      return condition.values.some((wanted) => equals(value, wanted));
    case "contains":
      return Array.isArray(value) ? value.some((entry) => equals(entry, condition.value)) : fold(value).includes(fold(condition.value));
    case "starts_with":
      return !isBlank(value) && startsWith(fold(value), condition.value);
    case "at_least":
    case "at_most":
      return isOnSide(condition.test, value, condition.value);
  }
}

/** YAML reads an unquoted `+55` as the number 55. */
function startsWith(text: string, wanted: unknown): boolean {
  return text.startsWith(fold(wanted)) || (typeof wanted === "number" && text.startsWith(`+${wanted}`));
}

function equals(value: unknown, wanted: unknown): boolean {
  if (wanted === null) return isBlank(value);
  if (Array.isArray(value)) return value.some((entry) => equals(entry, wanted));
  return !isBlank(value) && fold(value) === fold(wanted);
}

/** Numbers as numbers, else dates as dates; what is neither is on no side. */
function isOnSide(side: "at_least" | "at_most", value: unknown, bound: unknown): boolean {
  const [a, b] = [measure(value, bound), measure(bound, bound)];
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  return side === "at_least" ? a >= b : a <= b;
}

function measure(value: unknown, bound: unknown): number {
  const isNumber = typeof bound === "number" || (typeof bound === "string" && bound.trim() !== "" && Number.isFinite(Number(bound)));
  if (isNumber) return typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return readDate(value, { country: null, timezone: "UTC" })?.time ?? Number.NaN;
}

function fold(value: unknown): string {
  return asText(value).trim().toLowerCase();
}

/** The paths that a condition reads. */
export function pathsOf(condition: Condition | null): string[] {
  if (condition === null) return [];
  if (condition.kind === "test") return [condition.path];
  return condition.kind === "not" ? pathsOf(condition.of) : condition.of.flatMap(pathsOf);
}
