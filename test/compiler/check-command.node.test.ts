import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const COMMANDS = join(import.meta.dirname, "../../src/commands");
const place = mkdtempSync(join(tmpdir(), "mappings-"));
mkdirSync(join(place, "mappings/drafts"), { recursive: true });
afterAll(() => rmSync(place, { recursive: true }));

const SOUND = 'records: { contact: { find_by: [ phone: "{{ customer_phone }}" ] } }\n';
const put = (path: string, text: string) => writeFileSync(join(place, path), text);

function run(command: string, ...args: string[]): { code: number; said: string } {
  try {
    return {
      code: 0,
      said: execFileSync(process.execPath, [join(COMMANDS, command), ...args], { cwd: place, encoding: "utf8", stdio: "pipe" }),
    };
  } catch (thrown) {
    const { status, stderr } = thrown as { status: number; stderr: string };
    return { code: status, said: stderr };
  }
}

test("check and build say the same of the same folder", () => {
  expect(run("mappings.ts", "check")).toMatchObject({ code: 1, said: expect.stringContaining("mappings/ holds no mapping") });

  put("mappings/sales.yaml", `name: Sales calls\n${SOUND}`);
  put("mappings/a.yaml", `when: { status: busy }\n${SOUND}`);
  put("mappings/sales.examples.yaml", "- not a mapping\n");
  put("mappings/drafts/b.yaml", "not one either\n");
  expect(run("mappings.ts", "check")).toEqual({ code: 0, said: "2 mappings, no problems: a.yaml, sales.yaml (Sales calls)\n" });

  put("mappings/sales.yaml", `nmae: Sales calls\n${SOUND}`);
  const expected = {
    code: 1,
    said: "mappings/sales.yaml:1:1  `nmae` is not a word I know here. Did you mean `name`?\n\n1 problem. Nothing is deployed until it is mended.\n",
  };
  expect(run("mappings.ts", "check")).toEqual(expected);
  expect(run("build-mappings.ts")).toEqual(expected);
  expect(run("mappings.ts", "check", "mappings/a.yaml").code).toBe(0);
  expect(run("mappings.ts", "check", "mappings/c.yaml")).toEqual({ code: 1, said: "There is no file mappings/c.yaml.\n" });
});

test("build writes the compiled mappings, and leaves them untouched when nothing changed", () => {
  put("mappings/sales.yaml", `name: Sales calls\n${SOUND}`);
  const out = join(place, ".generated/mappings.json");
  expect(run("build-mappings.ts").code).toBe(0);
  const before = statSync(out).mtimeMs;
  expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject([{ file: "a.yaml", name: "a" }, { name: "Sales calls" }]);
  run("build-mappings.ts");
  expect(statSync(out).mtimeMs).toBe(before);
});

test("an unknown command is told what there is", () => {
  expect(run("mappings.ts", "chekc")).toMatchObject({ code: 2, said: expect.stringContaining("npm run mappings -- check") });
});
