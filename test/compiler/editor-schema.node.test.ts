import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { editorSchema } from "../../src/compiler/schema/editor-schema.ts";

interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  definitions?: Record<string, JsonSchema>;
  [key: string]: unknown;
}

const FILE = join(import.meta.dirname, "../../mappings/mapping.schema.json");

test("mappings/mapping.schema.json is what the schema says today (if not: npm run schema)", () => {
  expect(readFileSync(FILE, "utf8")).toBe(editorSchema());
});

test("every word of the language explains itself in the editor", () => {
  const mute: string[] = [];
  const walk = (schema: JsonSchema, path: string) => {
    for (const [word, below] of Object.entries(schema.properties ?? {})) {
      if (!below.description && !("$ref" in below || "allOf" in below) && word !== "object") mute.push(`${path}.${word}`);
    }
    for (const [key, value] of Object.entries(schema))
      if (typeof value === "object" && value !== null) walk(value as JsonSchema, `${path}.${key}`);
  };
  walk(JSON.parse(editorSchema()) as JsonSchema, "");
  expect(mute).toEqual([]);
});
