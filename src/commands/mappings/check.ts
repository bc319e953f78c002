import { existsSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { compileMappings } from "../../compiler/compile.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { findingText, runChecks } from "../portal/run-checks.ts";
import { OFFLINE_CHECKS, factsOf, readSnapshot, staleness } from "../portal/snapshot-file.ts";
import type { Checked } from "../portal/uses.ts";
import { PARTS, mappingPaths, mappingsDir, readMappingFiles } from "./mapping-files.ts";
import { problemText } from "./problem-text.ts";
import { runCommand, text as textOf } from "./run-command.ts";

const USAGE = `npm run mappings -- check [FILE…] [--dir DIR]

Prints every problem of the mappings, with its line and what to do about it. Touches no network.

  FILE       only these mappings (examples among them are passed over); left out: all of them
  --dir DIR  the folder of the mappings (mappings/)

Exit code 0: no problem. 1: there are some. 2: the command was not understood.`;

/** `npm run mappings -- check`. */
export function check(args: string[]): Promise<number> {
  return runCommand(args, USAGE, { dir: { type: "string" } }, ({ files, flags }) =>
    checkFiles(files, textOf(flags["dir"]) ?? mappingsDir()),
  );
}

function checkFiles(named: string[], dir: string): number {
  const paths = pathsOf(named, dir);
  if (typeof paths === "string") return fail(paths);
  const files = readMappingFiles(paths);
  const each = togetherIn(files, dir).map((some) => compileMappings(some, { parts: PARTS }));
  const [mappings, problems, sources] = [
    each.flatMap((one) => one.mappings),
    each.flatMap((one) => one.problems),
    each.flatMap((one) => one.sources),
  ];
  if (problems.length > 0) return fail(problemText(problems, process.stderr.isTTY === true));
  const unfit = againstSnapshot({ mappings, sources }, dir);
  if (unfit !== null) return fail(unfit);
  console.log(summary(mappings));
  return 0;
}

/** Subfolders hold no mappings that are in use: each of theirs is checked as if it were the only one. */
function togetherIn<T extends { path: string }>(files: T[], dir: string): T[][] {
  const below = (path: string) => dirname(resolve(path)).startsWith(resolve(dir) + sep);
  const [apart, together] = [files.filter(({ path }) => below(path)), files.filter(({ path }) => !below(path))];
  return [...(together.length > 0 ? [together] : []), ...apart.map((file) => [file])];
}

/** What does not fit the portal as the snapshot beside the mappings shows it; null where all does, or there is none. */
function againstSnapshot(checked: Checked, dir: string): string | null {
  const snapshot = readSnapshot(dir);
  if (typeof snapshot === "string" || snapshot === null) return snapshot;
  const old = staleness(snapshot, dir, new Date());
  if (old !== null) console.error(old);
  const facts = factsOf(
    snapshot,
    checked.sources.map(({ text }) => text),
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
export function pathsOf(named: string[], dir: string = mappingsDir()): string[] | string {
  const missing = named.find((path) => !existsSync(path));
  if (missing) return `There is no file ${missing}.`;
  if (named.length > 0) return mappingsAmong(named);
  if (!existsSync(dir)) return `There is no folder ${dir}/ here. Run this in the project's folder.`;
  const paths = mappingPaths(dir);
  return paths.length > 0 ? paths : `${dir}/ holds no mapping: no file that ends in .yaml. Without one no call is written to HubSpot.`;
}

/** A pattern such as `mappings/*` also names examples, the schema and folders: only mappings are checked. */
function mappingsAmong(named: string[]): string[] | string {
  const [lone] = named;
  if (named.length === 1 && statSync(lone as string).isDirectory()) return `${lone} is a folder. Name it with --dir: check --dir ${lone}`;
  const mappings = named.length === 1 && !isExamples(lone as string) ? named : named.filter(isMapping);
  return mappings.length > 0
    ? mappings
    : `${named.join(", ")}: no mapping among these. Examples (*.examples.yaml) are tried with \`npm run mappings -- test\`.`;
}

function isExamples(path: string): boolean {
  return path.endsWith(".examples.yaml");
}

function isMapping(path: string): boolean {
  return /\.ya?ml$/.test(path) && !isExamples(path) && statSync(path).isFile();
}

function fail(text: string): number {
  console.error(text);
  return 1;
}

function summary(mappings: Mapping[]): string {
  const count = mappings.length === 1 ? "1 mapping" : `${mappings.length} mappings`;
  return `${count}, no problems: ${mappings.map(({ file, name }) => (file === `${name}.yaml` ? file : `${file} (${name})`)).join(", ")}`;
}
