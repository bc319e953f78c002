import { describe, expect, test } from "vitest";
import type { HubSpotCause } from "../../src/problem/causes.ts";
import { type Refused, withoutRefused } from "../../src/planner/without-refused.ts";
import { callOf, found, mappingOf, plan } from "./planning.ts";

const SET = `contact:
  find_by: [{ phone: "{{ customer_phone }}" }]
  if_missing: create
  set:
    email: { from: input_variables.email }
    lead_source: Phone
    size: { from: input_variables.size }
    phone: { from: customer_phone }
note:
  body: x
`;
const call = callOf({ customer_phone: "11 98765-4321", input_variables: { email: "ana@acme.invalid", size: "big" } });
const planned = (held = {}) => plan(mappingOf(SET), { call, held })["contact"]!;
const known = { contact: found({ phone: "+5511987654321" }) };
const refused = (...properties: string[]): Refused => ({
  cause: { code: "value_refused", properties, status: 400, category: "INVALID_EMAIL" },
  category: "INVALID_EMAIL",
  properties,
});

describe("A value of the call's that HubSpot itself refuses", () => {
  test("is left out with a warning, and the rest goes again", () => {
    const left = withoutRefused(planned(known), refused("email"), "BR");
    expect(left).toMatchObject({
      action: "update",
      properties: { lead_source: "Phone", size: "big" },
      warnings: [
        {
          record: "contact",
          property: "email",
          code: "value_does_not_fit",
          message: "What came is refused by HubSpot.",
          rule: expect.stringContaining("test.yaml:"),
        },
      ],
    });
    expect(left?.properties).not.toHaveProperty("email");
    expect(left?.decisions.find(({ property }) => property === "email")).toMatchObject({ written: false, why: "HubSpot refused it" });
  });

  test("and named by nothing but its code is the e-mail", () => {
    expect(withoutRefused(planned(known), refused(), "BR")?.properties).not.toHaveProperty("email");
    expect(withoutRefused(planned(known), { ...refused(), category: "VALIDATION_ERROR" }, "BR")).toBeNull();
  });

  test("goes with all the others that are refused at once", () => {
    const left = withoutRefused(planned(known), refused("email", "size"), "BR");
    expect(left?.properties).toEqual({ lead_source: "Phone" });
    expect(left?.warnings.map(({ property }) => property)).toEqual(["email", "size"]);
  });

  test("leaves a new contact its number for a name; one with nothing left is for a person", () => {
    const left = withoutRefused(planned(), refused("email"), "BR");
    expect(left).toMatchObject({ action: "create", properties: { firstname: "+55 11 98765-4321", lead_source: "Phone" } });
    const bare = { ...planned(), properties: { email: "ana@acme.invalid" } };
    expect(withoutRefused(bare, refused("email"), "BR")).toBeNull();
  });

  test("if it is a phone number goes as E.164 first", () => {
    const once = withoutRefused(planned(), refused("phone"), "BR");
    expect(once).toMatchObject({ properties: { phone: "+5511987654321" }, warnings: [] });
    const twice = withoutRefused(once!, refused("phone"), "BR");
    expect(twice?.properties).not.toHaveProperty("phone");
    expect(twice?.warnings).toMatchObject([{ property: "phone" }]);
  });

  test("of an update that was nothing else leaves the record as it is", () => {
    const only = { ...planned(known), properties: { size: "big" } };
    expect(withoutRefused(only, refused("size"), "BR")).toMatchObject({
      action: "unchanged",
      properties: {},
      warnings: [{ property: "size" }],
    });
  });
});

describe("What HubSpot refuses is for a person", () => {
  test.each<[string, Refused]>([
    ["where the mapping's author wrote it", refused("lead_source")],
    ["where the author wrote one of several", refused("email", "lead_source")],
    ["where the property was not sent", refused("budget")],
    ...(["no_such_property", "required_is_blank", "read_only", "not_unique"] as const).map((code): [string, Refused] => [
      `where the cause is ${code}`,
      { ...refused("email"), cause: { code, properties: ["email"] } as HubSpotCause },
    ]),
  ])("%s", (_where, refusal) => {
    expect(withoutRefused(planned(known), refusal, "BR")).toBeNull();
  });

  test("where it is a note's body", () => {
    const note = plan(mappingOf(SET), { call, held: known })["note"]!;
    expect(withoutRefused(note, refused("hs_note_body"), "BR")).toBeNull();
  });
});

test("What the mapping's author asks to be emptied, and HubSpot does not let go, is for the author", () => {
  const mapping = mappingOf('contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set: { size: { write: clear } }\n');
  const cleared = plan(mapping, { call, held: { contact: found({ size: "big" }) } })["contact"]!;
  expect(cleared.properties).toEqual({ size: "" });
  expect(withoutRefused(cleared, refused("size"), "BR")).toBeNull();
});
