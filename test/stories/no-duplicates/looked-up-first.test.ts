import { expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";

const SECOND_ATTEMPT = `
version: 1
name: Second attempt
country: BR
records:
  contact:
    when: { call.attempt: { at_least: 2 } }
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: "{{ customer_phone }}"
      firstname: Ana
  company:
    find_by:
      - domain: acme.example
    if_missing: create
    set: { domain: acme.example, name: Acme }
  note:
    roll_up: lead
    body: "{{ extracted_variables.summary }}, attempt {{ call.attempt }}"
`;

const PHONE = "+5511987650001";
const attempt = (hour: number, fields: Record<string, unknown> = {}) =>
  aCall({
    lead: { id: 9, phone_number: PHONE, variables: {} },
    created_at: `2026-03-02T${hour}:00:00Z`,
    finished_at: `2026-03-02T${hour}:01:00Z`,
    ...fields,
  });

it("a record whose condition asks which attempt it is, is looked up before it is created", async () => {
  const story = await startStory({ mappings: [SECOND_ATTEMPT] });
  const ana = story.portal.add("contacts", { firstname: "Ana", phone: PHONE });
  story.clock.advance(120_000);
  await story.deliver(attempt(14));
  await story.settle();
  const second = attempt(15);
  await story.deliver(second);
  await story.settle();
  expect(story.portal.contacts().map(({ id }) => id)).toEqual([ana]);
  expect(await story.call(second["id"] as number)).toMatchObject({ status: "written", records: { contact: { id: ana } } });
});

it("which attempt it is may decide which file takes the call", async () => {
  const first = SECOND_ATTEMPT.replace("name: Second attempt", "name: Second attempt\nwhen: { call.attempt: { at_least: 2 } }");
  const other = SECOND_ATTEMPT.replace("name: Second attempt", "name: First attempt");
  const story = await startStory({ mappings: [first, other] });
  const calls = [attempt(14), attempt(15)];
  for (const call of calls) {
    await story.deliver(call);
    await story.settle();
  }
  const mappings = await Promise.all(calls.map(async (call) => (await story.call(call["id"] as number)).mapping));
  expect(mappings).toEqual(["First attempt", "Second attempt"]);
});

it("two attempts for one lead that reach different numbers at once are counted one after the other", async () => {
  const story = await startStory({ mappings: [SECOND_ATTEMPT] });
  const calls = [
    attempt(14),
    attempt(15, { customer_phone: "+5511987650002", lead: { id: 9, phone_number: "+5511987650002", variables: {} } }),
  ];
  for (const call of calls) await story.deliver(call);
  await story.settle();
  expect(story.portal.all("notes").map(({ properties }) => properties["hs_note_body"])).toEqual([expect.stringContaining("attempt 2")]);
  expect(story.portal.contacts()).toHaveLength(1);
});
