import type { Condition, Mapping } from "../mapping/compiled-mapping.ts";
import { checkCondition } from "./checks/check-conditions.ts";
import { checkConnectives } from "./checks/check-connectives.ts";
import { checkHead } from "./checks/check-header.ts";
import { checkProperties } from "./checks/check-properties.ts";
import { checkRecords } from "./checks/check-records.ts";
import { checkReadings } from "./checks/check-references.ts";
import { checkWorkingTime } from "./checks/check-working-time.ts";
import { isGroup } from "./words/describe-value.ts";
import { checkReach } from "./reach/check-reach.ts";
import { checkDepth } from "./schema/check-depth.ts";
import { checkShape } from "./schema/check-schema.ts";
import type { MappingInput } from "./schema/mapping-file.ts";
import { NO_PARTS, type PartFiles, useParts } from "./parts/use-parts.ts";
import { type Scope, scopeOf } from "./scope.ts";
import type { MappingProblem, SourceFile } from "./source-file.ts";
import { checkBraces } from "./text/check-braces.ts";
import { checkComments } from "./text/check-comments.ts";
import { checkInvisible } from "./text/check-invisible.ts";
import { checkNumbers } from "./text/check-numbers.ts";
import { compileCondition } from "./emit/to-condition.ts";
import { nameOf, toMapping } from "./emit/to-mapping.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

/** `sources` says where each part of a file stands, in the same order. */
interface Compiled {
  mappings: Mapping[];
  problems: MappingProblem[];
  sources: SourceFile[];
}

/**
 * Checks mapping files and turns them into what the planner reads. Says every problem of every file, one message for each mistake;
 * `mappings` holds only files without any, in the alphabetical order of their names, whatever their case. Runs when the Worker is
 * built, never in it. `portalFollows`: what a portal tells better (which properties may be written, who the owners are) is left to it. `parts`: the files
 * that mappings use (`use:`).
 */
export function compileMappings(
  files: { path: string; text: string }[],
  { portalFollows = false, parts = NO_PARTS }: { portalFollows?: boolean; parts?: PartFiles } = {},
): Compiled {
  const sorted = files.toSorted((a, b) => compareNames(a.path, b.path));
  const read = sorted.map(({ path, text }) => {
    const file = parseYaml(path, text);
    useParts(file, parts);
    return checkFile(file, portalFollows);
  });
  checkNames(read.map(({ file }) => file));
  checkReach(
    read.flatMap(({ file, words }) => (words && file.problems.length === 0 ? [{ file, when: whenOf(words), clock: clockOf(words) }] : [])),
  );
  return {
    mappings: read.flatMap(({ file, words }) => (words && file.problems.length === 0 ? [toMapping(file, words)] : [])),
    sources: read.map(({ file }) => file),
    problems: read.flatMap(({ file }) => file.problems.toSorted((a, b) => a.line - b.line || a.column - b.column)),
  };
}

function checkFile(file: SourceFile, portalFollows: boolean): { file: SourceFile; words: MappingInput | null } {
  file.portalFollows = portalFollows;
  checkDepth(file);
  checkConnectives(file);
  checkComments(file);
  checkInvisible(file);
  const words = file.data === undefined ? null : checkShape(file);
  if (isGroup(file.data)) {
    const scope = scopeOf(file.data);
    checkHead(file, file.data);
    checkProperties(file, file.data["properties"]);
    checkWorkingTime(file, file.data["working_time"], file.data["country"]);
    checkCondition(file, scope, file.data["when"], ["when"]);
    checkRecords(file, scope, file.data["records"]);
    checkReadings(file, scope);
    checkWritten(file, scope);
  }
  return { file, words };
}

/** What YAML, a keyboard or another program made of what was meant, wherever it stands. */
function checkWritten(file: SourceFile, scope: Scope): void {
  checkBraces(file, scope);
  checkNumbers(file, scope);
}

/** Receipts and the console tell mappings apart by their names. */
function checkNames(files: SourceFile[]): void {
  const taken = new Map<string, string>();
  for (const file of files) {
    if (!isGroup(file.data)) continue;
    const name = nameOf(file, file.data);
    const other = taken.get(name.toLowerCase());
    if (other) file.report(["name"], `\`${name}\` is already the name of ${other}. Give one of them another \`name:\`.`);
    else taken.set(name.toLowerCase(), file.path);
  }
}

function whenOf(words: MappingInput): Condition | null {
  return words.when ? compileCondition(words.when) : null;
}

/** The hours and days of two files are only alike where their clocks are. */
function clockOf({ timezone, working_time }: MappingInput): string {
  return JSON.stringify([timezone ?? "UTC", working_time ?? null]);
}

/** As people see them in a list of files: capital letters make no difference. */
export function compareNames(a: string, b: string): number {
  return compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
