/** wrangler's `[build]` step: a mapping with a problem, or a setting that says nothing, stops dev, deploy and dry-run; otherwise the bundle gets the compiled mappings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { enableCompileCache } from "node:module";

// wrangler runs this on every change of a mapping: with the cache it takes half the time. It counts for what is imported after it.
enableCompileCache();
const { compileMappings } = await import("../compiler/compile.ts");
const { PARTS, readMappingFiles } = await import("./mappings/mapping-files.ts");
const { wrongInToml } = await import("./deployed-settings.ts");
const { pathsOf } = await import("./mappings/check.ts");
const { problemText } = await import("./mappings/problem-text.ts");

const OUT_DIR = ".generated";
const OUT = `${OUT_DIR}/mappings.json`;

const paths = pathsOf([]);
const wrong = existsSync("wrangler.toml") ? wrongInToml(readFileSync("wrangler.toml", "utf8")) : [];
if (wrong.length > 0) fail(wrong.map(({ message, fix }) => `wrangler.toml: ${message} ${fix}`).join("\n"));
else if (typeof paths === "string") fail(paths);
else {
  const { mappings, problems } = compileMappings(readMappingFiles(paths), { parts: PARTS });
  if (problems.length > 0) fail(problemText(problems, process.stderr.isTTY === true));
  else write(`${JSON.stringify(mappings, null, 1)}\n`);
}

/** `npm start` goes on with the mappings that were good last, so that a slip of the pen does not stop the connector. */
function fail(text: string): void {
  const goesOn = process.env["KEEP_LAST_GOOD_MAPPINGS"] !== undefined && existsSync(OUT);
  console.error(goesOn ? `${text}\nUntil then the mappings stay as they were.` : text);
  if (!goesOn) process.exitCode = 1;
}

/** wrangler watches what the bundle imports: an unchanged file must stay untouched. */
function write(json: string): void {
  if (existsSync(OUT) && readFileSync(OUT, "utf8") === json) return;
  mkdirSync(OUT_DIR, { recursive: true });
  writeFileSync(OUT, json);
}
