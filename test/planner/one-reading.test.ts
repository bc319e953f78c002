import { describe, expect, test } from "vitest";
import type { PropertyDefinition } from "../../src/hubspot/model/portal-schema.ts";
import { callOf, choice, found, mappingOf, plan, words } from "./planning.ts";

const number: Partial<PropertyDefinition> = { type: "number", fieldType: "number" };
const day: Partial<PropertyDefinition> = { type: "date", fieldType: "date" };
const moment: Partial<PropertyDefinition> = { type: "datetime", fieldType: "date" };
const yesNo: Partial<PropertyDefinition> = { type: "bool", fieldType: "booleancheckbox" };
const PORTAL = words({
  budget: number,
  ai_calls: number,
  price: number,
  due: day,
  due_at: moment,
  vip: yesNo,
  interest: { ...choice("None", "Some") },
  hobbies: { ...choice("Tennis", "Chess"), fieldType: "checkbox" },
  city: {},
  nick: {},
});
const HELD = { budget: "5000", ai_calls: "", price: "1.234", vip: "false", city: "Recife", interest: "some", hobbies: "tennis;chess" };

interface Wanted {
  variables?: object;
  held?: Record<string, string | null>;
  head?: string;
}

/** What a rule of the contact would write to a property; null: nothing. */
function written(property: string, rule: string, { variables = {}, held = HELD, head = "" }: Wanted = {}): string | null {
  const mapping = mappingOf(`contact:\n  find_by:\n    - phone: "{{ customer_phone }}"\n  set:\n    ${property}: ${rule}\n`, head);
  const call = callOf({ extracted_variables: { status: true, ...variables } });
  const { contact } = plan(mapping, { call, held: { contact: found(held) }, portalSchema: PORTAL });
  if (contact?.problem) throw new Error(contact.problem.message);
  return contact?.properties[property] ?? null;
}

const x = (text: unknown) => ({ variables: { x: text } });

describe("A text that means nothing writes nothing", () => {
  test.each<[string, string, unknown, string | null]>([
    ["city", "{ from: extracted_variables.x }", "null", null],
    ["city", '"{{ extracted_variables.x }}"', "N/A", null],
    ["city", '"{{ extracted_variables.x | upcase }}"', "não informado", null],
    ["city", "\"{{ extracted_variables.x | default: 'Olinda' }}\"", "undefined", "Olinda"],
    ["city", '"{{ extracted_variables.x }} {{ extracted_variables.y }}"', "Olinda", "Olinda"],
    ["city", '"{{ extracted_variables.x }} - {{ extracted_variables.y }}"', "N/A", null],
    ["city", "{ from: extracted_variables.x, format: title_case }", "sem resposta", null],
    ["city", "{ from: extracted_variables.x, map: { none: Nowhere } }", "None", "Nowhere"],
    ["city", '{ template: "{{ extracted_variables.x | downcase }}", map: { none: Nowhere } }', "NONE", "Nowhere"],
    ["city", "{ from: extracted_variables.x, map: { olinda: O } , otherwise: Elsewhere }", "null", null],
    ["city", '"{% if extracted_variables.x %}Some{% else %}Other{% endif %}"', "N/A", "Other"],
    ["city", "\"{% if extracted_variables.x == 'none' %}Nothing said{% endif %}\"", "none", "Nothing said"],
    ["city", "{ from: extracted_variables.x }", "Nada", "Nada"],
    ["city", "{ from: extracted_variables.x }", "NA Imports", "NA Imports"],
    ["city", "{ value: N/A }", "", "N/A"],
    ["city", '"{% if extracted_variables.x %}{% else %}N/A{% endif %}"', "", "N/A"],
    ["city", '"{{ call.direction }}"', "", "unknown"],
    ["interest", "{ from: extracted_variables.x }", "none", "none"],
    ["interest", '"{{ extracted_variables.x }}"', "None", "none"],
    ["budget", "{ from: extracted_variables.x }", "0", "0"],
    ["budget", "{ from: extracted_variables.x }", 0, "0"],
    ["vip", "{ from: extracted_variables.x }", "false", null],
    ["city", "{ from: extracted_variables.x }", false, "false"],
    ["nick", "{ from: extracted_variables.x }", "{{nick}}", null],
    ["city", "{ from: extracted_variables.x }", ["N/A", "Olinda", null], "Olinda"],
    ["city", "{ from: extracted_variables.x }", ["null", "-"], null],
    ["hobbies", "{ from: extracted_variables.x }", ["none", "Chess"], "chess"],
  ])("%s: %s of %j: %j", (property, rule, text, to) => expect(written(property, rule, x(text))).toBe(to));

  test("and finds and creates nobody", () => {
    const mapping = mappingOf(`contact:\n  find_by:\n    - nick: "{{ extracted_variables.x }}"\n  if_missing: create\n`);
    for (const code of ["N/A", "null", "-", "0000000000", "não informado", "{}"]) {
      const { contact } = plan(mapping, { call: callOf({ extracted_variables: { x: code } }), portalSchema: PORTAL });
      expect(contact?.action, code).toBe("skip");
    }
  });

  test("nor do the words that a mapping puts around it", () => {
    const visit = (code: string) => {
      const mapping = mappingOf(
        'visit:\n  object: p1_visits\n  find_by:\n    - nick: "BR-{{ extracted_variables.x }}"\n  if_missing: create\n',
      );
      return plan(mapping, { call: callOf({ extracted_variables: { x: code } }), portalSchema: PORTAL })["visit"];
    };
    expect(visit("N/A")?.action).toBe("skip");
    expect(visit("K7")).toMatchObject({ action: "create", properties: { nick: "BR-K7" } });
  });
});

describe("Templates count as values do", () => {
  test.each<[string, string, unknown, string | null]>([
    ["budget", "round: 2", "R$ 1.234,56", "1234.56"],
    ["budget", "times: 49", "", null],
    ["budget", "times: 49", "N/A", null],
    ["budget", "times: 12", "1.500", "18000"],
    ["budget", "plus: 1", "soon", null],
    ["budget", "minus: 0,5", "2", "2"],
    ["budget", "divided_by: 60", 125, "2"],
    ["budget", "divided_by: 60", "125", "2"],
    ["budget", "divided_by: 60.0 | round: 2", 125, "2.08"],
    ["budget", "divided_by: 60", 125.5, "2.09166666666667"],
    ["budget", "divided_by: 0", 125, null],
    ["budget", "divided_by: extracted_variables.y", 125, null],
    ["budget", "modulo: 0", 125, null],
    ["budget", "divided_by: 2", -7, "-4"],
    ["budget", "default: 100", 0, "0"],
    ["budget", "default: 100", "0", "0"],
    ["budget", "default: 100", "", "100"],
    ["budget", "default: 100", "n/a", "100"],
    ["city", "default: 'x'", false, "false"],
    ["budget", "times: 1.234", 1, "1.234"],
    ["budget", "times: 1.234 | plus: 0", "1", "1.234"],
    ["budget", "plus: 0.2", 0.1, "0.3"],
    ["budget", "ceil", "1.234,01", "1235"],
    ["budget", "floor", "-0,5", "-1"],
    ["budget", "abs", "R$ -20", "20"],
    ["budget", "at_least: 1000", "R$ 800", "1000"],
    ["budget", "at_most: 1000", "", null],
    ["budget", "round", 2.5, "3"],
    ["budget", "round", -2.5, "-3"],
    ["budget", "round: 2", 1.005, "1.01"],
    ["budget", "number", "R$ 2 mil", "2000"],
    ["budget", "percent", "12,5%", "0.125"],
    ["budget", "number | times: 2", "1.500,50", "3001"],
    ["city", "email", "Ana <ANA@acme.com>", "ana@acme.com"],
    ["city", "domain", "ana@acme.com", "acme.com"],
    ["city", "phone", "(11) 98765-4321", "+5511987654321"],
    ["city", "phone", "no number", null],
  ])("%s: x | %s of %j: %j", (property, filters, text, to) =>
    expect(written(property, `"{{ extracted_variables.x | ${filters} }}"`, x(text))).toBe(to),
  );

  test.each<[string, string, Record<string, string | null>, string | null]>([
    ["ai_calls", "{{ contact.ai_calls | plus: 1 }}", { ai_calls: "" }, "1"],
    ["ai_calls", "{{ contact.ai_calls | plus: 1 }}", { ai_calls: null }, "1"],
    ["ai_calls", "{{ contact.ai_calls | plus: 1 }}", { ai_calls: "9" }, "10"],
    ["ai_calls", "{{ contact.ai_calls | default: 5 | plus: 1 }}", { ai_calls: "" }, "6"],
    ["ai_calls", "{{ contact.ai_calls | plus: extracted_variables.none }}", { ai_calls: "" }, null],
    ["budget", "{{ contact.ai_calls | plus: 1 }}", { ai_calls: "" }, null],
    ["budget", "{{ contact.price | times: 2 }}", { price: "1.234" }, "2.468"],
    ["budget", "{{ contact.price }}", { price: "1.234" }, "1.234"],
    ["budget", "{% capture c %}{{ contact.price | times: 2 }}{% endcapture %}{{ c | plus: 1 }}", { price: "1.234" }, "3.468"],
    ["budget", "{% if contact.price > 1 %}{{ contact.price | times: 1 }}{% endif %}", { price: "1.234" }, "1.234"],
  ])("%s: %s where HubSpot holds %j: %j", (property, template, held, to) => expect(written(property, `"${template}"`, { held })).toBe(to));

  test("in a new contact a counter begins at 0 too", () => {
    const mapping = mappingOf(
      `contact:\n  find_by:\n    - phone: "{{ customer_phone }}"\n  if_missing: create\n  set:\n    ai_calls: "{{ contact.ai_calls | plus: 1 }}"\n    budget: "{{ contact.budget | times: 2 }}"\n`,
    );
    expect(plan(mapping, { portalSchema: PORTAL })["contact"]?.properties).toEqual(expect.objectContaining({ ai_calls: "1", budget: "0" }));
  });
});

describe("A day is a day until it is written", () => {
  test.each<[string, string, unknown, string | null]>([
    ["due", "{ from: extracted_variables.x }", "2026-12-01", "2026-12-01"],
    ["due", "{ from: extracted_variables.x }", "2026-12-01T00:00:00Z", "2026-12-01"],
    ["due", "{ from: extracted_variables.x }", 20261201, "2026-12-01"],
    ["due", "{ from: extracted_variables.x }", 45992, null],
    ["due", '"{{ extracted_variables.x | plus_days: 3 }}"', "2026-12-01", "2026-12-04"],
    ["due", "\"{{ extracted_variables.x | date: '%Y-%m-%d' }}\"", "2026-12-01T00:00:00Z", "2026-12-01"],
    ["due_at", "{ from: extracted_variables.x }", "2026-12-01", "2026-12-01T15:00:00.000Z"],
    ["due_at", "{ from: extracted_variables.x, format: datetime }", "01/12/2026", "2026-12-01T15:00:00.000Z"],
    ["due_at", '"{{ extracted_variables.x | plus_days: 1 }}"', "2026-12-01", "2026-12-02T15:00:00.000Z"],
    ["due_at", '"{{ extracted_variables.x | plus_hours: 9 }}"', "2026-12-01", "2026-12-01T12:00:00.000Z"],
    ["due_at", "{ from: extracted_variables.x }", "2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z"],
    ["due_at", "{ from: extracted_variables.x }", "01/12/2026 14:30", "2026-12-01T17:30:00.000Z"],
    ["city", "\"{{ extracted_variables.x | date: '%d/%m/%Y' }}\"", "2026-12-01", "01/12/2026"],
    ["city", "\"{{ extracted_variables.x | date: '%d/%m/%Y', 'America/New_York' }}\"", "2026-12-01", "01/12/2026"],
  ])("%s: %s of %j: %j", (property, rule, text, to) => expect(written(property, rule, x(text))).toBe(to));

  test("and days across a change of clocks keep their hour", () => {
    const later = (from: string, timezone: string) =>
      plan(
        {
          ...mappingOf(
            `contact:\n  find_by:\n    - phone: "{{ customer_phone }}"\n  set:\n    due_at: "{{ extracted_variables.x | plus_days: 2 }}"\n`,
          ),
          timezone,
        },
        { call: callOf({ extracted_variables: { x: from } }), held: { contact: found({}) }, portalSchema: PORTAL },
      )["contact"]?.properties["due_at"];
    expect(later("2026-10-24T09:00:00+02:00", "Europe/Berlin")).toBe("2026-10-26T08:00:00.000Z");
    expect(later("2026-03-28T10:00:00+01:00", "Europe/Berlin")).toBe("2026-03-30T08:00:00.000Z");
    expect(later("2026-11-26T10:00:00Z", "America/Sao_Paulo")).toBe("2026-11-28T10:00:00.000Z");
  });

  test("a task is due on its day", () => {
    const mapping = mappingOf(
      `contact:\n  find_by:\n    - phone: "{{ customer_phone }}"\ntask:\n  at: "{{ extracted_variables.x }}"\n  body: Call back\n`,
    );
    const call = callOf({ extracted_variables: { x: "2026-12-01" } });
    const { task } = plan(mapping, { call, held: { contact: found({}) }, portalSchema: PORTAL });
    expect(task?.properties["hs_timestamp"]).toBe("2026-12-01T15:00:00.000Z");
  });
});

describe("Values are read in one way in conditions and templates", () => {
  const DEAL = { dealstage: "s1", pipeline: "default", amount: "2000", dealname: "Desks" };

  /** Whether a note is written where this condition holds. */
  function happens(when: string, { variables = {}, held = HELD, head = "" }: Wanted = {}): boolean {
    const mapping = mappingOf(
      `contact:\n  find_by:\n    - phone: "{{ customer_phone }}"\ndeal:\n  find: { open: true }\nnote:\n  when: { ${when} }\n  body: x\n`,
      head,
    );
    const call = callOf({ extracted_variables: { status: true, ...variables } });
    const portalSchema = {
      ...PORTAL,
      properties: { ...PORTAL.properties, deals: { amount: { ...number, name: "amount", options: [], readOnly: false } } },
    };
    const lookups = { contact: found(held), deal: found(DEAL) };
    return plan(mapping, { call, held: lookups, portalSchema: portalSchema as typeof PORTAL })["note"]?.action === "create";
  }

  const DECLARED = "variables: { do_not_call: bool, score: number }\n";
  test.each<[string, Wanted, boolean]>([
    ["deal.dealstage: Appointment scheduled", {}, true],
    ["deal.dealstage: [contract sent, APPOINTMENT SCHEDULED]", {}, true],
    ["deal.dealstage: s1", {}, true],
    ["deal.dealstage: Contract sent", {}, false],
    ["deal.pipeline: Sales Pipeline", {}, true],
    ["deal.dealstage: { contains: scheduled }", {}, true],
    ["deal.amount: 2000", {}, true],
    ["deal.amount: { at_least: 1000 }", {}, true],
    ["contact.vip: false", {}, true],
    ["contact.vip: true", {}, false],
    ["contact.vip: true", { held: { vip: "true" } }, true],
    ["contact.interest: Some", {}, true],
    ["contact.hobbies: chess", {}, true],
    ["contact.hobbies: golf", {}, false],
    ["extracted_variables.x: { at_least: 1000 }", x("R$ 2.000,00"), true],
    ["extracted_variables.x: { at_least: 1000 }", x("1.000"), true],
    ["extracted_variables.x: 2026-12-01", x("01/12/2026"), true],
    ["extracted_variables.x: 2026-12-01", x("12/01/2026"), false],
    ["extracted_variables.x: 2026-12-01", x("soon"), false],
    ["extracted_variables.x: { at_most: 1000 }", x("R$ 2.000,00"), false],
    ["extracted_variables.x: { at_least: 1000 }", x("a lot"), false],
    ["extracted_variables.x: { at_least: 2026-12-01 }", x("01/12/2026"), true],
    ["extracted_variables.x: { at_most: 2026-12-01 }", x("2026-12-01T22:00:00-03:00"), true],
    ["extracted_variables.x: 3", x("3"), true],
    ["extracted_variables.x: 3", x("3,0"), true],
    ["extracted_variables.x: true", x("sim"), true],
    ["extracted_variables.x: true", x(1), true],
    ["extracted_variables.x: true", x("maybe"), false],
    ["extracted_variables.x: false", x("não"), true],
    ["extracted_variables.x: none", x("none"), true],
    ["extracted_variables.x: { exists: true }", x("N/A"), false],
    ["extracted_variables.x: { exists: true }", x("0"), true],
    ["call.direction: { exists: true }", {}, true],
    ["extracted_variables.do_not_call: true", { head: DECLARED, variables: { do_not_call: "Sim" } }, true],
    ["extracted_variables.do_not_call: true", { head: DECLARED, variables: { do_not_call: "1" } }, true],
    ["extracted_variables.do_not_call: true", { head: DECLARED, variables: { do_not_call: "não" } }, false],
    ["not: { extracted_variables.do_not_call: true }", { head: DECLARED, variables: { do_not_call: "yes" } }, false],
    ["extracted_variables.score: { at_least: 7 }", { head: DECLARED, variables: { score: "8,5" } }, true],
  ])("when: %s, of %j: %j", (when, given, holds) => expect(happens(when, given)).toBe(holds));

  test.each<[string, Wanted, string | null]>([
    ["{% if contact.vip %}yes{% else %}no{% endif %}", {}, "no"],
    ["{% unless contact.vip %}no{% endunless %}", {}, "no"],
    ["{% if contact.vip == 'false' %}no{% endif %}", {}, "no"],
    ["{% if contact.ai_calls == 3 %}three{% endif %}", { held: { ai_calls: "3" } }, "three"],
    ["{% if contact.ai_calls == '3' %}three{% endif %}", { held: { ai_calls: "3" } }, "three"],
    ["{% case contact.ai_calls %}{% when 3 %}three{% else %}other{% endcase %}", { held: { ai_calls: "3" } }, "three"],
    ["{% if extracted_variables.x == 3 %}three{% endif %}", x("3"), "three"],
    ["{% if extracted_variables.x > 1000 %}much{% endif %}", x("R$ 2.000,00"), "much"],
    ["{% if extracted_variables.x >= 3 %}much{% endif %}", x("many"), null],
    ["{% if extracted_variables.x == true %}yes{% endif %}", x("sim"), "yes"],
    ["{% if extracted_variables.x %}yes{% else %}no{% endif %}", x("false"), "no"],
    ["{% if contact.interest == 'Some' %}label{% endif %}", {}, "label"],
    ["{% case contact.interest %}{% when 'Some' %}label{% endcase %}", {}, "label"],
    ["{% if contact.interest == 'some' %}value{% endif %}", {}, "value"],
    ["{{ contact.interest }}", {}, "some"],
    ["{% if contact.hobbies contains 'Chess' %}plays{% endif %}", {}, "plays"],
    ["{% if extracted_variables.do_not_call %}stop{% endif %}", { head: DECLARED, variables: { do_not_call: "sim" } }, "stop"],
    ["{% if extracted_variables.do_not_call %}stop{% else %}go{% endif %}", { head: DECLARED, variables: { do_not_call: "não" } }, "go"],
    ["{% if extracted_variables.x == blank %}blank{% endif %}", x("N/A"), "blank"],
    ["{% if extracted_variables.status %}goal{% endif %}", {}, "goal"],
    ["{% assign y = extracted_variables.x %}{{ y | default: 'nobody' }}", x("null"), "nobody"],
    ["{{ extracted_variables.x | size }}", x("abc"), "3"],
  ])("%s of %j: %j", (template, given, to) => expect(written("nick", `"${template}"`, given)).toBe(to));
});
