import { describe, expect, test } from "vitest";
import { chooseMapping } from "../../src/planner/choose-mapping.ts";
import { callOf, mappingOf } from "./planning.ts";

const NOTE = 'contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set: {}\n';
const mappingWhen = (when: string, name = "one") => mappingOf(NOTE, `name: ${name}\nwhen: ${when}\n`);
const call = callOf({
  lead: { id: 5, campaign: { name: "Product Demo" } },
  extracted_variables: { status: false, score: 20, tags: ["Hot", "New"], empty: "", quoted: "7" },
});

describe("A condition", () => {
  test.each<[string, string | null]>([
    ["{ status: completed }", null],
    ["{ status: [busy, COMPLETED] }", null],
    ["{ status: busy }", "`status` is `completed`, not `busy`"],
    ["{ status: [busy, failed] }", "`status` is `completed`, not one of `busy`, `failed`"],
    ["{ extracted_variables.status: false }", null],
    ["{ extracted_variables.status: true }", "`extracted_variables.status` is `false`, not `true`"],
    ["{ lead.campaign.name: product demo, campaign.name: Product Demo }", null],
    ["{ duration: { at_least: 20 } }", null],
    ["{ duration: { at_least: 200 } }", "`duration` is `125`, not `200` or more"],
    ["{ duration: { at_least: 20, at_most: 100 } }", "`duration` is `125`, not `100` or less"],
    ["{ extracted_variables.quoted: { at_most: 7 } }", null],
    ["{ extracted_variables.none: { at_least: 1 } }", "`extracted_variables.none` is blank, not `1` or more"],
    ['{ created_at: { at_least: "2025-01-01" } }', null],
    ["{ customer_phone: { starts_with: +55 } }", null],
    ['{ customer_phone: { ends_with: "4321" } }', null],
    [
      '{ customer_phone: { ends_with: ["0000", "-4322"] } }',
      "none of these holds: `customer_phone` is something else, not one that ends with `0000`; `customer_phone` is something else, not one that ends with `-4322`",
    ],
    ['{ customer_phone: { starts_with: "+351" } }', "`customer_phone` is something else, not one that starts with `+351`"],
    ["{ lead.campaign.name: { contains: DEMO } }", null],
    ["{ extracted_variables.tags: { contains: hot } }", null],
    ["{ extracted_variables.tags: { contains: ho } }", "`extracted_variables.tags` is something else, not one that contains `ho`"],
    ["{ extracted_variables.empty: { exists: false } }", null],
    ["{ extracted_variables.score: { exists: true } }", null],
    ["{ extracted_variables.empty: { exists: true } }", "`extracted_variables.empty` is blank, not filled"],
    ["{ status: { not: [busy, failed] } }", null],
    ["{ status: { not: completed } }", "`status` is `completed`, which it must not"],
    ["{ extracted_variables.none: null }", null],
    ["{ any: [{ status: busy }, { duration: { at_least: 9 } }] }", null],
    [
      "{ any: [{ status: busy }, { duration: 9 }] }",
      "none of these holds: `status` is `completed`, not `busy`; `duration` is `125`, not `9`",
    ],
    ["{ not: { status: busy } }", null],
    ["{ call.answered: false }", "`call.answered` is `true`, not `false`"],
    ["{ extracted_variables.constructor: { exists: true } }", "`extracted_variables.constructor` is blank, not filled"],
  ])("%s", (when, why) => {
    const { mapping, passed } = chooseMapping(call, [mappingWhen(when)]);
    expect(passed[0]?.why ?? null).toBe(why);
    expect(mapping === null).toBe(why !== null);
  });
});

test("The first mapping whose condition holds takes the call", () => {
  const { mapping, passed } = chooseMapping(call, [
    mappingWhen("{ status: busy }", "a"),
    mappingWhen("{ status: completed }", "b"),
    mappingWhen("{ status: completed }", "c"),
  ]);
  expect(mapping?.name).toBe("b");
  expect(passed.map(({ name }) => name)).toEqual(["a"]);
});
