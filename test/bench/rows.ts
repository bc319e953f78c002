import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** How many rows a call writes into the object's storage, index rows and all, as a table's rows: counted in workerd by the story that also bounds them. */
export function rowsACall(): string[] {
  const output = execFileSync("vitest", ["run", "--project", "workerd", "test/stories/full-speed/rows-written.test.ts"], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
  });
  const rows = [...output.matchAll(/rows a call (\|.+\|)/g)].map(([, row]) => row as string);
  if (rows.length === 0) throw new Error(`no figures in what the story printed:\n${output}`);
  return rows;
}
