import { z } from "zod";
import { mappingFile } from "../schema.ts";

/** The JSON Schema that editors complete and explain by. */
export function editorSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(mappingFile, { target: "draft-7", io: "input" });
  return `${JSON.stringify({ $schema, title: "OtoniStark to HubSpot: a mapping", ...rest }, null, 2)}\n`;
}
