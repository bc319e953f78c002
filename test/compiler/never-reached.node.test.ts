import { describe, expect, test } from "vitest";
import { compileMappings } from "../../src/compiler/compile.ts";

const RECORDS = 'records: { contact: { find_by: [ phone: "{{ customer_phone }}" ] } }\n';
const file = (path: string, when: string | null) => ({ path, text: `${when === null ? "" : `when: ${when}\n`}${RECORDS}` });

/** What is said when the first file is read before the second. */
function said(first: string | null, second: string | null): string[] {
  return compileMappings([file("a.yaml", first), file("b.yaml", second)]).problems.map(({ message }) => message);
}

describe("A file never gets a call when an earlier one takes all that it would", () => {
  test.each<[earlier: string | null, later: string | null]>([
    [null, null],
    [null, "{ status: completed }"],
    ["{ status: completed }", "{ status: Completed }"],
    ["{ status: [completed, ended] }", "{ status: ended }"],
    ["{ status: completed }", "{ status: completed, lead.campaign.name: Spring }"],
    ["{ duration: { at_least: 10 } }", "{ duration: { at_least: 20 } }"],
    ["{ duration: { at_least: 10 } }", "{ duration: { at_least: 20, at_most: 60 } }"],
    ["{ duration: { at_most: 60 } }", "{ duration: 30 }"],
    ["{ customer_phone: { starts_with: '+55' } }", "{ customer_phone: { starts_with: ['+5511', '+5521'] } }"],
    ["{ input_variables.email: { ends_with: acme.com } }", "{ input_variables.email: { ends_with: ['@acme.com', '.acme.com'] } }"],
    ["{ lead.campaign.name: { contains: sale } }", "{ lead.campaign.name: [Spring sale, Sale of the year] }"],
    ["{ lead.campaign.name: { exists: true } }", "{ lead.campaign.name: Spring }"],
    ["{ any: [ { status: busy }, { call.answered: true } ] }", "{ call.answered: true, duration: { at_least: 5 } }"],
    ["{ any: [ { status: busy }, { status: failed } ] }", "{ any: [ { status: failed }, { status: busy } ] }"],
    ["{ not: { status: busy } }", "{ status: completed }"],
    ["{ status: { not: [busy, failed] } }", "{ status: voicemail, duration: 3 }"],
    ["{ not: { duration: { at_most: 10 } } }", "{ not: { duration: { at_most: 20 } } }"],
  ])("%s before %s", (earlier, later) => {
    expect(said(earlier, later)).toEqual([expect.stringContaining("This file never gets a call: a.yaml is read before it")]);
  });
});

describe("A file that may get a call is right", () => {
  test.each<[earlier: string | null, later: string | null]>([
    ["{ status: completed }", null],
    ["{ status: completed }", "{ status: busy }"],
    ["{ status: completed, duration: { at_least: 20 } }", "{ status: completed }"],
    ["{ duration: { at_least: 20 } }", "{ duration: { at_least: 10 } }"],
    ["{ duration: { at_least: 20 } }", "{ duration: { at_most: 10 } }"],
    ["{ lead.campaign.name: [Spring, Summer] }", "{ lead.campaign.name: { contains: Spring } }"],
    ["{ lead.campaign.name: { contains: Spring sale } }", "{ lead.campaign.name: { contains: Spring } }"],
    ["{ extracted_variables.tags: { not: vip } }", "{ extracted_variables.tags: lead }"], // a list may hold both
    ["{ extracted_variables.tags: { contains: vi } }", "{ extracted_variables.tags: { contains: vip } }"],
    ["{ any: [ { status: busy }, { status: failed } ] }", "{ status: [busy, voicemail] }"],
    ["{ not: { status: busy } }", "{ duration: 3 }"],
  ])("%s before %s", (earlier, later) => {
    expect(said(earlier, later)).toEqual([]);
  });

  test("also when another folder's file takes everything, or an earlier one has a problem of its own", () => {
    expect(compileMappings([file("one/a.yaml", null), file("two/b.yaml", "{ status: busy }")]).problems).toEqual([]);
    const broken = { path: "a.yaml", text: `whne: { status: busy }\n${RECORDS}` };
    expect(compileMappings([broken, file("b.yaml", null)]).problems.map(({ message }) => message)).toEqual([
      "`whne` is not a word I know here. Did you mean `when`?",
    ]);
  });
});

test("It is said of the later file, at its `when`, with both ways out", () => {
  const { problems } = compileMappings([
    file("general.yaml", null),
    { path: "renewals.yaml", text: `name: R\nwhen: { status: busy }\n${RECORDS}` },
  ]);
  expect(problems).toEqual([
    {
      file: "renewals.yaml",
      line: 2,
      column: 1,
      path: "when",
      message:
        "This file never gets a call: general.yaml is read before it, has no `when`, and takes every call. Narrow the `when` of general.yaml, or give it a name that comes after renewals.yaml in the alphabet.",
    },
  ]);
});

test("Files are read in the alphabetical order of their names, capital letters or not", () => {
  const order = ["Zebra", "apple", "Mango", "banana"].map((name) => file(`${name}.yaml`, `{ status: ${name} }`));
  expect(compileMappings(order).mappings.map(({ name }) => name)).toEqual(["apple", "banana", "Mango", "Zebra"]);
});
