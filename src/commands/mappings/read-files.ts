import { existsSync, readFileSync, statSync } from "node:fs";
import { YAMLParseError, parse as parseYaml } from "yaml";
import type { Call } from "../../call/call.ts";
import { compileMappings } from "../../compiler/compile.ts";
import type { PartFiles } from "../../compiler/parts/use-parts.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import { problemText } from "./problem-text.ts";
import { PARTS, mappingPaths, mappingsDir, readMappingFiles } from "./mapping-files.ts";

/** Something about the command's input that its user can mend; the message is all they see. */
export class InputError extends Error {}

/** The checked mappings of a folder. Throws InputError with every problem. */
export function readMappings(dir: string = mappingsDir()): Mapping[] {
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new InputError(`There is no folder ${dir}/ here. Run this in the project's folder, or name one with --dir.`);
  const paths = mappingPaths(dir);
  if (paths.length === 0) throw new InputError(`${dir}/ holds no mapping: no file that ends in .yaml.`);
  return compiled(readMappingFiles(paths), PARTS);
}

/** Throws InputError with every problem. */
export function compiled(files: { path: string; text: string }[], parts: PartFiles): Mapping[] {
  const { mappings, problems } = compileMappings(files, { parts });
  if (problems.length > 0) throw new InputError(problemText(problems, false));
  return mappings;
}

/** One call's JSON, or a list of them. Throws InputError. */
export function readCalls(path: string): Call[] {
  const json = readJson(path, "a post-call webhook's JSON");
  const bodies = Array.isArray(json) ? json : [json];
  return bodies.map((body, index) => readCall(body, bodies.length > 1 ? `${path}, entry ${index + 1}` : path));
}

/** Throws InputError. A call that brings no date counts as received now, as it would be; one that does is read the same on every day. */
export function readCall(body: unknown, where: string): Call {
  const dated = parsePostCall(body);
  const parsed = dated.kind === "call" && isUndated(dated.call) ? parsePostCall(body, new Date().toISOString()) : dated;
  if (parsed.kind === "call") return parsed.call;
  if (parsed.kind === "ignored") throw new InputError(`${where} is not a call. ${parsed.reason}`);
  const issues = parsed.issues.map(({ path, message }) => `  ${path === "" ? "" : `${path}: `}${message}`);
  throw new InputError([`${where} is not a post-call webhook:`, ...issues].join("\n"));
}

/** Without the mark that some editors put before a text. Throws InputError. */
/** Without any date of its own a call ends where time begins. */
function isUndated({ endedAt }: Call): boolean {
  return Date.parse(endedAt) === 0;
}

export function readText(path: string, what: string): string {
  if (!existsSync(path)) throw new InputError(`There is no file ${path}.`);
  if (statSync(path).isDirectory()) throw new InputError(`${path} is a folder; ${what} was expected.`);
  return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
}

function readJson(path: string, what: string): unknown {
  const text = readText(path, what);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path} is not JSON: ${(error as Error).message}. ${what[0]?.toUpperCase()}${what.slice(1)} was expected.`, {
      cause: error,
    });
  }
}

/** YAML, and so JSON. Throws InputError. */
export function readYaml(path: string, what: string): unknown {
  try {
    return parseYaml(readText(path, what));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    throw new InputError(`${path}:${line}:${col}  This is not YAML: ${error.message.split("\n")[0]?.replace(/ at line \d+.*$/, "")}.`, {
      cause: error,
    });
  }
}
