import { expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";

const mapping = (set: string) => `
version: 1
name: Logged
country: BR
variables: { summary_note: string, callback: boolean }
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name }
  call:
    body: "<p>{{ extracted_variables.summary }}</p>"
${set}
`;

const CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20";

async function outcomeOf(set: string, status: string): Promise<unknown> {
  const story = await startStory({ mappings: [mapping(set)] });
  const call = aCall({ status, duration: status === "completed" ? 40 : 0, input_variables: { customer_name: "Bia" } });
  await story.deliver(call);
  await story.settle();
  const view = await story.call(call["id"] as number);
  expect(view.problem).toBeNull();
  return story.portal.all("calls").map(({ properties }) => properties["hs_call_disposition"]);
}

it("a call's disposition may be said by its label", async () => {
  const set = "    set:\n      hs_call_disposition: { from: call.answered, map: { true: Connected, false: No answer } }";
  expect(await outcomeOf(set, "completed")).toEqual([CONNECTED]);
  expect(await outcomeOf(set, "no_answer")).toEqual([NO_ANSWER]);
});

it("a call that no rule sets anything of still shows its disposition", async () => {
  expect(await outcomeOf("", "no_answer")).toEqual([NO_ANSWER]);
});

it("gives a task to the owner that this very call gives a new contact", async () => {
  const owned = `
version: 1
name: Owners
records:
  contact:
    find_by: [{ phone: "{{ customer_phone }}" }]
    if_missing: create
    set: { firstname: { from: input_variables.customer_name, format: first_name }, hubspot_owner_id: "{{ extracted_variables.owner }}" }
  task:
    owner: contact
    body: Call back
    set: { hs_task_subject: Call back }
`;
  const story = await startStory({ mappings: [owned] });
  story.portal.defineOwner({ id: "41777", email: "ines@example.com" });
  await story.deliver(aCall({ extracted_variables: { status: true, summary: "Wants a call", owner: "41777" } }));
  await story.settle();
  expect(story.portal.contacts()[0]?.properties["hubspot_owner_id"]).toBe("41777");
  expect(story.portal.all("tasks")[0]?.properties["hubspot_owner_id"]).toBe("41777");
});
