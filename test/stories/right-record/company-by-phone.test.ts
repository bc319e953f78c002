import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (contact: string, more = "") => `
version: 1
name: Companies
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: ${contact}
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
  company:
    when: { contact: missing }
    find_by:
      - phone: "{{ customer_phone }}"
    set:
      last_ai_call: { from: call.ended_at, write: larger }
${more}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

/** Live portals were seen that do not calculate a company's number. */
async function begin(text: string, calculates: boolean): Promise<Story> {
  const story = await startStory({ mappings: [text] });
  story.portal.defineProperty("companies", { name: "last_ai_call", type: "datetime" });
  if (!calculates) story.portal.removeProperty("companies", "hs_searchable_calculated_phone_number");
  return story;
}

const searches = (story: Story) => story.portal.requests.filter(({ path }) => path.endsWith("/search")).map(({ path }) => path);
const notesOn = (story: Story, object: string, id: string) => story.portal.associated(object, id, "notes");

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return { id: call["id"] as number, view: await story.call(call["id"] as number) };
}

describe.each([
  ["calculates the numbers of companies", true],
  ["does not calculate them", false],
])("in a portal that %s, a company is found by its phone", (_says, calculates) => {
  it.each(["+5511987650001", "(11) 98765-0001", "11 8765-0001", "55 11 98765 0001", "0 11 98765-0001 ramal 12", "5511987650001"])(
    "typed as %s, and the note of somebody who is nobody's contact stands on it",
    async (phone) => {
      const story = await begin(mapping("skip"), calculates);
      const company = story.portal.add("companies", { name: "Prado", phone });
      story.portal.add("companies", { name: "Another", phone: "(21) 98765-0001" });
      const { view } = await called(story);
      expect(view).toMatchObject({
        status: "written",
        records: { contact: { action: "skipped" }, company: { id: company, action: "updated" }, note: { on: [`companies/${company}`] } },
      });
      expect(notesOn(story, "companies", company)).toHaveLength(1);
    },
  );

  it("for a burst of callers whom nobody knows in few searches, and each finds their own", async () => {
    const story = await begin(mapping("skip"), calculates);
    const customers = Array.from({ length: 60 }, (_, index) => `+55119876511${String(index).padStart(2, "0")}`);
    const companies = customers.map((phone) =>
      story.portal.add("companies", { name: phone, phone: `(${phone.slice(3, 5)}) ${phone.slice(5, 10)}-${phone.slice(10)}` }),
    );
    for (const [index, customer_phone] of customers.entries()) await story.deliver(aCall({ id: 500 + index, customer_phone }));
    await story.settle();
    expect(companies.filter((id) => notesOn(story, "companies", id).length === 1)).toHaveLength(60);
    expect(searches(story).filter((path) => path.includes("companies")).length).toBeLessThanOrEqual(calculates ? 3 : 12);
  });
});

describe("`when: { contact: missing }` and `found`", () => {
  it("spare the search where they do not hold, and say so", async () => {
    const story = await begin(mapping("skip"), true);
    story.portal.add("contacts", { firstname: "Ana", phone: "+5511987650001" });
    const company = story.portal.add("companies", { name: "Prado", phone: "+5511987650001" });
    const { view } = await called(story);
    expect(view.records["company"]).toMatchObject({ action: "skipped", why: "`contact` was found, not missing" });
    expect(notesOn(story, "companies", company)).toEqual([]);
    expect(searches(story).some((path) => path.includes("companies"))).toBe(false);
  });

  it("ask for what was there before the call: of a contact that the call made itself a replay says the same", async () => {
    const more = `
  welcome:
    object: tasks
    when: { contact: missing }
    set: { hs_task_subject: Welcome the new customer }
  again:
    object: tasks
    when: { not: { contact: missing } }
    set: { hs_task_subject: They called again }`;
    const story = await begin(mapping("create", more), true);
    const first = await called(story);
    await story.api("POST", `/api/calls/${first.id}/replay`);
    await story.settle();
    const tasks = () => story.portal.all("tasks").map(({ properties }) => properties["hs_task_subject"]);
    expect(tasks()).toEqual(["Welcome the new customer"]);
    expect((await story.call(first.id)).records).toMatchObject({ welcome: { action: "unchanged" }, again: { action: "skipped" } });
    await called(story, { created_at: "2026-03-03T10:00:00Z", finished_at: "2026-03-03T10:01:00Z" });
    expect(tasks()).toEqual(["Welcome the new customer", "They called again"]);
  });

  it("say neither of a record that was not looked for", async () => {
    const story = await begin(mapping("skip").replace("  contact:\n", "  contact:\n    when: { duration: { at_least: 600 } }\n"), true);
    story.portal.add("companies", { name: "Prado", phone: "+5511987650001" });
    const { view } = await called(story);
    expect(view.records["company"]).toMatchObject({
      action: "skipped",
      why: "`contact` was not looked up, so it is neither found nor missing",
    });
  });

  it("with a withheld number there is no company to find", async () => {
    const story = await begin(mapping("skip"), true);
    story.portal.add("companies", { name: "Nobody", phone: "anonymous" });
    const { view } = await called(story, { customer_phone: "anonymous" });
    expect(view).toMatchObject({ status: "skipped", records: { company: { tried: ["the caller withheld the number"] } } });
  });
});
