import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (text: string) => `
version: 1
name: After
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      email: { from: extracted_variables.email, write: if_empty }
      city: { from: extracted_variables.city }
      lifecyclestage: { value: lead, write: forward }
      jobtitle: { from: extracted_variables.hung_up, map: { true: "" }, blank: clear }
      ai_calls: "{{ contact.ai_calls | plus: 1 }}"
      best_offer: { from: extracted_variables.offer, format: number, write: larger }
  ticket:
    find: { open: true }
    if_missing: create
    set:
      subject: "{{ contact.firstname }}: {{ extracted_variables.summary }}"
      hs_pipeline_stage: { value: New, write: if_new }
  task:
    set: { hs_task_subject: "Call {{ contact.firstname | default: 'somebody' }} back" }
  note:
    body: |
      <p>${text}</p>
`;

async function begin(text: string): Promise<Story> {
  const story = await startStory({ mappings: [mapping(text)] });
  for (const name of ["ai_calls", "best_offer"]) story.portal.defineProperty("contacts", { name, type: "number" });
  return story;
}

async function called(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

const noteOf = (story: Story, call: number) =>
  story.portal
    .all("notes")
    .map(({ properties }) => properties["hs_note_body"] as string)
    .find((body) => body.includes(String(call)))
    ?.replace(/<p>|<\/p>[\s\S]*/g, "")
    .trim();
const subjects = (story: Story, object: string, property: string) => story.portal.all(object).map(({ properties }) => properties[property]);

describe("a text that names a record's property says what will stand there after this call", () => {
  it("for a contact that this very call creates, in texts of activities and of the records further down", async () => {
    const story = await begin("{{ contact.firstname }} {{ contact.ai_calls | plus: 1 }}, {{ contact.email | default: 'no e-mail' }}");
    const call = await called(story, { extracted_variables: { summary: "desks", email: "bia@prado.example" } });
    expect(noteOf(story, call)).toBe("Beatriz 2, bia@prado.example");
    expect(subjects(story, "tickets", "subject")).toEqual(["Beatriz: desks"]);
    expect(subjects(story, "tasks", "hs_task_subject")).toEqual(["Call Beatriz back"]);
  });

  it("for one that is there, each by its own write mode, typed as the portal has it", async () => {
    const story = await begin(
      "{{ contact.firstname }}|{{ contact.city }}|{{ contact.lifecyclestage }}|{{ contact.jobtitle | default: 'none' }}|{{ contact.ai_calls | plus: 0 }}|{{ contact.best_offer | times: 2 }}",
    );
    story.portal.add("contacts", {
      firstname: "Bia",
      phone: "+5511987650001",
      city: "Santos",
      lifecyclestage: "customer",
      jobtitle: "Buyer",
      ai_calls: "4",
      best_offer: "900",
    });
    const call = await called(story, { extracted_variables: { summary: "desks", city: "Recife", hung_up: true, offer: "R$ 500" } });
    expect(noteOf(story, call)).toBe("Bia|Recife|customer|none|5|1800");
  });

  it("and never what did not fit, nor a number that stands in for a name", async () => {
    const story = await begin("{{ contact.firstname | default: 'nobody known' }}|{{ contact.email | default: 'no e-mail' }}");
    const call = await called(story, { input_variables: [], extracted_variables: { summary: "desks", email: "bia at prado" } });
    expect(noteOf(story, call)).toBe("nobody known|no e-mail");
    expect(subjects(story, "tasks", "hs_task_subject")).toEqual(["Call somebody back"]);
  });

  it("again when the call is replayed, though later calls have counted on", async () => {
    const story = await begin("Call {{ contact.ai_calls | plus: 0 }} of {{ contact.firstname }}");
    story.portal.add("contacts", { phone: "+5511987650001", ai_calls: "6" });
    const first = await called(story);
    const second = await called(story, { created_at: "2026-03-03T10:00:00Z", finished_at: "2026-03-03T10:01:00Z" });
    for (let replays = 0; replays < 2; replays++) {
      expect(noteOf(story, first)).toBe("Call 7 of Beatriz");
      expect(noteOf(story, second)).toBe("Call 8 of Beatriz");
      await story.api("POST", `/api/calls/${first}/replay`);
      await story.settle();
    }
    expect(story.portal.contacts()[0]?.properties["ai_calls"]).toBe("8");
  });
});
