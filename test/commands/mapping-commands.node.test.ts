import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { failure, tryAll } from "../../src/commands/mappings/test.ts";

const COMMAND = join(import.meta.dirname, "../../src/commands/mappings.ts");
const SAMPLE = join(import.meta.dirname, "../webhook/sample-call.json");
const place = mkdtempSync(join(tmpdir(), "mappings-"));
afterAll(() => rmSync(place, { recursive: true }));

const MAPPING = `name: sales
country: BR
when: { status: completed }
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      lead_quality: "{{ extracted_variables.lead_quality }}"
  deal:
    find: { open: true, pick: only }
    set:
      dealstage: { value: Contract sent, write: forward }
  note:
    body: <h3>AI call</h3><p>{{ extracted_variables.summary }}</p>
`;
const CALL = {
  id: 77,
  status: "completed",
  customer_phone: "+5511987654321",
  duration: 10,
  created_at: "2026-01-15T12:00:00Z",
  input_variables: { customer_name: "Ana Souza" },
  extracted_variables: { summary: "Yes \u001b[31m&" },
};

function file(path: string, text: string): string {
  const whole = join(place, path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, text);
  return path;
}

/** Runs the command in a folder of its own; colours are off. */
function run(...args: string[]): { out: string; err: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: place, encoding: "utf8" });
  return { out: stdout, err: stderr, code: status };
}

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.example", ...args], { cwd: place, stdio: "pipe" });

file("mappings/sales.yaml", MAPPING);
const call = file("call.json", JSON.stringify(CALL));

describe("The preview", () => {
  test("says which mapping takes the call, and record by record what would be written", () => {
    const { out, code } = run("preview", call);
    expect(code).toBe(0);
    expect(out).toContain("taken by sales.yaml");
    expect(out).toMatch(/\+ firstname +Ana +if_empty +sales\.yaml:10/);
    expect(out).toMatch(/ {4}lead_quality +– +overwrite +sales\.yaml:11 +not written: blank/);
    expect(out).toContain("deal  not written: there is none (no portal was given)");
    expect(out).toContain("note  would be created, on contact");
    expect(out).toContain("│ Yes [31m&");
    expect(out).not.toContain("\u001b");
  });

  test("says why no mapping takes it", () => {
    const { out } = run("preview", file("busy.json", JSON.stringify({ ...CALL, status: "busy" })));
    expect(out).toContain("not by sales.yaml: `status` is `busy`, not `completed`");
    expect(out).toContain("it would be skipped");
  });

  test("knows what the portal holds, if it is told", () => {
    const portal =
      "contact: { id: 501, firstname: Mari }\ndeal: { id: 901, dealstage: Closed won }\npipelines: { deals: { Sales: [Appointment, Contract sent, Closed won] } }\n";
    const held = run("preview", call, "--portal", file("portal.yaml", portal.replace("Closed won }", "Appointment }"))).out;
    expect(held).toMatch(/firstname +stays Mari, not Ana +if_empty +sales.yaml:10 +not written: already filled/);
    expect(held).toMatch(/\+ dealstage +Appointment → Contract sent +forward/);
    expect(run("preview", call, "--portal", file("portal.yaml", portal)).out).toContain(
      "deal  not written: there is none (through contact: 1 associated, 0 fitting)",
    );
    const two = run("preview", call, "--portal", file("portal.yaml", "contact: { id: 1 }\ndeal: [{ id: 1 }, { id: 2 }]\n")).out;
    expect(two).toContain("deal: 2 deals fit, and the mapping wants exactly one.");
  });

  test("says what of the call does not fit, and shows that the rest is written", () => {
    const portal = file("typed.yaml", "contact: { id: 501 }\noptions: { contacts: { lead_quality: [Low, High] } }\n");
    const odd = file("odd.json", JSON.stringify({ ...CALL, extracted_variables: { lead_quality: "lukewarm" } }));
    expect(run("preview", odd, "--portal", portal).out).toMatch(
      /! lead_quality: “lukewarm” is none of the property's options\. +sales\.yaml:11/,
    );
    expect(JSON.parse(run("preview", odd, "--portal", portal, "--json").out)).toMatchObject({
      problem: null,
      warnings: [{ record: "contact", property: "lead_quality", code: "value_does_not_fit" }],
      records: [{ name: "contact", action: "update", warnings: [{ property: "lead_quality" }] }, {}, { action: "create" }],
    });
  });

  test("writes the note as it will look, and JSON for machines", () => {
    expect(run("preview", call, "--html", "note.html").code).toBe(0);
    expect(readFileSync(join(place, "note.html"), "utf8")).toContain(
      "<h3>AI call</h3><p>Yes \u001b[31m&amp;</p><p><em>OtoniStark 77</em></p>",
    );
    const json = JSON.parse(run("preview", call, "--json").out);
    expect(json).toMatchObject({ call: "77", mapping: "sales", problem: null, records: [{ name: "contact", action: "create" }, {}, {}] });
  });

  test.each<[string, () => string[], RegExp]>([
    ["no file", () => ["nope.json"], /^There is no file nope\.json\./],
    ["a folder", () => ["mappings"], /^mappings is a folder; a post-call webhook's JSON was expected\./],
    ["not JSON", () => [file("not.json", "{ id: 1 }")], /^not\.json is not JSON: .*A post-call webhook's JSON was expected\.$/m],
    ["no call", () => [file("other.json", '{"hello": 1}')], /^other\.json is not a post-call webhook:\n {2}id: missing/],
    [
      "a chat's end",
      () => [file("chat.json", '{"conversation_id": "x", "message_count": 3}')],
      /^chat\.json is not a call\. This is the end of a chat conversation/,
    ],
    ["no name of a file", () => [], /^Name one file with a call\./],
    ["a flag it does not know", () => ["call.json", "--nope"], /^Unknown option '--nope'/],
    ["a portal that is no portal", () => ["call.json", "--portal", file("list.yaml", "- 1\n")], /^list\.yaml does not describe a portal\./],
    [
      "a portal that is no YAML",
      () => ["call.json", "--portal", file("bad.yaml", "contact: {\n")],
      /^bad\.yaml:\d+:\d+ {2}This is not YAML:/,
    ],
    ["no mappings there", () => ["call.json", "--dir", "nowhere"], /^There is no folder nowhere\/ here\./],
  ])("says what is wrong: %s", (_what, args, sentence) => {
    const { err, code } = run("preview", ...args());
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  test("of a mapping with a problem is the check's message", () => {
    file("broken/sales.yaml", MAPPING.replace("format:", "form:"));
    const { err, code } = run("preview", call, "--dir", "broken");
    expect(err).toContain("broken/sales.yaml:10:");
    expect(err).toContain("Did you mean `f");
    expect(code).toBe(2);
  });
});

describe("The preview of what attempts share", () => {
  const shared = MAPPING.replace("  note:\n", "  note:\n    roll_up: lead\n");
  const ofLead = () => file("lead.json", JSON.stringify({ ...CALL, lead: { id: 55, call_tries: 2 } }));

  test("says that an earlier attempt's note would be updated instead, in words and for machines", () => {
    file("shared/sales.yaml", shared);
    expect(run("preview", ofLead(), "--dir", "shared").out).toContain(
      "note  would be created, on contact\n  shared by the attempts for lead 55: if an earlier one has left its own, that is updated instead\n",
    );
    expect(
      JSON.parse(run("preview", ofLead(), "--dir", "shared", "--json").out).records.map(({ shared: by }: { shared: string | null }) => by),
    ).toEqual([null, null, "55"]);
    const given = run(
      "preview",
      ofLead(),
      "--dir",
      "shared",
      "--portal",
      file("note.yaml", "note: { id: 9, hs_note_body: <p>old</p> }\n"),
    ).out;
    expect(given).toMatch(/note 9 +would be updated.*\n +shared by the attempts for lead 55\n/);
  });

  test("says nothing of it for a call of no campaign", () => {
    expect(run("preview", call, "--dir", "shared").out).not.toContain("shared");
  });
});

test("The preview of a call without any time is dated today, as the delivery would be", () => {
  const { created_at: _, ...undated } = CALL;
  const { out } = run("preview", file("undated.json", JSON.stringify(undated)));
  expect(out).toContain(`hs_timestamp  ${new Date().getUTCFullYear()}-`);
});

describe("The command check", () => {
  test("explains itself, takes a folder, and refuses what it does not know", () => {
    expect(run("check", "--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("npm run mappings -- check [FILE…] [--dir DIR]"),
    });
    expect(run("check", "--dir", "mappings").out).toContain("no problems: sales.yaml");
    expect(run("check", "--dir", "nowhere")).toMatchObject({
      code: 1,
      err: "There is no folder nowhere/ here. Run this in the project's folder.\n",
    });
    expect(run("check", "mappings")).toMatchObject({ code: 1, err: expect.stringContaining("--dir") });
    expect(run("check", "--colour")).toMatchObject({ code: 2, err: expect.stringContaining("Unknown option '--colour'") });
  });
});

describe("The examples", () => {
  const GIVEN = `given: { call: { customer_phone: "+5511987654321", input_variables: { customer_name: Ana Souza }, extracted_variables: { summary: Yes please } } }`;
  test.each<[string, string, string[]]>([
    ["what is written", "{ contact: { firstname: Ana }, note: { contains: yes PLEASE } }", []],
    ["what is not", "{ contact: { firstname: null } }", ["contact.firstname should not be written, but “Ana” is"]],
    ["another value", "{ contact: { firstname: Eva } }", ["contact.firstname should become “Eva”, but becomes “Ana” — sales.yaml:10"]],
    [
      "a blank",
      "{ contact: { lead_quality: high } }",
      ["contact.lead_quality should become “high”, but is not written: blank — sales.yaml:11"],
    ],
    [
      "a property that nothing sets",
      "{ contact: { other: 1 } }",
      ["contact.other should become “1”, but is not written: the mapping does not set `other`"],
    ],
    ["what the note says", "{ note: { contains: No } }", ["note.hs_note_body should contain “No”; it says:"]],
    ["what the note does not say", "{ note: { lacks: please } }", ["note.hs_note_body should not contain “please”"]],
    ["an action", "{ contact: created, deal: skipped, note: { on: [contact] } }", []],
    ["another action", "{ contact: updated }", ["contact should be updated, but is created"]],
    ["a record that is skipped", "{ deal: { dealstage: x } }", ["deal is skipped: there is none"]],
    ["a record that there is not", "{ lead: created }", ["the mapping has no record `lead`"]],
    ["that the call is skipped", "{ skipped: true }", ["the call should be skipped, but sales.yaml takes it"]],
    ["that it is held", "{ held: true }", ["the call should be held, but nothing stands in its way"]],
    ["that nothing is left out", "{ warnings: [] }", []],
    ["that something is", "{ warnings: [contact.lead_quality] }", ["there should be a warning of contact.lead_quality, but there is none"]],
    [
      "everything",
      "{ contact: { phone: '+5511987654321' } }\n  exactly: true",
      ["contact.firstname is written (“Ana”), which is not expected", "note is created, which is not expected"],
    ],
  ])("expect %s: %s", (_what, expected, differences) => {
    file("mappings/sales.examples.yaml", `- name: an example\n  ${GIVEN}\n  expect: ${expected}\n`);
    const [result] = tryAll(join(place, "mappings"));
    expect(result?.differences.length).toBe(differences.length);
    for (const [index, difference] of differences.entries()) expect(result?.differences[index]).toContain(difference);
  });

  test("fail with a diff in words, and an exit code", () => {
    file(
      "mappings/sales.examples.yaml",
      `- name: Ana is Eva\n  ${GIVEN}\n  expect: { contact: { firstname: Eva } }\n- name: fine\n  given: { call: { status: busy } }\n  expect: { skipped: true }\n`,
    );
    const { out, code } = run("test");
    expect(out).toContain(
      "not as expected  sales.examples.yaml: Ana is Eva\n    contact.firstname should become “Eva”, but becomes “Ana” — sales.yaml:10\n",
    );
    expect(out).toContain("1 of 2 examples not as expected.");
    expect(code).toBe(1);
  });

  test("know the portal's pipelines where they are given", () => {
    const records =
      "records: { contact: { id: 1 }, deal: { dealstage: Appointment } }, pipelines: { deals: { Sales: [Appointment, Contract sent] } }";
    file(
      "mappings/sales.examples.yaml",
      `- name: forward\n  given: { call: { customer_phone: "+5511987654321" }, ${records} }\n  expect: { deal: { dealstage: Contract sent } }\n`,
    );
    expect(tryAll(join(place, "mappings")).map(failure)).toEqual(["sales.examples.yaml: forward"]);
  });

  test.each([
    ["hello: 1\n", "mappings/sales.examples.yaml is not a list."],
    ["- given: {}\n", "mappings/sales.examples.yaml, example 1: it has no `name:`."],
    ["- { name: x, given: {}, expects: {} }\n", "mappings/sales.examples.yaml, example 1: `expects` is not a word I know here."],
    ["- { name: x, given: {} }\n", "mappings/sales.examples.yaml, example 1 (x): `expect` is missing."],
    [
      "- { name: x, given: { call: { id: {} } }, expect: {} }\n",
      "mappings/sales.examples.yaml, example 1 (x): `given.call` is not a post-call webhook:",
    ],
  ])("that cannot be read are said: %j", (text, sentence) => {
    file("mappings/sales.examples.yaml", text);
    const { err, code } = run("test");
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  test.each([
    [
      "given: { cal: { status: busy } }",
      "`given`: `cal` is neither a record of the mappings nor one of pipelines, options, owners. Did you mean `call`?",
    ],
    [
      "given: { records: { contcat: { id: 1 } } }",
      "`given.records`: `contcat` is neither a record of the mappings nor one of pipelines, options, owners. Did you mean `contact`?",
    ],
    [
      "given: { records: { contact: { fistname: Mari } } }",
      "`given.records`.contact: `fistname` is not a property that the mappings read. Did you mean `firstname`?",
    ],
    ["given: { records: { contact: { id: 1, edted: [firstname] } } }", null],
    [
      "given: { call: { custmer_phone: '1' } }",
      "`given.call`: `custmer_phone` is not a name that a call has. Did you mean `customer_phone`?",
    ],
    [
      "given: { call: { lead: { campaing: { name: x } } } }",
      "`given.call`: `lead.campaing` is not a name that a call has. Did you mean `lead.campaign`?",
    ],
    ["given: { pipelines: { dealz: {} } }", "`given`.pipelines: `dealz` is no kind of record in the mappings. Did you mean `deals`?"],
    [
      "given: { call: { client_phone_number: '+5511987654321', crm_id: 7, conversation: x }, records: { contact: { city: x, lastname: y } } }",
      null,
    ],
  ])("that are misspelt in what they give are said: %s", (given, sentence) => {
    file("mappings/sales.examples.yaml", `- name: x\n  ${given}\n  expect: {}\n`);
    const { err, code } = run("test");
    if (sentence === null) expect(err).toBe("");
    else expect(err).toBe(`mappings/sales.examples.yaml, example 1 (x): ${sentence}\n`);
    expect(code).toBe(sentence === null ? 0 : 2);
  });

  test("are found from a pattern that names mappings too", () => {
    file("mappings/sales.examples.yaml", "- name: x\n  given: { call: { status: busy } }\n  expect: { skipped: true }\n");
    expect(run("test", "mappings/sales.yaml", "mappings/sales.examples.yaml").out).toContain("1 example, all as expected.");
    expect(run("check", "mappings/sales.yaml", "mappings/sales.examples.yaml").out).toContain("1 mapping, no problems: sales.yaml");
    expect(run("check", "mappings/sales.examples.yaml")).toMatchObject({ code: 1, err: expect.stringContaining("no mapping among these") });
  });

  test("of this project hold", () =>
    expect(
      tryAll("mappings")
        .filter(({ differences }) => differences.length > 0)
        .map(failure),
    ).toEqual([]));
});

describe("The diff of two versions", () => {
  rmSync(join(place, "mappings/sales.examples.yaml"), { force: true });

  test("shows which writes differ", () => {
    file(
      "old/sales.yaml",
      MAPPING.replace("format: first_name", "format: uppercase")
        .replace("AI call", "Call")
        .replace("if_missing: create", "if_missing: create "),
    );
    const { out, code } = run("diff", "old", call);
    expect(out).toBe(
      "Call 77 (call.json)\n  contact.firstname   “ANA SOUZA” → “Ana”   sales.yaml:10\n  note.hs_note_body   sales.yaml:17\n    - Call\n    + AI call\n\n1 of 1 call would be written differently.\n",
    );
    expect(code).toBe(0);
    expect(run("diff", "old", call, "--exit-code").code).toBe(1);
    expect(JSON.parse(run("diff", "old", call, "--json").out)).toMatchObject({
      calls: 1,
      changed: 1,
      differences: [{ call: "77", differences: [{ property: "firstname", before: "ANA SOUZA", after: "Ana" }, {}] }],
    });
  });

  test("shows a call that another mapping takes", () => {
    file("narrow/sales.yaml", MAPPING.replace("completed", "failed"));
    expect(run("diff", "narrow", call).out).toContain("the call   taken by no mapping → taken by sales.yaml");
    expect(run("diff", "mappings", call, "--exit-code").out).toBe("1 call: nothing would be written differently.\n");
  });

  test("takes a git revision", () => {
    git("init", "-q");
    git("add", "mappings");
    git("commit", "-q", "-m", "one");
    file("mappings/sales.yaml", MAPPING.replace("first_name", "uppercase"));
    expect(run("diff", "HEAD", call).out).toContain("“Ana” → “ANA SOUZA”");
    file("mappings/sales.yaml", MAPPING);
    expect(run("diff", "no-such", call)).toMatchObject({ code: 2, err: "no-such is neither a folder nor a git revision here.\n" });
    expect(run("diff", "HEAD")).toMatchObject({ code: 2, err: expect.stringContaining("Name the old version") });
  });
});

test("The sample call's preview is a page long", () => {
  const { stdout } = spawnSync(process.execPath, [COMMAND, "preview", SAMPLE], { encoding: "utf8" });
  expect(stdout.split("\n").length).toBeLessThan(40);
});
