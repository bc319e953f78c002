import { existsSync, statSync } from "node:fs";
import { styleText } from "node:util";
import { compileMappings } from "../../compiler/compile.ts";
import { type MappingProblem, renderProblem } from "../../compiler/source-file.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { findingText, runChecks } from "../portal/run-checks.ts";
import { OFFLINE_CHECKS, factsOf, readSnapshot, staleness } from "../portal/snapshot-file.ts";
import type { Checked } from "../portal/uses.ts";
import { mappingPaths, mappingsDir, readMappingFiles } from "./mapping-files.ts";

/** Prints every problem of the given files, or of all mappings. */
export function check(args: string[]): number {
  const paths = pathsOf(args);
  if (typeof paths === "string") return fail(paths);
  const files = readMappingFiles(paths);
  const { mappings, problems, sources } = compileMappings(files);
  if (problems.length > 0) return fail(problemText(problems, process.stderr.isTTY === true));
  const unfit = againstSnapshot({ mappings, sources }, files);
  if (unfit !== null) return fail(unfit);
  console.log(summary(mappings));
  return 0;
}

/** What does not fit the portal as the snapshot beside the mappings shows it; null where all does, or there is none. */
function againstSnapshot(checked: Checked, files: { text: string }[]): string | null {
  const dir = mappingsDir();
  const snapshot = readSnapshot(dir);
  if (typeof snapshot === "string" || snapshot === null) return snapshot;
  const old = staleness(snapshot, dir, new Date());
  if (old !== null) console.error(old);
  const facts = factsOf(
    snapshot,
    files.map(({ text }) => text),
  );
  const { findings } = runChecks(checked, facts, OFFLINE_CHECKS);
  if (findings.length === 0) return null;
  const count = findings.length === 1 ? "1 thing does" : `${findings.length} things do`;
  return [
    ...findings.map((finding) => findingText(finding)),
    "",
    `${count} not fit portal ${snapshot.portal.id} (${dir}/portal.json).`,
  ].join("\n");
}

/** The files to check (all mappings, if none are named), or what is wrong with what was asked for. */
export function pathsOf(args: string[]): string[] | string {
  const missing = args.find((path) => !existsSync(path) || !statSync(path).isFile());
  if (missing) return `There is no file ${missing}.`;
  if (args.length > 0) return args;
  const dir = mappingsDir();
  if (!existsSync(dir)) return `There is no folder ${dir}/ here. Run this in the project's folder.`;
  const paths = mappingPaths(dir);
  return paths.length > 0 ? paths : `${dir}/ holds no mapping: no file that ends in .yaml. Without one no call is written to HubSpot.`;
}

function fail(text: string): number {
  console.error(text);
  return 1;
}

function summary(mappings: Mapping[]): string {
  const count = mappings.length === 1 ? "1 mapping" : `${mappings.length} mappings`;
  return `${count}, no problems: ${mappings.map(({ file, name }) => (file === `${name}.yaml` ? file : `${file} (${name})`)).join(", ")}`;
}

export function problemText(problems: MappingProblem[], colour: boolean): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    ...problems.map((problem) => problemLine(problem, colour)),
    "",
    `${count}. Nothing is deployed until ${problems.length === 1 ? "it is" : "they are"} mended.`,
  ].join("\n");
}

function problemLine(problem: MappingProblem, colour: boolean): string {
  const plain = renderProblem(problem);
  const where = plain.slice(0, plain.indexOf("  "));
  return colour ? styleText("cyan", where) + plain.slice(where.length) : plain;
}
