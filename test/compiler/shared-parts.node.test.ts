import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { oldMappings } from "../../src/commands/mappings/old-mappings.ts";
import { mappingPaths } from "../../src/commands/mappings/mapping-files.ts";
import { InputError, readMappings } from "../../src/commands/mappings/read-files.ts";
import { compileMappings } from "../../src/compiler/compile.ts";
import { renderProblem } from "../../src/compiler/source-file.ts";
import type { CrmRecordRule, Mapping } from "../../src/mapping/compiled-mapping.ts";

const CONTACT = `# The contact, as every file of ours has it.
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, format: phone, write: if_empty }
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      hubspot_owner_id:
        from: lead.variables.region
        map: { south: ana@acme.example, north: bia@acme.example }
        otherwise: keep
`;

interface Files {
  [path: string]: string;
}

function compile(own: string, parts: Files = { "parts/contact.yaml": CONTACT }) {
  const read = (path: string) => parts[path.replace("mappings/", "")] ?? null;
  return compileMappings([{ path: "mappings/sales.yaml", text: own }], {
    parts: { read, below: () => Object.keys(parts).map((path) => `mappings/${path}`) },
  });
}

function mappingOf(own: string, parts?: Files): Mapping {
  const { mappings, problems } = compile(own, parts);
  expect(problems.map(renderProblem)).toEqual([]);
  return mappings[0] as Mapping;
}

const problemsOf = (own: string, parts?: Files): string[] => compile(own, parts).problems.map(renderProblem);
const contactOf = (mapping: Mapping) => mapping.records.find(({ name }) => name === "contact") as CrmRecordRule;
const setOf = (mapping: Mapping) => Object.fromEntries(contactOf(mapping).set.map((set) => [set.property, set]));

describe("a file that uses a part", () => {
  it("is what it would be with the part written into it; each rule knows its line", () => {
    const mapping = mappingOf("name: Sales\nuse: [parts/contact.yaml]\nrecords:\n  note:\n    body: Hello\n");
    expect(mapping.records.map(({ name, at }) => [name, at])).toEqual([
      ["contact", "parts/contact.yaml:3"],
      ["note", "sales.yaml:4"],
    ]);
    expect(contactOf(mapping)).toMatchObject({ if_missing: "create", find_by: [{ property: "phone", at: "parts/contact.yaml:5" }] });
    expect(setOf(mapping)["firstname"]).toMatchObject({ format: "first_name", write: "if_empty", at: "parts/contact.yaml:9" });
  });

  it("may consist of it", () => {
    expect(mappingOf("use: parts/contact.yaml\n").records.map(({ name }) => name)).toEqual(["contact"]);
  });

  it("has the last word, key by key: a record, a property, a word of a rule, an entry of a map", () => {
    const mapping = mappingOf(`use: [parts/contact.yaml]
records:
  deal:
    find: {}
  contact:
    if_missing: skip
    set:
      phone: { write: overwrite }
      firstname: "{{ extracted_variables.name }}"
      hubspot_owner_id: { from: extracted_variables.region, map: { north: tom@acme.example, west: ines@acme.example } }
      city: { from: input_variables.city }
`);
    expect(mapping.records.map(({ name }) => name)).toEqual(["contact", "deal"]);
    expect(contactOf(mapping)).toMatchObject({ if_missing: "skip", find_by: [{ property: "phone" }], at: "sales.yaml:5" });
    expect(setOf(mapping)).toMatchObject({
      phone: { source: { kind: "from", path: "customer_phone" }, format: "phone", write: "overwrite", at: "sales.yaml:8" },
      firstname: { source: { kind: "template" }, format: null, write: "overwrite", at: "sales.yaml:9" },
      hubspot_owner_id: {
        source: { path: "extracted_variables.region" },
        map: { south: "ana@acme.example", north: "tom@acme.example", west: "ines@acme.example" },
        otherwise: { keep: true },
      },
      city: { at: "sales.yaml:11" },
    });
  });

  it("replaces what is one thought: the source of a value, the way to find, a condition, a time", () => {
    const part = `records:
  contact:
    when: { call.answered: true }
    find_by: [{ phone: "{{ customer_phone }}" }]
    set:
      jobtitle: { from: input_variables.job, format: sentence, write: if_empty }
      city: { from: input_variables.city, format: title_case }
  deal:
    find: { open: true }
  task:
    at: { next: working_day, time: "09:00" }
    body: Call back
`;
    const own = `use: [parts/all.yaml]
records:
  contact:
    when: { duration: { at_least: 20 } }
    set:
      jobtitle: { value: Buyer }
      city: { write: clear }
  deal:
    find_by: [{ dealname: "{{ id }}" }]
  task:
    at: { from: extracted_variables.callback }
`;
    const mapping = mappingOf(own, { "parts/all.yaml": part });
    expect(contactOf(mapping).when).toEqual({ kind: "test", path: "duration", test: "at_least", value: 20 });
    expect(setOf(mapping)).toMatchObject({
      jobtitle: { source: { kind: "literal", value: "Buyer" }, format: "sentence", write: "if_empty" },
      city: { write: "clear", format: null },
    });
    expect(mapping.records.find(({ name }) => name === "deal")).toMatchObject({ find: null, find_by: [{ property: "dealname" }] });
  });

  it("takes several: of two that say the same the later one", () => {
    const parts = {
      "parts/contact.yaml": CONTACT,
      "parts/skip.yaml": "country: PT\nvariables: { name: string }\nrecords:\n  contact:\n    if_missing: skip\n",
    };
    const mapping = mappingOf(
      "use: [parts/contact.yaml, parts/skip.yaml]\nrecords:\n  note:\n    body: '{{ extracted_variables.name }}'\n",
      parts,
    );
    expect([contactOf(mapping).if_missing, mapping.country]).toEqual(["skip", "PT"]);
  });
});

describe("a mistake", () => {
  it("in a part is told with both places", () => {
    const part = CONTACT.replace("from: input_variables.customer_name", "form: input_variables.customer_name").replace(
      "{{ customer_phone }}",
      "{{ customer_phon }}",
    );
    expect(
      problemsOf("name: Sales\ntimezone: UTC\nuse: [parts/contact.yaml]\nrecords:\n  note:\n    body: '{{ contact.firstname | nope }}'\n", {
        "parts/contact.yaml": part,
      }),
    ).toEqual([
      "mappings/sales.yaml:3:7  records.contact.set.firstname: in parts/contact.yaml:9:20: `form` is not a word I know here. Did you mean `from`?",
      "mappings/sales.yaml:3:7  records.contact.find_by.phone: in parts/contact.yaml:5:20: No call has a name `customer_phon`. Did you mean `customer_phone`?",
      "mappings/sales.yaml:6:35  records.note.body: `nope` is not a filter I know here.",
    ]);
  });

  it("in what stands in both is told where it stands", () => {
    expect(problemsOf("use: [parts/contact.yaml]\nrecords:\n  contact:\n    set:\n      phone: { format: phon }\n")).toEqual([
      expect.stringMatching(/^mappings\/sales\.yaml:5:24 {2}records\.contact\.set\.phone\.format: .*Did you mean `phone`\?$/),
    ]);
  });

  it("in the YAML of a part is told at its line there, and nothing that follows from it", () => {
    expect(
      problemsOf("use: [parts/a.yaml]\nrecords:\n  note:\n    body: '{{ contact.firstname }}'\n", {
        "parts/a.yaml": "records:\n  contact:\n\tfind_by: []\n",
      }),
    ).toEqual(
      [
        expect.stringMatching(/^mappings\/sales\.yaml:1:7 {2}in parts\/a\.yaml:3:1: This line begins with a tab\./),
        expect.stringContaining("contact"),
      ].slice(0, 1),
    );
  });

  it.each([
    ["use: [parts/contct.yaml]", "1:7  use: There is no file mappings/parts/contct.yaml. Did you mean `parts/contact.yaml`?"],
    ["use: [common/contact.yaml]", "1:7  use: There is no file mappings/common/contact.yaml. Did you mean `parts/contact.yaml`?"],
    ["use: [parts/contact]", "1:7  use: A part is a file that ends in `.yaml`; found `parts/contact`. Did you mean `parts/contact.yaml`?"],
    [
      "use: [contact.yaml]",
      "1:7  use: `contact.yaml` stands beside the mappings, so it is read as a mapping of its own. Move it into a folder, and write `parts/contact.yaml`.",
    ],
    ["use: parts\\contact.yaml", "1:6  use: A part's path is written with `/`: `parts/contact.yaml`."],
    ["use: [parts/contact.yaml, parts/contact.yaml]", "1:27  use: `parts/contact.yaml` is named twice. Remove one of them."],
    ["use: [parts/contact.yaml, 3]", '1:27  use: Each line of `use` wants a text; found the number 3. Put quotes around it: "3".'],
    ["use: []", "1:6  use: `use` is empty. Write what belongs there, or remove the line."],
    ["use:", "1:1  use: Nothing stands after `use:`. Write a value, or remove the line."],
    ["include: parts/contact.yaml", "1:1  `include` is not a word I know here. Did you mean `use`?"],
  ])("in the word itself: %s", (use, sentence) => {
    expect(problemsOf(`${use}\nrecords:\n  contact:\n    find_by:\n      - phone: "{{ customer_phone }}"\n`)).toEqual([
      `mappings/sales.yaml:${sentence}`,
    ]);
  });

  it.each([
    ["use: [other.yaml]\n", "use: in parts/a.yaml:1:1: A part uses no other part. Name that one in the mapping's own `use:`."],
    [
      "when: { status: completed }\n",
      "when: in parts/a.yaml:1:1: Which calls a file takes stands in the mapping itself: write `when:` there, and remove it here.",
    ],
    [
      "contact:\n  find_by: []\n",
      "contact: in parts/a.yaml:1:1: A part is written as a mapping is: begin it with `records:`, and put `contact:` and what belongs to it two spaces deeper below that.",
    ],
    ["- records\n", "in parts/a.yaml:1:1: This is not a mapping: it should begin with lines such as `name: Sales calls` and `records:`."],
    ["", "in parts/a.yaml:1:1: This file is empty. A mapping needs at least `records:`; remove the file if it is not wanted."],
  ])("in what a part may say: %j", (part, sentence) => {
    expect(problemsOf("use: [parts/a.yaml]\nrecords:\n  note:\n    body: x\n", { "parts/a.yaml": part })).toEqual([
      `mappings/sales.yaml:1:7  ${sentence}`,
    ]);
  });
});

describe("on the disk", () => {
  function folder(files: Files): string {
    const dir = mkdtempSync(join(tmpdir(), "parts-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    return dir;
  }
  const OWN = "use: [parts/contact.yaml]\nrecords:\n  note:\n    body: x\n";

  it("a part is found beside the mapping, and is no mapping itself", () => {
    const dir = folder({ "sales.yaml": OWN, "parts/contact.yaml": CONTACT });
    expect(mappingPaths(dir)).toEqual([join(dir, "sales.yaml")]);
    expect(readMappings(dir).map(({ records }) => records.map(({ name }) => name))).toEqual([["contact", "note"]]);
  });

  it("one that is not there is guessed from those that are", () => {
    const dir = folder({ "sales.yaml": OWN, "shared/contact.yaml": CONTACT });
    expect(() => readMappings(dir)).toThrow(InputError);
    expect(() => readMappings(dir)).toThrow("Did you mean `shared/contact.yaml`?");
  });

  it("of a git revision the parts are those of then", () => {
    const dir = folder({ "mappings/sales.yaml": OWN, "mappings/parts/contact.yaml": CONTACT });
    const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@acme.example", ...args], { cwd: dir });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "First");
    writeFileSync(join(dir, "mappings/parts/contact.yaml"), CONTACT.replace("if_missing: create", "if_missing: skip"));
    const here = process.cwd();
    onTestFinished(() => process.chdir(here));
    process.chdir(dir);
    const missing = (mappings: Mapping[]) => contactOf(mappings[0] as Mapping).if_missing;
    expect([missing(oldMappings("HEAD", "mappings")), missing(readMappings("mappings"))]).toEqual(["create", "skip"]);
  });
});
