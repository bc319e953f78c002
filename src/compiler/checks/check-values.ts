import { isGroup, shortened } from "../words/describe-value.ts";
import { propertyProblem } from "../words/property-name.ts";
import { isTemplate } from "../references.ts";
import type { Scope } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { checkLiteral } from "./check-literal.ts";

/** What the schema cannot see in a `set`, a `find_by` entry or an `at`. */
export function checkSet(file: SourceFile, scope: Scope, set: unknown, path: Path): void {
  if (!isGroup(set)) return;
  for (const [property, value] of Object.entries(set)) {
    const problem = propertyProblem(property);
    if (problem) file.report([...path, property], problem, "key");
    else checkValue(file, scope, value, [...path, property], property);
  }
}

export function checkValue(file: SourceFile, scope: Scope, value: unknown, path: Path, property: string): void {
  if (isGroup(value)) return checkRule(file, scope, value, path, property);
  if (typeof value === "string" && isTemplate(value)) return;
  if (typeof value === "string" && readsLikeName(value, scope))
    return file.report(
      path,
      `This writes the letters \`${value}\`. For the value of that name write \`{ from: ${value} }\`; for the letters \`{ value: ${value} }\`.`,
    );
  checkLiteral(file, value, path, property);
}

function checkRule(file: SourceFile, scope: Scope, rule: Record<string, unknown>, path: Path, property: string): void {
  checkSources(file, rule, path);
  checkFrom(file, rule["from"], [...path, "from"]);
  checkFixed(file, rule["value"], [...path, "value"], property, "write `template:` instead of `value:`");
  checkMap(file, rule, path, property);
}

const SOURCES = ["from", "value", "template"];

function checkSources(file: SourceFile, rule: Record<string, unknown>, path: Path): void {
  const given = SOURCES.filter((word) => Object.hasOwn(rule, word));
  const [first, second] = given;
  if (second)
    file.report([...path, second], `\`${first}\` and \`${second}\` both say where the value comes from. Keep one of them.`, "key");
  if (!first && !file.hasProblemBelow(path))
    file.report(path, "It is not said where the value comes from. Add `from:` (a name to read), `template:` or `value:`.", "key");
}

function checkFrom(file: SourceFile, from: unknown, path: Path): void {
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
