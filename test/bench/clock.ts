import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A burst on a clock that only HubSpot's limits and its distance move: what the limits allow, whatever the machine. Told in workerd by the story that also bounds it. */
export function onAClock(calls: number, cases: { latencyMs: number; per10s: number }[]): string[] {
  const output = execFileSync("vitest", ["run", "--project", "workerd", "test/stories/full-speed/limits-used.test.ts"], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, VITE_CLOCK: [calls, ...cases.map(({ latencyMs, per10s }) => `${latencyMs}:${per10s}`)].join(":") },
    maxBuffer: 100_000_000,
  });
  return [...output.matchAll(/clock \| (.+)/g)].map(([, row]) => `| ${row}`);
}
