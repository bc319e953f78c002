import { writeFileSync } from "node:fs";
import { editorSchema } from "../compiler/schema/editor-schema.ts";

writeFileSync("mappings/mapping.schema.json", editorSchema());
