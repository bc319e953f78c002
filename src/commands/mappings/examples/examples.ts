import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Call } from "../../../call/call.ts";
import type { Mapping } from "../../../mapping/compiled-mapping.ts";
import { planOne } from "../plan-one.ts";
import { baseSchema } from "../portal-file/base-schema.ts";
import { portalOf } from "../portal-file/read-portal-file.ts";
import { InputError, readCall, readText, readYaml } from "../read-files.ts";
import { didYouMean } from "../../../compiler/words/did-you-mean.ts";
import { checkCall, checkPortal } from "./check-given.ts";
import { compareExample } from "./compare-example.ts";

type Group = Record<string, unknown>;

interface Example {
  name: string;
  call: Call;
  portal: Group;
  expect: Group;
  exactly: boolean;
}

/** What became of an example: how what would be written differs from what it expects, in words. */
export interface ExampleResult {
  file: string;
  name: string;
  differences: string[];
}

/** What an example need not say. */
const DEFAULT_CALL = { id: 1, status: "completed", created_at: "2026-01-15T12:00:00Z" };

export function examplePaths(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".examples.yaml"))
    .map((entry) => join(dir, entry.name))
    .toSorted();
}

/** Tries every example of a file. Those of `sales.examples.yaml` go through all the mappings, as calls do. Throws InputError. */
export function tryExamples(path: string, mappings: Mapping[]): ExampleResult[] {
  const base = baseSchema(dirname(path), [readText(path, "a list of examples")]);
  return readExamples(path, mappings).map((example) => {
    const outcome = planOne(example.call, mappings, portalOf(example.portal, "the example names none", base));
    return {
      file: basename(path),
      name: example.name,
      differences: compareExample(example.expect, example.exactly, outcome, mappingBeside(path, mappings)),
    };
  });
}

/** The mapping that the examples stand beside: they say something of it, unless `expect: { mapping: … }` says of which. */
function mappingBeside(path: string, mappings: Mapping[]): Mapping | null {
  const file = basename(path).replace(/\.examples\.yaml$/, ".yaml");
  return mappings.find((mapping) => mapping.file === file) ?? null;
}

/** Throws InputError for a file that is no list of examples. */
function readExamples(path: string, mappings: Mapping[]): Example[] {
  const list = readYaml(path, "a list of examples") ?? [];
  if (!Array.isArray(list)) throw new InputError(`${path} is not a list. Each example begins with \`- name:\`.`);
  return list.map((entry, index) => readExample(entry, `${path}, example ${index + 1}`, mappings));
}

const WORDS = ["name", "given", "expect", "exactly"];

function readExample(entry: unknown, where: string, mappings: Mapping[]): Example {
  const { name, given, expect, exactly = false, ...unknown } = group(entry, where);
  const stranger = Object.keys(unknown)[0];
  if (stranger !== undefined)
    throw new InputError(
      `${where}: \`${stranger}\` is not a word I know here. An example has ${WORDS.join(", ")}.${didYouMean(stranger, WORDS)}`,
    );
  if (typeof name !== "string" || name === "") throw new InputError(`${where}: it has no \`name:\`.`);
  const title = `${where} (${name})`;
  const { call, records, ...portal } = group(given ?? {}, `${title}: \`given\``);
  checkPortal(portal, mappings, `${title}: \`given\``, ["call", "records"]);
  checkPortal(group(records ?? {}, `${title}: \`given.records\``), mappings, `${title}: \`given.records\``);
  checkCall(group(call ?? {}, `${title}: \`given.call\``), mappings, `${title}: \`given.call\``);
  const body = { ...DEFAULT_CALL, ...group(call ?? {}, `${title}: \`given.call\``) };
  const held = { ...portal, ...group(records ?? {}, `${title}: \`given.records\``) };
  return {
    name,
    call: readCall(body, `${title}: \`given.call\``),
    portal: held,
    expect: group(expect, `${title}: \`expect\``),
    exactly: exactly === true,
  };
}

function group(value: unknown, where: string): Group {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Group;
  throw new InputError(`${where} is ${value === undefined ? "missing" : "not a group of `name: value` lines"}.`);
}
