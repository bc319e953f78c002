import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withReference } from "../../src/commands/reference.ts";

describe("mappings/README.md", () => {
  it("shows the names, formats, filters and write modes that there are (else: npm run reference)", () => {
    const page = readFileSync("mappings/README.md", "utf8");
    expect(withReference(page)).toBe(page);
  });

  it("links to files that exist", () => {
    const page = readFileSync("mappings/README.md", "utf8");
    for (const [, path] of page.matchAll(/\]\(([^)#]+)\)/g)) expect(() => readFileSync(`mappings/${path}`)).not.toThrow();
  });
});
