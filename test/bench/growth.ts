import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** What operations cost as calls grow: rows read, rows written, milliseconds; and bytes a call. Counted in workerd by the story that also bounds it. */
export function growth(sizes: number[]): { header: string; operations: string[]; storage: string[] } {
  const output = execFileSync("vitest", ["run", "--project", "workerd", "test/stories/full-speed/growth.test.ts"], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, VITE_GROWTH: sizes.join(",") },
    maxBuffer: 100_000_000,
  });
  const told = (name: string) => [...output.matchAll(new RegExp(`${name} \\| (.+)`, "g"))].map(([, row]) => row as string);
  const header = `| Operation: rows read / rows written / ms | ${sizes.map((size) => size.toLocaleString("en-US")).join(" | ")} |`;
  return { header, operations: told("growth").map((row) => `| ${row}`), storage: told("storage") };
}
