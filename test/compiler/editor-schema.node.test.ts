import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { editorSchema } from "../../src/compiler/schema/editor-schema.ts";

interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  definitions?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const FILE = join(import.meta.dirname, "../../mappings/mapping.schema.json");

test("mappings/mapping.schema.json is what the schema says today (if not: npm run schema)", () => {
  expect(readFileSync(FILE, "utf8")).toBe(editorSchema());
});

test("every word of the language explains itself in the editor", () => {
  const mute: string[] = [];
  const walk = (schema: JsonSchema | undefined, path: string): void => {
    if (schema === undefined) return;
    for (const [word, below] of Object.entries(schema.properties ?? {})) {
      if (!below.description && !("$ref" in below || "allOf" in below) && word !== "object") mute.push(`${path}.${word}`);
      walk(below, `${path}.${word}`);
    }
    for (const below of [schema.additionalProperties, schema.items, ...(schema.anyOf ?? [])]) walk(below, `${path}.*`);
    for (const [name, below] of Object.entries(schema.definitions ?? {})) walk(below, name);
  };
  walk(JSON.parse(editorSchema()) as JsonSchema, "");
  expect(mute).toEqual([]);
});
