import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failure, tryAll } from "../../src/commands/mappings/test.ts";

const FOLDER = "mappings/examples";
const MAPPINGS = readdirSync(FOLDER).filter((file) => /(?<!\.examples)\.yaml$/.test(file));

describe("Every mapping that is shown as an example", () => {
  it.each(MAPPINGS)("%s has examples of its own beside it, and does what they say", (file) => {
    const beside = `${FOLDER}/${file.replace(/\.yaml$/, ".examples.yaml")}`;
    expect(existsSync(beside)).toBe(true);
    const results = tryAll("mappings", [beside]);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ differences }) => differences.length > 0).map(failure)).toEqual([]);
  });
});
