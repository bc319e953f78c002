import { readFileSync, writeFileSync } from "node:fs";
import { withReference } from "./reference.ts";

const README = "mappings/README.md";

writeFileSync(README, withReference(readFileSync(README, "utf8")));
