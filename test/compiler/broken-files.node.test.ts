import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileMappings } from "../../src/compiler/compile.ts";
import { renderProblem } from "../../src/compiler/source-file.ts";

const INVALID = join(import.meta.dirname, "invalid");
const VALID = join(import.meta.dirname, "valid");
const RIGHT = join(import.meta.dirname, "right-after-all");

const yamlIn = (dir: string) => readdirSync(dir).filter((name) => name.endsWith(".yaml"));
const read = (dir: string, name: string) => ({ path: name, text: readFileSync(join(dir, name), "utf8") });
const sentences = (files: { path: string; text: string }[]) => compileMappings(files).problems.map(renderProblem).join("\n");

describe("A broken file gets exactly these sentences", () => {
  test.each(yamlIn(INVALID))("%s", (name) => {
    const expected = readFileSync(join(INVALID, name.replace(/\.yaml$/, ".expected.txt")), "utf8").trim();
    expect(sentences([read(INVALID, name)])).toBe(expected);
    expect(expected).not.toBe("");
  });

  test("two files of one name: the second is told of the first", () => {
    const dir = join(INVALID, "two-files-of-one-name");
    expect(sentences(yamlIn(dir).map((name) => read(dir, name)))).toBe(
      "support.yaml:1:7  name: `sales calls` is already the name of sales.yaml. Give one of them another `name:`.",
    );
  });

  test("all files are said in one go, in their order", () => {
    const found = compileMappings(
      yamlIn(INVALID)
        .toReversed()
        .map((name) => read(INVALID, name)),
    ).problems;
    expect(new Set(found.map(({ file }) => file)).size).toBe(yamlIn(INVALID).length);
    expect(found.map(({ file }) => file)).toEqual(found.map(({ file }) => file).toSorted());
  });
});

describe("A sound file is compiled", () => {
  test.each(yamlIn(VALID))("%s", async (name) => {
    const { mappings, problems } = compileMappings([read(VALID, name)]);
    expect(problems.map(renderProblem)).toEqual([]);
    await expect(`${JSON.stringify(mappings[0], null, 2)}\n`).toMatchFileSnapshot(join(VALID, name.replace(/\.yaml$/, ".compiled.json")));
  });
});

test.each(yamlIn(RIGHT))("%s looks like a mistake, and is right", (name) => {
  expect(sentences([read(RIGHT, name)])).toBe("");
});
