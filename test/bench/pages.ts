import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** What the console's pages take with few and with many calls stored, and the ratio: told in workerd by the story that also bounds it. */
export function pages(sizes: number[]): string[] {
  const output = execFileSync("vitest", ["run", "--project", "workerd", "test/stories/full-speed/pages.test.ts"], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, VITE_PAGES: sizes.join(",") },
    maxBuffer: 100_000_000,
  });
  return [...output.matchAll(/pages \| (.+)/g)].map(([, row]) => `| ${row}`);
}
