import { styleText } from "node:util";
import type { Call } from "../../call/call.ts";
import { type Difference, comparePlans } from "./compare-plans.ts";
import { oneLine } from "./html-lines.ts";
import { mappingsDir } from "./mapping-files.ts";
import { oldMappings } from "./old-mappings.ts";
import { planOne } from "./plan-one.ts";
import { baseSchema } from "./portal-file/base-schema.ts";
import { PORTAL_HELP, readPortal } from "./portal-file/read-portal-file.ts";
import { InputError, readCalls, readText, readMappings } from "./read-files.ts";
import { type Arguments, runCommand, text } from "./run-command.ts";

const USAGE = `npm run mappings -- diff OLD CALL.json… [--portal FILE] [--json] [--exit-code] [--dir DIR]

Applies two versions of the mappings to the same calls, and shows which writes differ.

  OLD            the old version: a folder, or a git revision (\`main\`, \`HEAD~1\`)
  CALL.json      files with a post-call webhook's body, or a list of them
  --portal FILE  what HubSpot holds before
  --json         for machines
  --exit-code    exit code 1 if anything differs
  --dir DIR      the folder of the new version (mappings/)

${PORTAL_HELP}`;

const OPTIONS = {
  portal: { type: "string" },
  json: { type: "boolean" },
  "exit-code": { type: "boolean" },
  dir: { type: "string" },
} as const;

/** `npm run mappings -- diff`. */
export function diff(args: string[]): Promise<number> {
  return runCommand(args, USAGE, OPTIONS, show);
}

interface CallDifferences {
  call: string;
  file: string;
  differences: Difference[];
}

function show({ files, flags }: Arguments): number {
  const [old, ...paths] = files;
  if (old === undefined || paths.length === 0) throw new InputError(`Name the old version and at least one file with a call.\n\n${USAGE}`);
  const dir = text(flags["dir"]) ?? mappingsDir();
  const [before, after] = [oldMappings(old, dir), readMappings(dir)];
  const portal = readPortal(
    text(flags["portal"]),
    baseSchema(
      dir,
      paths.map((path) => readText(path, "a post-call webhook's JSON")),
    ),
    [...before, ...after],
  );
  const compare = (file: string, call: Call): CallDifferences => ({
    call: call.id,
    file,
    differences: comparePlans(planOne(call, before, portal), planOne(call, after, portal)),
  });
  const all = paths.flatMap((file) => readCalls(file).map((call) => compare(file, call)));
  const changed = all.filter(({ differences }) => differences.length > 0);
  if (flags["json"]) console.log(JSON.stringify({ calls: all.length, changed: changed.length, differences: changed }, null, 2));
  else console.log(report(all.length, changed, process.stdout.isTTY === true));
  return flags["exit-code"] && changed.length > 0 ? 1 : 0;
}

function report(count: number, changed: CallDifferences[], colour: boolean): string {
  const calls = count === 1 ? "1 call" : `${count} calls`;
  if (changed.length === 0) return `${calls}: nothing would be written differently.`;
  const sections = changed.map(({ call, file, differences }) =>
    [`Call ${oneLine(call, 60)} (${file})`, ...differences.flatMap((one) => lines(one, colour))].join("\n"),
  );
  return [...sections, `${changed.length} of ${calls} would be written differently.`].join("\n\n");
}

const LONGEST_VALUE = 60;

function lines({ record, property, before, after, rule, lines: changed }: Difference, colour: boolean): string[] {
  const paint = (style: "red" | "green", words: string) => (colour ? styleText(style, words) : words);
  const name = [record ?? "the call", property].filter(Boolean).join(".");
  const where = rule === null ? "" : `   ${rule}`;
  if (changed)
    return [
      `  ${name}${where}`,
      ...changed.removed.map((line) => paint("red", `    - ${oneLine(line, 110)}`)),
      ...changed.added.map((line) => paint("green", `    + ${oneLine(line, 110)}`)),
    ];
  return [`  ${name}   ${paint("red", shown(before, property))} → ${paint("green", shown(after, property))}${where}`];
}

function shown(value: string | null, property: string | null): string {
  if (value === null) return property === null ? "–" : "not written";
  const plain = oneLine(value, property === null ? 160 : LONGEST_VALUE);
  return property === null ? plain : plain === "" ? "(emptied)" : `“${plain}”`;
}
