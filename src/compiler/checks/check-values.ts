import { isComputedProperty, isNumberProperty } from "../../hubspot/model/known-properties.ts";
import { isGroup, shortened } from "../words/describe-value.ts";
import { propertyProblem } from "../words/property-name.ts";
import { isTemplate } from "../references.ts";
import { type Scope, typeOf } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { checkCondition } from "./check-conditions.ts";
import { checkLiteral } from "./check-literal.ts";
import { neverEqual } from "./never-holds.ts";

/** What the schema cannot see in a `set`, a `find_by` entry or an `at`. */
export function checkSet(file: SourceFile, scope: Scope, set: unknown, path: Path, object: string): void {
  if (!isGroup(set)) return;
  for (const [property, value] of Object.entries(set)) {
    const problem = propertyProblem(property);
    if (problem) file.report([...path, property], problem, "key");
    else if (!file.portalFollows && isComputedProperty(object, property))
      file.report([...path, property], `HubSpot computes \`${property}\` itself and lets nobody write it. Remove the line.`, "key");
    else {
      checkValue(file, scope, value, [...path, property], property);
      if (isGroup(value)) checkCondition(file, scope, value["when"], [...path, property, "when"]);
      if (isGroup(value) && value["write"] === "clear") checkClear(file, value, [...path, property], property, object);
    }
  }
}

/** What a record of that kind never goes without. */
const NEVER_BLANK: Record<string, string[]> = { deals: ["dealstage", "pipeline"], tickets: ["hs_pipeline_stage", "hs_pipeline"] };

function checkClear(file: SourceFile, rule: Record<string, unknown>, path: Path, property: string, object: string): void {
  const beside = ["from", "value", "template", "format", "map", "otherwise", "blank"].find((word) => word in rule);
  if (beside)
    file.report(
      [...path, beside],
      `\`write: clear\` empties \`${property}\`, so \`${beside}\` says nothing here. Remove it. To empty it for some calls only, add \`when:\` with what must hold.`,
      "key",
    );
  if (NEVER_BLANK[object]?.includes(property))
    file.report([...path, "write"], `HubSpot keeps no ${object} without \`${property}\`, so it cannot be emptied. Write another value.`);
}

export function checkValue(file: SourceFile, scope: Scope, value: unknown, path: Path, property: string): void {
  if (isGroup(value)) return checkRule(file, scope, value, path, property);
  if (typeof value === "string" && isTemplate(value)) return checkNumberText(file, value, path, property);
  const piped = typeof value === "string" ? /^([\w.]+)\s*\|\s*\w+/.exec(value)?.[1] : undefined;
  if (piped !== undefined && readsLikeName(piped, scope))
    return file.report(
      path,
      `This writes the letters \`${shortened(String(value))}\`. A gap stands in braces and quotes: \`"{{ ${shortened(String(value))} }}"\`.`,
    );
  if (typeof value === "string" && readsLikeName(value, scope))
    return file.report(
      path,
      `This writes the letters \`${value}\`. For the value of that name write \`{ from: ${value} }\`; for the letters \`{ value: ${value} }\`.`,
    );
  checkLiteral(file, value, path, property);
}

/** `R$ {{ budget }}`: what stands beside the gap is there even when the gap is blank. */
function checkNumberText(file: SourceFile, template: string, path: Path, property: string): void {
  if (!isNumberProperty(property)) return;
  const beside = template.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, " ").trim();
  if (!/[^\d\s.,+-]/.test(beside)) return;
  const name = /^[^{}]*\{\{\s*([\w.]+)\s*\}\}[^{}]*$/.exec(template)?.[1] ?? "…";
  file.report(
    path,
    `\`${property}\` holds a number, and \`${shortened(beside)}\` would stand beside it, even where there is none. Write \`{ from: ${name}, format: number }\`.`,
  );
}

function checkRule(file: SourceFile, scope: Scope, rule: Record<string, unknown>, path: Path, property: string): void {
  checkSources(file, rule, path);
  checkFrom(file, rule["from"], [...path, "from"]);
  checkFixed(file, rule["value"], [...path, "value"], property, "write `template:` instead of `value:`");
  checkMap(file, rule, path, property);
  checkMapKeys(file, scope, rule, path);
  if (typeof rule["template"] === "string" && rule["format"] === undefined)
    checkNumberText(file, rule["template"], [...path, "template"], property);
}

/** What stands on the left of a `map`, and is never met. */
export function checkMapKeys(file: SourceFile, scope: Scope, { from, map, format }: Record<string, unknown>, path: Path): void {
  if (typeof from !== "string" || !isGroup(map) || format !== undefined) return;
  for (const key of Object.keys(map)) {
    const problem = neverEqual(from, typeOf(from, scope), key);
    if (problem) file.report([...path, "map", key], problem, "key");
  }
}

export const SOURCES = ["from", "value", "template"];

export function checkSources(file: SourceFile, rule: Record<string, unknown>, path: Path): void {
  const given = SOURCES.filter((word) => Object.hasOwn(rule, word));
  const [first, second] = given;
  if (second)
    file.report([...path, second], `\`${first}\` and \`${second}\` both say where the value comes from. Keep one of them.`, "key");
  if (!first && rule["write"] !== "clear" && !file.hasProblemBelow(path))
    file.report(
      path,
      `It is not said where the value comes from. Add \`from:\` (a name to read), \`template:\` or \`value:\`${rule["blank"] === "clear" ? ", or write `{ write: clear }` to empty it always" : ""}.`,
      "key",
    );
}

export function checkFrom(file: SourceFile, from: unknown, path: Path): void {
  if (typeof from !== "string" || !isTemplate(from)) return;
  const name = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(from.trim())?.[1];
  file.report(
    path,
    name
      ? `\`from\` takes the name without braces: \`from: ${name}\`.`
      : "`from` takes a name without braces. For a text with gaps use `template:` instead.",
  );
}

/** Literals in `value`, `map` and `otherwise` are written as they stand. */
function checkFixed(file: SourceFile, value: unknown, path: Path, property: string, instead: string): void {
  if (typeof value === "string" && isTemplate(value))
    file.report(path, `\`${shortened(value)}\` would be written as it stands, with its braces: ${instead}.`);
  else checkLiteral(file, value, path, property);
}

function checkMap(file: SourceFile, rule: Record<string, unknown>, path: Path, property: string): void {
  const { map, otherwise } = rule;
  if (isGroup(map)) {
    for (const [key, value] of Object.entries(map))
      checkFixed(file, value, [...path, "map", key], property, "a map holds fixed values only");
    if (Object.keys(map).length === 0) file.report([...path, "map"], "`map` is empty. Write what becomes what, or remove it.", "key");
  }
  if (otherwise === undefined) return;
  if (map === undefined && !file.hasProblemBelow(path))
    file.report(
      [...path, "otherwise"],
      "`otherwise` says what to write when `map` does not name the value, but there is no `map` here.",
      "key",
    );
  checkFixed(file, otherwise, [...path, "otherwise"], property, "`otherwise` takes a fixed value, or `keep`");
}

const LONE_NAMES = new Set(["customer_phone", "assistant_phone", "recording_url", "created_at", "finished_at", "assistant_name"]);
const ROOTS = /^(extracted_variables|input_variables|lead|campaign|call)\.[a-z_][\w.]*$/;

/** A fixed text that is surely meant as a name. */
function readsLikeName(text: string, scope: Scope): boolean {
  const [root = "", ...rest] = text.split(".");
  return LONE_NAMES.has(text) || ROOTS.test(text) || (scope.crm.has(root) && rest.length === 1 && /^[a-z_]\w*$/.test(rest[0]!));
}
