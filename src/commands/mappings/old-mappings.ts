import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import type { PartFiles } from "../../compiler/parts/use-parts.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { InputError, compiled, readMappings } from "./read-files.ts";

/** The mappings of a folder, or of this folder at a git revision. Throws InputError. */
export function oldMappings(old: string, dir: string): Mapping[] {
  if (existsSync(old) && statSync(old).isDirectory()) return readMappings(old);
  const paths = git(old, ["ls-tree", "--name-only", old, "--", `${dir.replace(/\/+$/, "")}/`])
    .split("\n")
    .filter((path) => path.endsWith(".yaml") && !path.endsWith(".examples.yaml"));
  if (paths.length === 0) throw new InputError(`There was no mapping in ${dir}/ at ${old}.`);
  const mappings = paths.map((path) => ({ path, text: git(old, ["show", `${old}:./${path}`]) }));
  return compiled(mappings, partsAt(old));
}

/** The parts that they used, as they stood then. */
function partsAt(old: string): PartFiles {
  const listed = new Set(git(old, ["ls-tree", "-r", "--name-only", old]).split("\n"));
  return {
    read: (path) => (listed.has(path) ? git(old, ["show", `${old}:./${path}`]) : null),
    below: (folder) => [...listed].filter((path) => path.startsWith(`${folder}/`)),
  };
}

function git(revision: string, args: string[]): string {
  // A name that begins with a dash would be an option.
  if (revision.startsWith("-")) throw new InputError(`${revision} is neither a folder nor a git revision.`);
  try {
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new InputError(`${revision} is neither a folder nor a git revision here.`, { cause: error });
  }
}
