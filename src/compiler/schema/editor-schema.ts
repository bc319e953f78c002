import { z } from "zod";
import { NAMES } from "../../call/names.ts";
import { mappingFile } from "./mapping-file.ts";

/** The JSON Schema that editors complete and explain by. */
export function editorSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(mappingFile, { target: "draft-7", io: "input", override: withoutNoise });
  const { condition } = rest.definitions as Record<string, z.core.JSONSchema.BaseSchema>;
  if (condition) condition.properties = { ...namesToTest(), ...condition.properties };
  return `${JSON.stringify({ $schema, title: "OtoniStark to HubSpot: a mapping", ...rest }, null, 2)}\n`;
}

/** zod says of every record that its keys are texts; in a hover that is noise. */
function withoutNoise({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.propertyNames;
}

/** The check takes these from a table, so the schema itself does not name them; an editor should offer them all the same. */
function namesToTest(): Record<string, z.core.JSONSchema.BaseSchema> {
  const testable = Object.entries(NAMES).filter(
    ([name, { type }]) => type !== "group" && type !== "list" && !/^(transfers|call\.turns)\./.test(name),
  );
  return Object.fromEntries(
    testable.map(([name, { describe }]) => [name, { description: sentence(describe), allOf: [{ $ref: "#/definitions/test" }] }]),
  );
}

function sentence(describe: string): string {
  return `${describe.charAt(0).toUpperCase()}${describe.slice(1)}.`;
}
