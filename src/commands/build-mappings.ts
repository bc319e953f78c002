/** wrangler's `[build]` step: a mapping with a problem stops dev, deploy and dry-run; otherwise the bundle gets the compiled mappings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compileMappings } from "../mapping/compile.ts";
import { mappingPaths, mappingsDir, readMappingFiles } from "./mapping-files.ts";
import { problemText } from "./mappings-check.ts";

const OUT_DIR = ".generated";
const OUT = `${OUT_DIR}/mappings.json`;

const { mappings, problems } = compileMappings(readMappingFiles(mappingPaths(mappingsDir())));
if (problems.length > 0) {
  console.error(problemText(problems, process.stderr.isTTY === true));
  process.exitCode = 1;
} else {
  const json = `${JSON.stringify(mappings, null, 1)}\n`;
  // wrangler watches what the bundle imports: an unchanged file must stay untouched.
  if (!existsSync(OUT) || readFileSync(OUT, "utf8") !== json) {
    mkdirSync(OUT_DIR, { recursive: true });
    writeFileSync(OUT, json);
  }
}
