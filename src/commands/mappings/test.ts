import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { styleText } from "node:util";
import { type ExampleResult, examplePaths, tryExamples } from "./examples/examples.ts";
import { PARTS, mappingsDir, readMappingFiles } from "./mapping-files.ts";
import { InputError, compiled, readMappings } from "./read-files.ts";
import { type Arguments, runCommand, text } from "./run-command.ts";

const USAGE = `npm run mappings -- test [FILE…] [--dir DIR]

Tries the examples beside the mappings (*.examples.yaml): a list of

  - name: a customer who said yes moves the deal
    given:
      call: { customer_phone: "+5511987654321", extracted_variables: { status: true } }
      records: { contact: { id: 501 }, deal: { id: 901, dealstage: Appointment scheduled } }
      pipelines: { deals: { Sales Pipeline: [Appointment scheduled, Contract sent] } }
    expect:
      contact: unchanged                    or created, updated, written, skipped, held
      deal: { dealstage: Contract sent }    what must be written; null: must not be
      note: { contains: goal reached }      or lacks; \`on: [contact, deal]\`
      warnings: [contact.budget]            of what something is left out or shortened; []: of nothing

What an example does not name is not compared, unless it says \`exactly: true\`.
\`expect: { skipped: true }\`: no mapping takes the call. \`expect: { held: true }\`: it waits for a person.`;

/** `npm run mappings -- test`. */
export function test(args: string[]): Promise<number> {
  return runCommand(args, USAGE, { dir: { type: "string" } }, run);
}

function run({ files, flags }: Arguments): number {
  const dir = text(flags["dir"]) ?? mappingsDir();
  const results = tryAll(dir, files);
  const failed = results.filter(({ differences }) => differences.length > 0);
  for (const result of failed) console.log(`${paint("red", "not as expected")}  ${failure(result)}\n`);
  const all = `${results.length} ${results.length === 1 ? "example" : "examples"}`;
  if (results.length === 0)
    console.log(`There are no examples in ${dir}/: write some in a file beside a mapping that ends in .examples.yaml.`);
  else
    console.log(
      failed.length === 0 ? paint("green", `${all}, all as expected.`) : paint("red", `${failed.length} of ${all} not as expected.`),
    );
  return failed.length === 0 ? 0 : 1;
}

function paint(style: "red" | "green", words: string): string {
  return process.stdout.isTTY ? styleText(style, words) : words;
}

/** Every example of a folder, or those of the named files. Throws InputError. `npm test` runs this too. */
export function tryAll(dir: string = mappingsDir(), files: string[] = []): ExampleResult[] {
  const missing = files.find((path) => !existsSync(path));
  if (missing !== undefined) throw new InputError(`There is no file ${missing}.`);
  const paths = files.length > 0 ? examplesAmong(files) : examplePaths(dir);
  const own = paths.map((path) => ({ path, mapping: mappingElsewhere(path, dir) }));
  const mappings = own.every(({ mapping }) => mapping !== null) && paths.length > 0 ? [] : readMappings(dir);
  return own.flatMap(({ path, mapping }) => tryExamples(path, mapping === null ? mappings : compiled(readMappingFiles([mapping]), PARTS)));
}

/** A mapping in another folder is none of those that calls go through: its examples are of it alone. */
function mappingElsewhere(path: string, dir: string): string | null {
  const mapping = path.replace(/\.examples\.yaml$/, ".yaml");
  return mapping !== path && resolve(dirname(path)) !== resolve(dir) && existsSync(mapping) ? mapping : null;
}

/** Of a mapping the examples beside it are meant; a pattern such as `mappings/*` names more than examples. */
function examplesAmong(files: string[]): string[] {
  const beside = files.flatMap((path) => {
    if (path.endsWith(".examples.yaml")) return [path];
    const examples = path.replace(/\.yaml$/, ".examples.yaml");
    return examples !== path && existsSync(examples) ? [examples] : [];
  });
  if (beside.length > 0) return [...new Set(beside)];
  const [lone] = files;
  if (files.length === 1 && !lone?.endsWith(".yaml")) return files;
  throw new InputError(`${files.join(", ")}: no examples among these. They stand beside a mapping, in a file that ends in .examples.yaml.`);
}

/** One failed example, as a person reads it. */
export function failure({ file, name, differences }: ExampleResult): string {
  return [`${file}: ${name}`, ...differences.map((difference) => `    ${difference}`)].join("\n");
}
