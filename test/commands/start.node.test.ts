import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
let child: ChildProcess | undefined;

afterEach(() => child?.kill("SIGINT"));

test("npm start shows two calls arriving in the sandbox, and ends without a trace", { timeout: 60_000 }, async () => {
  const said = await started();
  expect(said).toMatch(/somebody new.*\n +contact +created +firstname: "Rafael"[^]*note +created/);
  expect(said).toMatch(/Marina Alves.*\n +contact +unchanged +already filled[^]*deal +updated +hs_next_step: "Visit the bakery/);
  const pages = [...said.matchAll(/→ (\S+)/g)].map(([, url]) => url as string);
  for (const page of pages) expect(await (await fetch(page)).text()).toContain("AI call: goal");

  child?.kill("SIGINT");
  expect(await new Promise((resolve) => child?.once("exit", resolve))).toBe(0);
  const connector = /(http:\S+)\/api\/calls/.exec(said)?.[1] as string;
  for (const url of [...pages, connector]) await expect(fetch(url)).rejects.toThrow();
});

function started(): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child = spawn(process.execPath, ["src/commands/start.ts"], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ctrl-C stops")) resolve(said);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", () => reject(new Error(said)));
  });
}
