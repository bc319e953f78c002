import { expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";

const CONTACT = `
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      jobtitle: { from: extracted_variables.job, write: if_empty }
`;

const SALES = `
name: Sales
when: { extracted_variables.kind: sales }
use: [parts/contact.yaml]
records:
  contact:
    set:
      jobtitle: { write: overwrite }
  note:
    body: "<p>Sales for {{ contact.firstname }}</p>"
`;
const SUPPORT = SALES.replaceAll("Sales", "Support")
  .replace("kind: sales", "kind: support")
  .replace("    set:\n      jobtitle: { write: overwrite }\n", "    if_missing: skip\n");

it("two mappings share one part, each with its own words, and the receipts name the line that wrote each property", async () => {
  const story = await startStory({ mappings: [SALES, SUPPORT], parts: { "parts/contact.yaml": CONTACT } });
  const called = async (kind: string, job: string, customer_phone: string) => {
    const call = aCall({ extracted_variables: { kind, job }, customer_phone });
    await story.deliver(call);
    await story.settle();
    return story.call(call["id"] as number);
  };
  const ana = story.portal.add("contacts", { phone: "+5511987650001", jobtitle: "Buyer" });
  const sold = await called("sales", "Owner", "+5511987650001");
  const helped = await called("support", "Clerk", "+5511987650001");
  const nobody = await called("support", "Clerk", "+5511987650009");
  expect(sold.records["contact"]).toMatchObject({
    id: ana,
    set: { firstname: { to: "Beatriz", rule: "parts/contact.yaml:8" }, jobtitle: { from: "Buyer", to: "Owner", rule: "story.yaml:8" } },
  });
  expect(helped.records["contact"]).toMatchObject({ id: ana, kept: { firstname: "already filled", jobtitle: "already filled" } });
  expect(nobody).toMatchObject({ mapping: "Support", records: { contact: { action: "skipped" } } });
  expect(story.portal.notesOf(ana)).toHaveLength(2);
  expect(story.portal.contacts()).toHaveLength(1);
});
