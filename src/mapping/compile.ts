import { checkCondition } from "./compile/check-conditions.ts";
import { checkConnectives } from "./compile/check-connectives.ts";
import { checkHead } from "./compile/check-head.ts";
import { checkReadings } from "./compile/check-readings.ts";
import { checkRecords } from "./compile/check-records.ts";
import { isGroup } from "./compile/found.ts";
import { parseYaml } from "./compile/parse-yaml.ts";
import { scopeOf } from "./compile/scope.ts";
import { checkShape } from "./compile/shape.ts";
import type { MappingProblem, SourceFile } from "./compile/source-file.ts";
import { nameOf, toMapping } from "./compile/to-mapping.ts";
import type { Mapping } from "./mapping.ts";
import type { MappingWords } from "./schema.ts";

export { renderProblem, type MappingProblem } from "./compile/source-file.ts";

/**
 * Checks mapping files and turns them into what the planner reads. Says every problem of every file, one message for each mistake;
 * `mappings` holds only files without any, in alphabetical order of their names. Runs when the Worker is built, never in it.
 */
export function compileMappings(files: { path: string; text: string }[]): { mappings: Mapping[]; problems: MappingProblem[] } {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  const read = sorted.map(({ path, text }) => checkFile(parseYaml(path, text)));
  checkNames(read.map(({ file }) => file));
  return {
    mappings: read.flatMap(({ file, words }) => (words && file.problems.length === 0 ? [toMapping(file, words)] : [])),
    problems: read.flatMap(({ file }) => file.problems.toSorted((a, b) => a.line - b.line || a.column - b.column)),
  };
}

function checkFile(file: SourceFile): { file: SourceFile; words: MappingWords | null } {
  checkConnectives(file);
  const words = file.data === undefined ? null : checkShape(file);
  if (isGroup(file.data)) {
    const scope = scopeOf(file.data);
    checkHead(file, file.data);
    checkCondition(file, scope, file.data["when"], ["when"]);
    checkRecords(file, scope, file.data["records"]);
    checkReadings(file, scope);
  }
  return { file, words };
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
