import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { examplePaths } from "../../src/commands/mappings/examples/examples.ts";
import { readMappings } from "../../src/commands/mappings/read-files.ts";
import { failure, tryAll } from "../../src/commands/mappings/test.ts";
import { compileMappings } from "../../src/compiler/compile.ts";

function problems(path: string, text: string): string[] {
  return compileMappings([{ path, text }]).problems.map(({ line, message }) => `${path}:${line} ${message}`);
}

describe("the mappings that come with the connector", () => {
  const paths = ["mappings", "mappings/examples"].flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`));

  it.each(paths.filter((path) => /(?<!\.examples)\.yaml$/.test(path)))("%s has no problem", (path) => {
    expect(problems(path, readFileSync(path, "utf8"))).toEqual([]);
  });
});

describe("the examples that share a part", () => {
  it("have no problem, and every example beside them is as expected", () => {
    const dir = "mappings/examples/saas";
    expect(readMappings(dir).map(({ name }) => name)).toEqual(["Demos", "Win back"]);
    const tried = tryAll("mappings", examplePaths(dir));
    expect(tried.length).toBeGreaterThan(4);
    expect(tried.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });
});

const MAPPINGS = ["mappings", "mappings/examples"].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".examples.yaml"))
    .map((file) => `${folder}/${file}`),
);

it("every mapping that is shown has examples beside it", () => {
  const shown = readdirSync("mappings/examples").filter((file) => /(?<!\.examples)\.yaml$/.test(file));
  expect(MAPPINGS).toEqual(expect.arrayContaining(shown.map((file) => `mappings/examples/${file.replace(".yaml", ".examples.yaml")}`)));
});

it.each(MAPPINGS)("%s says what the mapping beside it does", (path) => {
  const results = tryAll("mappings", [path]);
  expect(results.length).toBeGreaterThan(1);
  expect(results.filter(({ differences }) => differences.length > 0).map(failure)).toEqual([]);
});

const PAGES = ["README.md", "mappings/README.md"];
const CONTACT = '  contact:\n    find_by: [{ phone: "{{ customer_phone }}" }]\n';
const page = (path: string) => readFileSync(path, "utf8");
const deeper = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));

/** The pages show pieces of mappings: each is put where it would stand, as it was written. */
function wholeMapping(piece: string): string {
  const edge = Math.min(...[...piece.matchAll(/^( *)\S/gm)].map(([, indent = ""]) => indent.length));
  const text = piece.replace(new RegExp(`^ {${edge}}`, "gm"), "");
  const first = /^[\w.]+/m.exec(text)?.[0] ?? "";
  if (/^records:/m.test(text)) return text;
  if (["when", "variables", "country", "language", "labels", "working_time", "properties", "shadow"].includes(first))
    return `${text}\nrecords:\n${CONTACT}`;
  if (first === "contact") return `records:\n${deeper(text, 2)}`;
  if (["company", "deal", "ticket", "note", "call", "task", "meeting"].includes(first)) return `records:\n${CONTACT}${deeper(text, 2)}`;
  return `records:\n${CONTACT}${first === "set" ? deeper(text, 4) : `    set:\n${deeper(text, 6)}`}`;
}

function yamlIn(path: string): string[] {
  return [...page(path).matchAll(/```yaml\n([\s\S]*?)```/g)]
    .map(([, text = ""]) => text)
    .filter((text) => !/^(on|jobs|- name):/m.test(text) && !text.startsWith("- name"));
}

/** The right side of the style guide, without what is said of it. */
function styleLines(path: string): string[] {
  const diff = /```diff\n([\s\S]*?)```/.exec(page(path))?.[1] ?? "";
  return [...diff.matchAll(/^\+ ([a-z]\w*: .+)$/gm)].map(([, line = ""]) => line.replace(/ {2,}.*$/, ""));
}

function templatesIn(path: string): string[] {
  return [...page(path).matchAll(/`(\{\{[^`]*\}\})`/g)].map(([, text = ""]) => text.replaceAll("\\|", "|"));
}

/** What stands for itself in a sentence, not for a template. */
const NOT_TEMPLATES = new Set(["{{ }}", "{{ … }}"]);

describe.each(PAGES)("what %s shows can be copied into a mapping", (path) => {
  it.each(yamlIn(path))("as a piece of YAML: %s", (piece) => {
    expect(problems(path, wholeMapping(piece))).toEqual([]);
  });

  it.each(
    templatesIn(path)
      .filter((text) => !NOT_TEMPLATES.has(text))
      .map((text) => [text]),
  )("as a value in double quotes: %s", (template) => {
    expect(problems(path, `records:\n${CONTACT}    set:\n      a: "${template}"\n`)).toEqual([]);
  });
});

it.each(styleLines("mappings/README.md"))("the style guide's own line is right: %s", (line) => {
  expect(problems("style", wholeMapping(line))).toEqual([]);
});
