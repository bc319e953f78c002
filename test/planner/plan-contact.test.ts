import { describe, expect, test } from "vitest";
import { planCall } from "../../src/planner/plan-call.ts";
import { type Given, callOf, choice, found, lookups, mappingOf, plan, words } from "./planning.ts";

const CONTACT = `contact:
  find_by:
    - email: "{{ input_variables.email }}"
    - phone: "{{ customer_phone }}"
  if_missing: create
  set:
    firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
    lastname: { from: input_variables.customer_name, format: last_name, write: if_empty }
    phone: { from: customer_phone, write: if_empty }
`;

describe("A contact is looked for", () => {
  test.each<[string, object, unknown, string[]]>([
    [
      "by e-mail, then by phone",
      { input_variables: { email: " ANA@acme.example " } },
      [
        ["email", "ana@acme.example"],
        ["phone", "+5511987654321"],
      ],
      [],
    ],
    ["by phone alone", {}, [["phone", "+5511987654321"]], ["the call brought no email"]],
    ["by a number of no plan at its word", { customer_phone: "+1234567890" }, [["phone", "+1234567890"]], ["the call brought no email"]],
    ["by nothing: withheld", { customer_phone: "anonymous" }, [], ["the call brought no email", "the caller withheld the number"]],
    ["by nothing: short", { customer_phone: "1234" }, [], ["the call brought no email", "the number is too short to belong to one person"]],
    ["by nothing: web call", { customer_phone: null }, [], ["the call brought no email", "the call brought no phone number"]],
    [
      "not by what is no address",
      { input_variables: { email: "ana at home" } },
      [["phone", "+5511987654321"]],
      ["what came as the e-mail is no address"],
    ],
    ["not by a placeholder", { input_variables: { email: "{{email}}" } }, [["phone", "+5511987654321"]], ["the call brought no email"]],
  ])("%s", (_how, changes, keys, why) => {
    const [lookup] = lookups(mappingOf(CONTACT), callOf(changes));
    expect(lookup?.keys?.map(({ match, value }) => [match, value])).toEqual(keys);
    expect(lookup?.why).toEqual(why);
  });

  test("and exactly what the plan reads is fetched", () => {
    const mapping = mappingOf(`${CONTACT}    calls: "{{ contact.calls | plus: 1 }}"
    hs_lead_status: { value: OPEN, write: unless_edited }
task:
  when: { contact.vip: true }
  owner: contact
  body: "{{ contact.jobtitle }}"
`);
    const [lookup] = lookups(mapping);
    expect(lookup?.properties.toSorted()).toEqual([
      "calls",
      "firstname",
      "hs_lead_status",
      "hubspot_owner_id",
      "jobtitle",
      "lastname",
      "mobilephone",
      "phone",
      "vip",
    ]);
    expect(lookup?.history).toEqual(["hs_lead_status"]);
  });
});

describe("A new contact", () => {
  test.each<[string, object, Record<string, string> | string]>([
    ["has name and number", {}, { firstname: "Maria", lastname: "da Silva", phone: "+5511987654321" }],
    [
      "has what it was looked for by",
      { input_variables: { email: "Ana@acme.example" } },
      { email: "ana@acme.example", phone: "+5511987654321" },
    ],
    ["without a name is called by its number", { input_variables: {} }, { firstname: "+55 11 98765-4321", phone: "+5511987654321" }],
    [
      "is not made of a withheld number",
      { customer_phone: "restricted" },
      "nothing to know it by: the call brought no email; the caller withheld the number",
    ],
    [
      "is not made of nothing",
      { customer_phone: null, input_variables: {} },
      "nothing to know it by: the call brought no email; the call brought no phone number",
    ],
  ])("%s", (_what, changes, becomes) => {
    const { contact } = plan(mappingOf(CONTACT), { call: callOf(changes) });
    if (typeof becomes === "string") expect(contact).toMatchObject({ action: "skip", why: becomes, properties: {} });
    else expect(contact).toMatchObject({ action: "create", properties: becomes });
  });

  test("is not made of one that was not looked up: it may be there", () => {
    const mapping = mappingOf(CONTACT);
    const planned = planCall({ call: callOf(), mapping, lookups: {}, portalSchema: words(), now: "2025-01-16T00:00:00Z" });
    expect(planned).toMatchObject({
      plan: { records: [{ name: "contact", action: "hold", properties: {}, problem: { code: "hit_a_bug" } }] },
    });
  });

  test("is not made where the mapping says skip", () => {
    const { contact } = plan(mappingOf(CONTACT.replace("create", "skip")), { held: { contact: { state: "missing", why: "phone: none" } } });
    expect(contact).toMatchObject({ action: "skip", why: "there is none (phone: none)" });
  });
});

describe("A known contact", () => {
  test.each<[string, Record<string, string | null>, Record<string, string>]>([
    [
      "gets what is empty",
      { firstname: "", lastname: null, phone: " " },
      { firstname: "Maria", lastname: "da Silva", phone: "+5511987654321" },
    ],
    ["keeps what is filled", { firstname: "Mari", lastname: "Silva", phone: "(11) 98765-4321" }, {}],
    [
      "gives its number's place to the first real name",
      { firstname: "+55 11 98765-4321", phone: "+5511987654321", lastname: "x" },
      { firstname: "Maria" },
    ],
    ["keeps a name of digits that is not its number", { firstname: "+55 11 98765-4322", phone: "+5511987654321", lastname: "x" }, {}],
  ])("%s", (_what, properties, sent) => {
    const { contact } = plan(mappingOf(CONTACT), { held: { contact: found(properties) } });
    expect(contact?.properties).toEqual(sent);
    expect(contact).toMatchObject({ id: "501", action: Object.keys(sent).length > 0 ? "update" : "unchanged" });
  });

  test("of several waits for a person, and what is associated with it too", () => {
    const mapping = mappingOf(`${CONTACT}deal:\n  find: { open: true }\n  set: { hs_next_step: x }\nnote:\n  body: x\n`);
    const { contact, deal, note } = plan(mapping, {
      held: { contact: { state: "several", candidates: ["1", "2"], why: "2 records match" } },
    });
    expect(contact).toMatchObject({ action: "hold", problem: { who: "operator", message: "contact: 2 contacts match this call." } });
    expect(deal).toMatchObject({ action: "hold", why: "it waits for contact" });
    expect(note).toMatchObject({ action: "hold", why: "it waits for contact", properties: {} });
  });
});

const options = choice("Low", "Medium", "High");

/** What a rule makes of a held value: what is sent, or why nothing is. */
const RULES: [
  rule: string,
  held: string | null,
  given: { kind?: object; more?: object; call?: object },
  sent: string | null,
  why?: string,
][] = [
  ["{ value: new }", "old", {}, "new"],
  ["{ value: same }", "same", {}, null, "same value"],
  ["{ value: 5 }", "5.0", { kind: { type: "number" } }, null, "same value"],
  ["{ value: true }", "TRUE", { kind: { type: "bool" } }, null, "same value"],
  ['"{{ call.ended_at }}"', "2025-01-15T10:32:05Z", { kind: { type: "datetime" } }, null, "same value"],
  ['"{{ call.ended_at }}"', null, { kind: { type: "date" } }, "2025-01-15"],
  ["{ from: customer_phone }", "11 98765 4321", { kind: { fieldType: "phonenumber" } }, null, "same value"],
  ["{ from: extracted_variables.none }", "old", {}, null, "blank"],
  ["{ from: extracted_variables.none, blank: clear }", "old", {}, ""],
  ["{ from: extracted_variables.none, blank: clear }", "", {}, null, "empty already"],
  ["{ from: extracted_variables.summary, format: number }", "old", {}, null, "blank after `number`"],
  ["{ from: extracted_variables.next_action, map: { Schedule_Demo: Demo } }", null, {}, "Demo"],
  ["{ from: extracted_variables.next_action, map: { other: x } }", null, {}, "schedule_demo"],
  ["{ from: extracted_variables.next_action, map: { other: x }, otherwise: keep }", null, {}, null, "`map` does not name this value"],
  ["{ from: extracted_variables.next_action, map: { other: x }, otherwise: rest }", null, {}, "rest"],
  ["{ from: extracted_variables.status, map: { true: Yes, false: No } }", null, {}, "Yes"],
  ["{ value: b, write: append }", "a", {}, "a\nb"],
  ["{ value: b, write: append }", null, {}, "b"],
  ["{ value: Low, write: append }", "high", { kind: { ...options, fieldType: "checkbox" } }, "high;low"],
  ["{ value: High, write: append }", "high;low", { kind: { ...options, fieldType: "checkbox" } }, null, "same value"],
  ["{ value: 7, write: larger }", "5", { kind: { type: "number" } }, "7"],
  ["{ value: 3, write: larger }", "5", { kind: { type: "number" } }, null, "not larger than what is there"],
  ["{ from: call.ended_at, write: larger }", "2026-01-01", { kind: { type: "datetime" } }, null, "not larger than what is there"],
  ["{ value: High, write: forward }", "low", { kind: options }, "high"],
  ["{ value: Low, write: forward }", "high", { kind: options }, null, "at a later stage already"],
  ["{ value: High }", null, { kind: options }, "high"],
  ["{ from: extracted_variables.summary }", null, { kind: options }, null, "not one of HubSpot's options for it"],
  ["{ value: x }", null, { kind: { readOnly: true } }, null, "HubSpot lets nobody write this property"],
  [
    "{ value: x, write: unless_edited }",
    "old",
    { more: { edits: { it: { byPerson: true, at: "2020-01-01T00:00:00Z" } } } },
    null,
    "a person changed it in HubSpot",
  ],
  ["{ value: x, write: unless_edited }", "old", { more: { edits: { it: { byPerson: false, at: "2020-01-01T00:00:00Z" } } } }, "x"],
  [
    "{ value: x, write: unless_edited }",
    "old",
    { more: { edits: { it: { byPerson: false, at: "2026-01-01T00:00:00Z" } } } },
    null,
    "it was changed after the call",
  ],
  [
    "{ value: x, write: unless_edited }",
    "w",
    { more: { ownWrites: { it: { from: null, to: "w" } }, edits: { it: { byPerson: false, at: "2026-01-01T00:00:00Z" } } } },
    "x",
  ],
  ["{ value: x }", "old", { more: { laterWrites: { it: "13" } } }, null, "call 13 is newer"],
  ["{ value: x, write: append }", "old", { more: { laterWrites: { it: "13" } } }, "old\nx"],
  // Where the order of the calls makes no difference, a late one has its say.
  ["{ value: 90, write: larger }", "10", { kind: { type: "number" }, more: { laterWrites: { it: "13" } } }, "90"],
  [
    "{ value: 5, write: larger }",
    "10",
    { kind: { type: "number" }, more: { laterWrites: { it: "13" } } },
    null,
    "not larger than what is there",
  ],
  ["{ value: High, write: forward }", "low", { kind: options, more: { laterWrites: { it: "13" } } }, "high"],
  ['"{{ contact.it | plus: 1 }}"', "4", { more: { laterWrites: { it: "13" } } }, "5"],
  ["{ from: contact.it, format: uppercase }", "four", { more: { laterWrites: { it: "13" } } }, "FOUR"],
  ['"{{ contact.other }}x"', "4", { more: { laterWrites: { it: "13" } } }, null, "call 13 is newer"],
  [
    "{ value: 90, write: larger }",
    "10",
    { kind: { type: "number" }, more: { ownWrites: { it: { from: null, to: "90" } }, laterWrites: { it: "13" } } },
    null,
    "call 13 is newer",
  ],
  [
    "{ value: 95, write: larger }",
    "92",
    { kind: { type: "number" }, more: { ownWrites: { it: { from: null, to: "90" } }, laterWrites: { it: "13" } } },
    "95",
  ],
  // What an earlier revision of this very call wrote is where it starts from.
  ["{ value: x, write: if_empty }", "w", { more: { ownWrites: { it: { from: null, to: "w" } } } }, "x"],
  ["{ value: x, write: if_empty }", "person's", { more: { ownWrites: { it: { from: null, to: "w" } } } }, null, "already filled"],
  ["{ value: x, write: append }", "a\nw", { more: { ownWrites: { it: { from: "a", to: "a\nw" } } } }, "a\nx"],
  ["{ value: x, write: append }", "a\nw\nafter", { more: { ownWrites: { it: { from: "a", to: "a\nw" } } } }, "a\nx\nafter"],
  ['"{{ contact.it | plus: 1 }}"', "4", { more: { ownWrites: { it: { from: "3", to: "4" } } } }, null, "same value"],
  ['"{{ contact.it | plus: 1 }}"', "4", {}, "5"],
  [
    '"{{ contact.it | plus: 1 }}"',
    "10",
    { more: { ownWrites: { it: { from: "3", to: "4" } } } },
    null,
    "this call has had its part in it, and it was changed since",
  ],
  [
    '"{{ contact.it | plus: 1 }}"',
    "4",
    { more: { erased: ["it"] } },
    null,
    "this call has had its part in it, and what that was is erased by now",
  ],
  [
    "{ value: x, write: append }",
    "old",
    { more: { erased: ["it"] } },
    null,
    "this call has had its part in it, and what that was is erased by now",
  ],
  ["{ value: x }", "old", { more: { erased: ["it"] } }, "x"],
];

describe("A rule", () => {
  test.each(RULES)("%s over %j with %j sends %j", (rule, held, given, sent, why) => {
    const mapping = mappingOf(`contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set:\n    it: ${rule}\n`);
    const input: Given = { held: { contact: found({ it: held }, given.more) }, portalSchema: words(given.kind ? { it: given.kind } : {}) };
    const { contact } = plan(mapping, input);
    expect(contact?.decisions[0]?.why ?? null).toEqual(sent === "" ? "cleared" : (why ?? null));
    expect(contact?.properties).toEqual(sent === null ? {} : { it: sent });
  });

  test("whose label the portal does not have holds the record, and says who mends it", () => {
    const mapping = mappingOf(`contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set:\n    it: Huge\n`);
    const { contact } = plan(mapping, { held: { contact: found({}) }, portalSchema: words({ it: options }) });
    expect(contact).toMatchObject({
      action: "hold",
      properties: {},
      problem: { who: "crm_admin", message: "HubSpot has no option “Huge” among the options of `it` (contacts)." },
    });
  });
});
