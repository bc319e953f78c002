import { readClock } from "../../normalize/clock.ts";
import type { Condition } from "../../mapping/compiled-mapping.ts";
import type { ConditionInput, TestOfOne, TestInput } from "../schema/conditions.ts";

/** Null-free and flat where it can be: one test stays one test. `records`: those of the file, which may be asked for by their own name. */
export function compileCondition(words: ConditionInput, records: ReadonlySet<string> = new Set()): Condition {
  return all(Object.entries(words).map(([word, value]) => part(word, value, records)));
}

function part(word: string, value: ConditionInput[string], records: ReadonlySet<string>): Condition {
  const within = (condition: ConditionInput) => compileCondition(condition, records);
  if (word === "any") return { kind: "any", of: (value as ConditionInput[]).map(within) };
  if (word === "not") return { kind: "not", of: within(value as ConditionInput) };
  return records.has(word) ? { kind: "record", record: word, is: value as "found" | "missing" } : compileTest(word, value as TestOfOne);
}

function compileTest(path: string, test: TestOfOne): Condition {
  if (test === null || typeof test !== "object") return { kind: "test", path, test: "one_of", values: [test] };
  if (Array.isArray(test)) return { kind: "test", path, test: "one_of", values: test };
  const { from, to, ...words } = test as TestInput;
  const rest = Object.entries(words).map(([word, value]) => compileWord(path, word as keyof typeof words, value));
  return all(from === undefined || to === undefined ? rest : [...rest, between(path, from, to)]);
}

/** The check has seen that both are times of day. */
function between(path: string, from: string | number, to: string | number): Condition {
  return { kind: "test", path, test: "time_between", from: readClock(String(from)) ?? 0, to: readClock(String(to)) ?? 0 };
}

function compileWord(path: string, word: Exclude<keyof TestInput, "from" | "to">, value: TestInput[keyof TestInput]): Condition {
  if (word === "not") return { kind: "not", of: compileTest(path, value as TestOfOne) };
  if (word === "exists") return { kind: "test", path, test: word, value: value as boolean };
  if (Array.isArray(value)) return { kind: "any", of: value.map((one) => compileWord(path, word, one as string)) };
  return { kind: "test", path, test: word, value: value as string | number };
}

function all(of: Condition[]): Condition {
  return of.length === 1 ? of[0]! : { kind: "all", of };
}
