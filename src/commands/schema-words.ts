import { editorSchema } from "../compiler/schema/editor-schema.ts";

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  definitions?: Record<string, Schema>;
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
}

/** Words of the mapping language that may stand at one place, and what each means. */
export type Words = [word: string, describe: string][];

const ROOT = JSON.parse(editorSchema()) as Schema;

/** From the schema's own descriptions. `path`: property by property; `*` is whatever name one gives. */
export function wordsAt(...path: string[]): Words {
  const at = path.reduce(step, ROOT);
  return Object.entries(at.properties ?? {}).map(([word, schema]) => [word, describe(schema)]);
}

export function wordsOf(definition: string): Words {
  return Object.entries(ROOT.definitions?.[definition]?.properties ?? {}).map(([word, schema]) => [word, describe(schema)]);
}

function step(schema: Schema, part: string): Schema {
  const next = part === "*" ? schema.additionalProperties : schema.properties?.[part];
  if (next === undefined) throw new Error(`the schema has no ${part} here`);
  return next;
}

/** A description of its own, else that of what it refers to. */
function describe(schema: Schema): string {
  const whole = schema.description ?? [schema.$ref, ...(schema.allOf ?? []).map(({ $ref }) => $ref)].map(described).find(Boolean) ?? "";
  return whole.replaceAll("\n", " ");
}

function described($ref: string | undefined): string | undefined {
  return $ref === undefined ? undefined : ROOT.definitions?.[$ref.slice($ref.lastIndexOf("/") + 1)]?.description;
}

/** Every word that the language has at any place, save the names that a condition may test. */
export function allWords(): Set<string> {
  const words = new Set<string>();
  const walk = (schema: Schema | undefined): void => {
    if (schema === undefined) return;
    for (const [word, below] of Object.entries(schema.properties ?? {})) {
      words.add(word);
      walk(below);
    }
    for (const below of [schema.additionalProperties, schema.items, ...(schema.allOf ?? []), ...(schema.anyOf ?? [])]) walk(below);
    for (const below of Object.values(schema.definitions ?? {})) walk(below);
  };
  walk(ROOT);
  return words;
}
