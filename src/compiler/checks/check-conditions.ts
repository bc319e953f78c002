import { NAMES, type NameType } from "../../call/names.ts";
import { found, isGroup, shortened } from "../words/describe-value.ts";
import { checkRecordState } from "./check-record-state.ts";
import { neverEqual, notADate, unit } from "./never-holds.ts";
import { conditionReadings } from "../references.ts";
import { type Scope, typeOf } from "../scope.ts";
import { checkTimeOfDay } from "./check-time-of-day.ts";
import type { Path, SourceFile } from "../source-file.ts";

/** Whether what a condition compares with can ever be equal: a yes/no with a text never is. */
export function checkCondition(file: SourceFile, scope: Scope, condition: unknown, path: Path): void {
  for (const { path: at, text } of conditionReadings(condition, path, true)) {
    const test = valueAt(condition, at.slice(path.length));
    if (path.length > 1 && scope.crm.has(text)) checkRecordState(file, scope, test, at, text);
    else if (text === "call.time_of_day") checkTimeOfDay(file, test, at);
    else checkTest(file, test, at, typeOf(text, scope));
    if (text === "call.working_time" && !scope.hasWorkingTime) file.report(at, NO_WORKING_TIME, "key");
  }
}

const NO_WORKING_TIME =
  'This file does not say when your team works. Add it at the top: `working_time: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }`.';

function checkTest(file: SourceFile, test: unknown, path: Path, type: NameType | null): void {
  if (Array.isArray(test)) for (const [index, one] of test.entries()) checkOne(file, one, [...path, index], type);
  else if (isGroup(test)) checkWords(file, test, path, type);
  else checkOne(file, test, path, type);
}

function checkWords(file: SourceFile, test: Record<string, unknown>, path: Path, type: NameType | null): void {
  if (Object.keys(test).length === 0)
    file.report(path, "There is no test here. Write a value, or a test such as `{ exists: true }`.", "key");
  const interval = ["from", "to"].find((word) => word in test);
  if (interval) file.report([...path, interval], notAnInterval(test), "key");
  for (const bound of ["at_least", "at_most"]) if (bound in test) checkBound(file, test[bound], [...path, bound], type);
  for (const word of PART_TESTS) if (word in test) checkPart(file, test[word], [...path, word]);
  if ("not" in test) checkTest(file, test["not"], [...path, "not"], type);
}

/** Tests for a part of a text. */
const PART_TESTS = ["contains", "starts_with", "ends_with"];

function checkPart(file: SourceFile, wanted: unknown, path: Path): void {
  const texts = Array.isArray(wanted) ? wanted.map((text, index) => ({ text, at: [...path, index] })) : [{ text: wanted, at: path }];
  for (const { text, at } of texts) {
    if (typeof text === "string" && text.trim() === "") file.report(at, EMPTY_TEXT);
  }
}

const EMPTY_TEXT =
  "This text is empty, so the test holds for every value. Write the text that is meant, or `{ exists: true }` where any value will do.";

function notAnInterval({ from, to }: Record<string, unknown>): string {
  const bounds = [from === undefined ? "" : `at_least: ${String(from)}`, to === undefined ? "" : `at_most: ${String(to)}`].filter(Boolean);
  return `\`from\` and \`to\` are for \`call.time_of_day\` alone. Here write \`{ ${bounds.join(", ")} }\`.`;
}

function checkBound(file: SourceFile, value: unknown, path: Path, type: NameType | null): void {
  const name = String(path.findLast((part) => typeof part === "string" && !TESTS.has(part)));
  if (type === "number" && typeof value === "string" && !Number.isFinite(Number(value)))
    file.report(
      path,
      `\`${name}\` is a number${unit(name)}; found ${found(value)}. Write it in figures${unit(name) ? ", in seconds" : ""}: \`{ ${path.at(-1)}: ${unit(name) ? 120 : 3} }\`.`,
    );
  const words = Object.hasOwn(NAMES, name) ? NAMES[name]!.values : undefined;
  if (words)
    file.report(
      path,
      `\`${name}\` is a word, neither more nor less than another. List those that you mean: \`[${words.slice(0, 2).join(", ")}]\`.`,
    );
  const problem = type === "date" ? notADate(name, value) : null;
  if (problem) file.report(path, problem);
}

const TESTS = new Set(["at_least", "at_most", "not"]);

function checkOne(file: SourceFile, value: unknown, path: Path, type: NameType | null): void {
  const name = String(path.findLast((part) => typeof part === "string" && part !== "not"));
  if (typeof value === "string" && /\{\{|\{%/.test(value))
    return file.report(path, "A condition compares with fixed values; gaps `{{ }}` are not filled in here.");
  if (typeof value === "string" && /^(>=?|<=?|!=|==?)\s*\S/.test(value)) return file.report(path, comparison(value));
  const problem = neverEqual(name, type, value);
  if (problem) file.report(path, problem);
}

function comparison(text: string): string {
  const [, sign = "", rest = ""] = /^([<>=!]+)\s*(.*)$/.exec(text) ?? [];
  const test = { ">": "at_least", ">=": "at_least", "<": "at_most", "<=": "at_most", "!=": "not" }[sign];
  return `\`${shortened(text)}\` is compared letter by letter. ${test ? `Write it as a test: \`{ ${test}: ${rest} }\`.` : `Write the value alone: \`${rest}\`.`}`;
}

function valueAt(data: unknown, path: Path): unknown {
  let here = data;
  for (const part of path) here = (here as Record<string | number, unknown>)[part];
  return here;
}
