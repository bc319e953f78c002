import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { compileMappings } from "../../src/compiler/compile.ts";

function problems(path: string, text: string): string[] {
  return compileMappings([{ path, text }]).problems.map(({ line, message }) => `${path}:${line} ${message}`);
}

describe("the mappings that come with the connector", () => {
  const paths = ["mappings", "mappings/examples"].flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`));

  it.each(paths.filter((path) => /(?<!\.examples)\.yaml$/.test(path)))("%s has no problem", (path) => {
    expect(problems(path, readFileSync(path, "utf8"))).toEqual([]);
  });
});

/** The page shows pieces of mappings: each is put where it would stand. */
function wholeMapping(piece: Record<string, unknown>): Record<string, unknown> {
  const found = { find_by: [{ phone: "{{ customer_phone }}" }] };
  const [first = ""] = Object.keys(piece);
  if (first === "records") return piece;
  if (first === "when" || first === "variables")
    return { ...piece, records: { contact: { ...found, set: { phone: { from: "customer_phone" } } } } };
  if (["contact", "deal", "note"].includes(first ?? "")) return { records: { contact: found, ...piece } };
  return { records: { contact: { ...found, set: first === "set" ? piece["set"] : piece } } };
}

describe("mappings/README.md", () => {
  const pieces = [...readFileSync("mappings/README.md", "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => parse(text) as unknown,
  );

  it.each(pieces.filter((piece) => !Array.isArray(piece)) as Record<string, unknown>[])("shows what would pass the check: %j", (piece) => {
    expect(problems("README.md", stringify(wholeMapping(piece)))).toEqual([]);
  });
});
