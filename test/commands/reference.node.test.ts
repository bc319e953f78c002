import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NAMES } from "../../src/call/names.ts";
import { withReference } from "../../src/commands/reference.ts";
import { allWords } from "../../src/commands/schema-words.ts";

describe("mappings/README.md", () => {
  it("shows the names, formats, filters and write modes that there are (else: npm run reference)", () => {
    const page = readFileSync("mappings/README.md", "utf8");
    expect(withReference(page)).toBe(page);
  });

  it("lists every word of the language", () => {
    const page = readFileSync("mappings/README.md", "utf8");
    const names = new Set(Object.keys(NAMES));
    const missing = [...allWords()].filter((word) => !names.has(word) && !page.includes(`\`${word}\``) && !page.includes(`\`${word}:`));
    expect(missing).toEqual([]);
  });

  it("links to files that exist", () => {
    const page = readFileSync("mappings/README.md", "utf8");
    for (const [, path] of page.matchAll(/\]\(([^)#]+)\)/g)) expect(() => readFileSync(`mappings/${path}`)).not.toThrow();
  });
});
