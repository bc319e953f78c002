import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { InputError } from "./read-files.ts";

export interface Arguments {
  files: string[];
  flags: Record<string, string | boolean | undefined>;
}

/** Runs a command's work: `--help` prints its usage, what its user can mend is one message and exit code 2. */
export async function runCommand(
  args: string[],
  usage: string,
  options: ParseArgsOptionsConfig,
  work: (given: Arguments) => number | Promise<number>,
): Promise<number> {
  try {
    const { positionals, values } = parseArgs({ args, options: { ...options, help: { type: "boolean" } }, allowPositionals: true });
    if (values["help"]) {
      console.log(usage);
      return 0;
    }
    return await work({ files: positionals, flags: values as Arguments["flags"] });
  } catch (error) {
    if (error instanceof InputError) console.error(error.message);
    else if ((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) console.error(`${(error as Error).message}\n\n${usage}`);
    else throw error;
    return 2;
  }
}

export function text(flag: string | boolean | undefined): string | null {
  return typeof flag === "string" ? flag : null;
}
