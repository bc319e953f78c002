import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compileMappings } from "../../compiler/compile.ts";
import { PARTS, mappingPaths, mappingsDir, readMappingFiles } from "../mappings/mapping-files.ts";
import { problemText } from "../mappings/problem-text.ts";
import { CannotCheck } from "./ask.ts";
import type { Checked } from "./uses.ts";

/** Exit codes of the commands that ask a portal. */
export const EXIT = { fine: 0, findings: 1, cannotCheck: 2, pending: 3 } as const;

export interface Given {
  files: string[];
  flags: Record<string, string | boolean | undefined>;
  /** Nothing but JSON on standard output. */
  json: boolean;
  connection: string | null;
}

const COMMON: ParseArgsOptionsConfig = { json: { type: "boolean" }, connection: { type: "string" }, help: { type: "boolean" } };

/** What its user can mend is one message and exit code 2; with `--json` it is JSON as well. */
export async function runPortalCommand(
  args: string[],
  usage: string,
  options: ParseArgsOptionsConfig,
  work: (given: Given) => Promise<number>,
): Promise<number> {
  const json = args.includes("--json");
  try {
    const { positionals, values } = parseArgs({ args, options: { ...COMMON, ...options }, allowPositionals: true });
    if (values["help"]) {
      console.log(usage);
      return EXIT.fine;
    }
    const flags = values as Given["flags"];
    return await work({
      files: positionals,
      flags,
      json,
      connection: typeof flags["connection"] === "string" ? flags["connection"] : null,
    });
  } catch (error) {
    const isUsage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (!isUsage && !(error instanceof CannotCheck) && !(error instanceof BadMappings)) throw error;
    const message = (error as Error).message;
    if (json) console.log(JSON.stringify({ error: message }, null, 2));
    console.error(isUsage ? `${message}\n\n${usage}` : message);
    return error instanceof BadMappings ? EXIT.findings : EXIT.cannotCheck;
  }
}

/** The files themselves have problems: the message is all of them. */
export class BadMappings extends Error {}

/** The mappings of a connection: `mappings/acme/*.yaml` where there is such a folder. Throws BadMappings with every problem. */
export function readChecked(connection: string | null): Checked {
  const own = connection === null ? null : join(mappingsDir(), connection);
  const dir = own !== null && existsSync(own) ? own : mappingsDir();
  const paths = existsSync(dir) ? mappingPaths(dir) : [];
  if (paths.length === 0) throw new CannotCheck(`${dir}/ holds no mapping: no file that ends in .yaml. Run this in the project's folder.`);
  const { mappings, problems, sources } = compileMappings(readMappingFiles(paths), { portalFollows: true, parts: PARTS });
  if (problems.length > 0) throw new BadMappings(problemText(problems, false));
  return { mappings, sources };
}
