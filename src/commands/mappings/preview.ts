import { writeFileSync } from "node:fs";
import type { Call } from "../../call/call.ts";
import { sharedBy } from "./shared-by.ts";
import { mappingsDir } from "./mapping-files.ts";
import { baseSchema } from "./portal-file/base-schema.ts";
import { planJson } from "../../planner/plan-one.ts";
import { type Outcome, planOne } from "./plan-one.ts";
import { PORTAL_HELP, readPortal } from "./portal-file/read-portal-file.ts";
import { previewPage } from "./preview-page.ts";
import { previewText } from "./preview-text.ts";
import { InputError, readCalls, readMappings, readText } from "./read-files.ts";
import { type Arguments, runCommand, text } from "./run-command.ts";

const USAGE = `npm run mappings -- preview CALL.json [--portal FILE] [--html OUT] [--json] [--dir DIR]

Shows what a call would write, and why. Touches no network.

  CALL.json      a post-call webhook's body, as OtoniStark sends it; or a list of them
  --portal FILE  what HubSpot holds before, so that \`if_empty\` and \`forward\` show their effect
  --html OUT     writes a page with the note as it will look
  --json         for machines
  --dir DIR      the folder of the mappings (mappings/)

${PORTAL_HELP}`;

const OPTIONS = { portal: { type: "string" }, html: { type: "string" }, json: { type: "boolean" }, dir: { type: "string" } } as const;

/** `npm run mappings -- preview`. */
export function preview(args: string[]): Promise<number> {
  return runCommand(args, USAGE, OPTIONS, show);
}

function show({ files, flags }: Arguments): number {
  if (files.length !== 1) throw new InputError(`Name one file with a call.\n\n${USAGE}`);
  const dir = text(flags["dir"]) ?? mappingsDir();
  const mappings = readMappings(dir);
  const portal = readPortal(
    text(flags["portal"]),
    baseSchema(
      dir,
      files.map((path) => readText(path, "a post-call webhook's JSON")),
    ),
    mappings,
  );
  const outcomes = readCalls(files[0] as string).map((call) => ({ call, outcome: planOne(call, mappings, portal) }));
  const page = text(flags["html"]);
  if (page !== null && outcomes[0]) writeFileSync(page, previewPage(outcomes[0].call, outcomes[0].outcome));
  if (flags["json"]) console.log(JSON.stringify(asJson(outcomes), null, 2));
  else console.log(outcomes.map(({ call, outcome }) => previewText(call, outcome, process.stdout.isTTY === true)).join("\n\n"));
  if (page !== null && !flags["json"]) console.log(`\nThe note as it will look: ${page}`);
  return 0;
}

function asJson(outcomes: { call: Call; outcome: Outcome }[]): unknown {
  const all = outcomes.map(({ call, outcome }) => ({
    ...planJson(call, outcome),
    records: (outcome.plan?.records ?? []).map((record) => ({ ...record, shared: sharedBy(call, outcome.choice.mapping, record) })),
  }));
  return all.length === 1 ? all[0] : all;
}
