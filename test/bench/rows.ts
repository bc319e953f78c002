import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** How many rows one call writes into the object's storage, index rows and all: counted in workerd by the story that also bounds it. */

const STORY = "costs at most eleven rows a call";

export function rowsACall(): number {
  const arguments_ = ["run", "--project", "workerd", "test/stories/full-speed/burst.test.ts", "-t", STORY];
  const output = execFileSync("vitest", arguments_, { cwd: join(import.meta.dirname, "../.."), encoding: "utf8" });
  const rows = /rows a call: ([\d.]+)/.exec(output)?.[1];
  if (rows === undefined) throw new Error(`no figure in what the story printed:\n${output}`);
  return Number(rows);
}
