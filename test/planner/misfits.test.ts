import { describe, expect, test } from "vitest";
import { EMPTY_PORTAL_SCHEMA, type PropertyDefinition } from "../../src/hubspot/model/portal-schema.ts";
import { type Given, callOf, choice, found, mappingOf, plan, words } from "./planning.ts";

const COLOURS = { ...choice("Blue", "Green", "Dark red"), fieldType: "checkbox" };
const KINDS: Record<string, Partial<PropertyDefinition>> = {
  budget: { type: "number" },
  renewal: { type: "date" },
  seen_at: { type: "datetime" },
  consent: { type: "bool", fieldType: "booleancheckbox" },
  quality: choice("Low", "High"),
  colours: COLOURS,
  notes: {},
  firstname: {},
};
const portal = { ...words(KINDS), owners: [{ id: "9", email: "ana@acme.example" }] };
const CONTACT = 'contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  if_missing: create\n  set:\n    firstname: Ana\n';
const known = { contact: found({ firstname: "Ana" }) };
const given = (value: unknown, held: Given["held"] = known): Given => ({
  call: callOf({ extracted_variables: { it: value } }),
  held,
  portalSchema: portal,
});
const setting = (rule: string) => mappingOf(`${CONTACT}    ${rule}\nnote:\n  body: x\n`);

describe("What came with the call and does not fit its property is left out with a warning, and the rest is written", () => {
  const path = "{ from: extracted_variables.it }";
  test.each<[property: string, value: unknown, message: string]>([
    ["budget", "not sure yet", "“not sure yet” is no number."],
    ["budget", "between 5 and 10 thousand", "“between 5 and 10 thousand” is no number."],
    ["budget", true, "“true” is no number."],
    ["budget", { min: 5 }, '“{"min":5}” is no number.'],
    ["budget", "a long story of forty-one characters and more", "What came is no number."],
    ["renewal", "next Tuesday", "“next Tuesday” is no day."],
    ["renewal", "31/02/2026", "“31/02/2026” is no day."],
    ["renewal", "2026-13-01", "“2026-13-01” is no day."],
    ["seen_at", "after lunch", "“after lunch” is no date and time."],
    ["seen_at", false, "“false” is no date and time."],
    ["consent", "maybe", "“maybe” is neither yes nor no."],
    ["consent", 7, "“7” is neither yes nor no."],
    ["quality", "lukewarm", "“lukewarm” is none of the property's options."],
    ["quality", ["high", "low"], "“high, low” is none of the property's options."],
    ["colours", "pink", "“pink” is none of the property's options."],
    ["hubspot_owner_id", "left@acme.example", "“left@acme.example” is none of HubSpot's users."],
    ["hubspot_owner_id", "4711", "“4711” is none of HubSpot's users."],
    ["hubspot_owner_id", "Ana Souza", "“Ana Souza” is none of HubSpot's users."],
    ["email", "ana at acme", "“ana at acme” is no e-mail address."],
    ["email", "ana@acme", "“ana@acme” is no e-mail address."],
    ["email", "ana@acme.com or eva@acme.com", "“ana@acme.com or eva@acme.com” is no e-mail address."],
  ])("%s: %j", (property, value, message) => {
    const { contact, note } = plan(setting(`${property}: ${path}`), given(value, {}));
    expect(contact).toMatchObject({ action: "create", properties: { firstname: "Ana", phone: "+5511987654321" } });
    expect(contact?.properties).not.toHaveProperty([property]);
    expect(contact?.warnings).toEqual([
      {
        record: "contact",
        property,
        code: "value_does_not_fit",
        message,
        rule: expect.stringMatching(/^test\.yaml:\d+$/),
        params: expect.anything(),
      },
    ]);
    expect(note).toMatchObject({ action: "create", on: ["contact"], warnings: [] });
  });

  test.each<[property: string, value: unknown, sent: string]>([
    ["budget", "R$ 1.234,56", "1234.56"],
    ["budget", 0, "0"],
    ["renewal", "31/12/2026", "2026-12-31"],
    ["consent", "sim", "true"],
    ["consent", false, "false"],
    ["quality", "HIGH", "high"],
    ["colours", "Green; dark red", "green;dark red"],
    ["hubspot_owner_id", "Ana@acme.example", "9"],
    ["hubspot_owner_id", "9", "9"],
    ["email", " Ana@Acme.example ", "ana@acme.example"],
    ["notes", "not sure yet", "not sure yet"],
  ])("what fits is written as ever: %s: %j", (property, value, sent) => {
    const { contact } = plan(setting(`${property}: ${path}`), given(value));
    expect(contact).toMatchObject({ action: "update", properties: { [property]: sent }, warnings: [] });
  });

  test.each(["", "   ", null, "{{ budget }}"])("what says nothing is no value, and no warning: %j", (value) => {
    expect(plan(setting(`budget: ${path}`), given(value))["contact"]).toMatchObject({ properties: {}, warnings: [] });
  });

  test.each<[value: string, rule: string]>([
    ["not sure yet", "budget: { from: extracted_variables.it, format: number }"],
    ["next Tuesday", "notes: { from: extracted_variables.it, format: date }"],
    ["maybe", 'consent: { template: "{{ extracted_variables.it }}", format: boolean }'],
  ])("what a format cannot read is said, too: %s", (value, rule) => {
    const { contact } = plan(setting(rule), given(value));
    expect(contact).toMatchObject({ properties: {}, warnings: [{ code: "value_does_not_fit", message: expect.stringContaining(value) }] });
  });

  test.each<[value: unknown, property: string, template: string]>([
    ["not sure yet", "budget", "| round: 2"],
    ["between 5 and 10", "budget", "| times: 12 | plus: 1"],
    ["ask my boss", "budget", "| number"],
    ["a third", "budget", "| percent"],
    ["next Tuesday", "renewal", "| plus_days: 3"],
    ["next Tuesday", "seen_at", "| plus_hours: 3"],
    ["ana at acme", "email", "| email"],
    ["call the office", "phone", "| phone"],
  ])("what a filter cannot read is said, too, and nothing is emptied for it: %j in %s", (value, property, filters) => {
    for (const blank of ["skip", "clear"]) {
      const mapping = setting(
        `${property}: { template: "{{ extracted_variables.it ${filters} }}"${blank === "clear" ? ", blank: clear" : ""} }`,
      );
      const held = { contact: found({ firstname: "Ana", [property]: "as it was" }) };
      expect(plan(mapping, given(value, held))["contact"]).toMatchObject({
        properties: {},
        warnings: [{ property, code: "value_does_not_fit", message: expect.stringContaining(value as string) }],
      });
    }
  });

  test.each(["", "N/A", null])("a filter that is given nothing has nothing to say: %j", (value) => {
    const mapping = setting('budget: "{{ extracted_variables.it | round: 2 }}"');
    expect(plan(mapping, given(value))["contact"]).toMatchObject({ properties: {}, warnings: [] });
  });

  test("a filter's fallback is a value, and no warning", () => {
    const mapping = setting('budget: "{{ extracted_variables.it | number | default: 5 }}"');
    expect(plan(mapping, given("not sure yet"))["contact"]).toMatchObject({ properties: { budget: "5" }, warnings: [] });
  });

  test("a sum of nothing is nothing", () => {
    const held = { contact: found({ firstname: "Ana", budget: "5000" }) };
    for (const value of ["", [], "N/A"])
      expect(plan(setting('budget: "{{ extracted_variables.it | sum }}"'), given(value, held))["contact"]?.properties).toEqual({});
  });

  test("of a multiple choice what there is is ticked", () => {
    const { contact } = plan(setting(`colours: ${path}`), given("blue, pink; Green"));
    expect(plan(setting(`colours: ${path}`), given(["Blue", "pink", "green"]))["contact"]).toMatchObject({
      properties: { colours: "blue;green" },
      warnings: [{ property: "colours", code: "unknown_choices", message: expect.stringContaining("“pink”") }],
    });
    expect(contact?.properties["colours"]).toBe("green");
  });

  test("an address that is wrapped in something is read, and that is said", () => {
    for (const text of ["ana@acme.com.", "[ana@acme.com](mailto:ana@acme.com)", "Ana <ana@acme.com>"])
      expect(plan(setting(`email: ${path}`), given(text))["contact"]).toMatchObject({
        properties: { email: "ana@acme.com" },
        warnings: [{ property: "email", code: "value_does_not_fit", message: expect.stringContaining("was written") }],
      });
  });

  test("a contact that nothing but such an e-mail tells of is not made", () => {
    const mapping = mappingOf(
      'contact:\n  find_by: [{ email: "{{ input_variables.email }}" }, { code: "{{ input_variables.code }}" }]\n  if_missing: create\n  set: { email: "{{ input_variables.email }}" }\nnote:\n  body: x\n',
    );
    for (const code of ["", "K1"]) {
      const call = callOf({ customer_phone: null, input_variables: { email: "ana at acme", code } });
      expect(plan(mapping, { call })).toMatchObject({ contact: { action: "skip", properties: {} }, note: { action: "skip" } });
    }
  });

  test("a condition in a template that picks the author's words is the author's; a gap is the call's", () => {
    const author = setting('quality: "{% if extracted_variables.it %}Lukewarm{% else %}Low{% endif %}"');
    expect(plan(author, given("yes"))["contact"]).toMatchObject({ action: "hold", problem: { code: "no_such_option" } });
    const call = setting('quality: "{{ extracted_variables.it }}warm"');
    expect(plan(call, given("luke"))["contact"]).toMatchObject({ action: "unchanged", warnings: [{ code: "value_does_not_fit" }] });
  });
});

describe("What the mapping's author wrote and HubSpot does not take holds the record", () => {
  test.each<[rule: string, code: string, message: string]>([
    ["budget: soon", "mapping_value_does_not_fit", "The mapping sets `budget` (contacts) to “soon”, which is no number."],
    ["renewal: { value: soon }", "mapping_value_does_not_fit", "which is no day."],
    ["consent: { value: perhaps }", "mapping_value_does_not_fit", "which is neither yes nor no."],
    ["email: { value: ana }", "mapping_value_does_not_fit", "which is no e-mail address."],
    ["quality: { value: lukewarm }", "no_such_option", "HubSpot has no option “lukewarm” among the options of `quality` (contacts)."],
    ["quality: { from: extracted_variables.it, map: { a: lukewarm } }", "no_such_option", "no option “lukewarm”"],
    ["quality: { from: extracted_variables.none, map: { b: x }, otherwise: warm }", "", ""],
    ["quality: { from: extracted_variables.it, map: { b: x }, otherwise: warm }", "no_such_option", "no option “warm”"],
    ["hubspot_owner_id: { value: left@acme.example }", "no_such_owner", "no owner “left@acme.example”"],
  ])("%s", (rule, code, message) => {
    const { contact } = plan(setting(rule), given("a"));
    if (code === "") return expect(contact).toMatchObject({ action: "unchanged", problem: null });
    expect(contact).toMatchObject({ action: "hold", problem: { code, who: "crm_admin", message: expect.stringContaining(message) } });
  });
});

const DEAL = `${CONTACT}deal:\n  find: { open: true }\n  if_missing: create\n  set:\n    dealname: Demo\n`;
const deal = (set: string, value: unknown, held: Given["held"] = known) =>
  plan(mappingOf(`${DEAL}${set.replace(/^/gm, "    ")}\n`), given(value, held))["deal"];

describe("A stage or pipeline", () => {
  test("that the call names and HubSpot has not is left out: a new deal begins at the start", () => {
    expect(deal("dealstage: { from: extracted_variables.it }", "Nowhere")).toMatchObject({
      action: "create",
      properties: { dealname: "Demo", dealstage: "s1", pipeline: "default" },
      warnings: [{ property: "dealstage", message: "“Nowhere” is none of the pipeline's stages." }],
    });
    expect(deal("pipeline: { from: extracted_variables.it }\ndealstage: { from: extracted_variables.none }", "Nowhere")).toMatchObject({
      action: "create",
      properties: { dealname: "Demo", dealstage: "s1", pipeline: "default" },
      warnings: [{ property: "pipeline" }],
    });
  });

  test("that the call names and HubSpot has not leaves a known deal's stage as it is", () => {
    const held = { ...known, deal: found({ dealname: "Demo", dealstage: "s2", pipeline: "default" }) };
    for (const stage of ["Nowhere", "Renewal due"])
      expect(deal("dealstage: { from: extracted_variables.it }", stage, held)).toMatchObject({
        action: "unchanged",
        warnings: [{ property: "dealstage", code: "value_does_not_fit" }],
      });
  });

  test("that the call names is taken by its label, and the deal stands in that pipeline", () => {
    expect(deal("pipeline: { from: extracted_variables.it }\ndealstage: { from: extracted_variables.none }", "renewals")).toMatchObject({
      properties: { pipeline: "777", dealstage: "r1" },
      warnings: [],
    });
  });

  test("of a new deal that do not belong together are a problem of the mapping", () => {
    expect(deal("pipeline: Renewals\ndealstage: Contract sent", "x")).toMatchObject({
      action: "hold",
      problem: { code: "stage_of_another_pipeline", who: "crm_admin", message: expect.stringContaining("“Contract sent”") },
    });
    const looked = mappingOf(`${DEAL.replace("{ open: true }", "{ pipeline: Renewals }")}    dealstage: Contract sent\n`);
    expect(plan(looked, given("x"))["deal"]).toMatchObject({ action: "hold", problem: { code: "stage_of_another_pipeline" } });
  });
});

describe("An activity's owner", () => {
  const note = (owner: string, value: unknown, contact: Record<string, string> = {}) =>
    plan(mappingOf(`${CONTACT}note:\n  owner: ${owner}\n  body: x\n`), given(value, { contact: found({ firstname: "Ana", ...contact }) }))[
      "note"
    ];

  test("who has left leaves the note without one", () => {
    expect(note("contact", "x", { hubspot_owner_id: "8" })).toMatchObject({
      action: "create",
      warnings: [{ record: "note", property: "hubspot_owner_id", code: "owner_has_left" }],
    });
    expect(note("contact", "x", { hubspot_owner_id: "8" })?.properties).not.toHaveProperty("hubspot_owner_id");
    expect(note("contact", "x", { hubspot_owner_id: "9" })).toMatchObject({ properties: { hubspot_owner_id: "9" }, warnings: [] });
    expect(note("contact", "x")).toMatchObject({ action: "create", warnings: [] });
  });

  test("whom the mapping's author names and nobody knows holds it", () => {
    expect(note("nobody@acme.example", "x")).toMatchObject({ action: "hold", problem: { code: "no_such_owner" } });
  });

  test("of a portal whose owners are not known is passed on", () => {
    const mapping = mappingOf(`${CONTACT}note:\n  owner: contact\n  body: x\n`);
    const held = { contact: found({ hubspot_owner_id: "8" }) };
    expect(plan(mapping, { held, portalSchema: EMPTY_PORTAL_SCHEMA })["note"]?.properties["hubspot_owner_id"]).toBe("8");
  });
});

describe("A task's time", () => {
  const task = (value: unknown, filters = "") =>
    plan(mappingOf(`${CONTACT}task:\n  body: x\n  at: "{{ extracted_variables.it ${filters} }}"\n`), given(value))["task"];

  test("that cannot be read is the call's end, and that is said", () => {
    expect(task("whenever it suits")).toMatchObject({
      properties: { hs_timestamp: "2025-01-15T10:32:05.000Z" },
      warnings: [{ record: "task", property: "hs_timestamp", code: "time_unreadable" }],
    });
    expect(task("whenever it suits", "| plus_days: 2")).toMatchObject({ warnings: [{ code: "time_unreadable" }] });
    expect(task("", "| plus_days: 2")).toMatchObject({ warnings: [] });
    expect(task("")).toMatchObject({ properties: { hs_timestamp: "2025-01-15T10:32:05.000Z" }, warnings: [] });
    expect(task("2026-12-01T15:00:00Z")).toMatchObject({ properties: { hs_timestamp: "2026-12-01T15:00:00.000Z" }, warnings: [] });
  });
});

describe("What the portal lacks", () => {
  const lacks = (rule: string, value: unknown) => plan(setting(rule), given(value))["contact"]?.lacks;
  test("may be there by now: whoever has an old schema is told", () => {
    expect(lacks("quality: { from: extracted_variables.it }", "lukewarm")).toBe(true);
    expect(lacks("quality: { value: lukewarm }", "x")).toBe(true);
    expect(lacks("made_today: { value: x }", "x")).toBe(true);
    expect(lacks("budget: { from: extracted_variables.it }", "soon")).toBe(false);
    expect(lacks("quality: { from: extracted_variables.it }", "high")).toBe(false);
  });
});
