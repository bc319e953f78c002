import { writeFileSync } from "node:fs";
import { editorSchema } from "../mapping/schema/editor-schema.ts";

writeFileSync("mappings/mapping.schema.json", editorSchema());
