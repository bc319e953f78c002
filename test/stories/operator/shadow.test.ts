import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory as start } from "../../story.ts";

const mapping = (top: string) => `
version: 1
name: Sales
country: BR
${top}
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      ai_calls: "{{ contact.ai_calls | plus: 1 }}"
  deal:
    find: { open: true }
    set:
      amount: { from: extracted_variables.budget, format: number }
  note:
    body: "<p>For {{ contact.firstname | default: 'nobody known' }}: {{ extracted_variables.summary }}</p>"
`;
const [SHADOW, LIVE] = [mapping("shadow: true"), mapping("")];

async function startStory(options: Parameters<typeof start>[0]): Promise<Story> {
  const story = await start(options);
  story.portal.defineProperty("contacts", { name: "ai_calls", type: "number" });
  return story;
}

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return { id: call["id"] as number, call, view: await story.call(call["id"] as number) };
}

const held = (story: Story) => ["contacts", "deals", "notes"].map((object) => story.portal.all(object).map(({ properties }) => properties));

describe("a mapping in shadow", () => {
  it("reads HubSpot, writes nothing there, and says of each call what it would have written", async () => {
    const story = await startStory({ mappings: [SHADOW] });
    const ana = story.portal.add("contacts", { phone: "(11) 98765-0001", ai_calls: "2" });
    const deal = story.portal.add("deals", { dealname: "Desks", dealstage: "appointmentscheduled", pipeline: "default" });
    story.portal.associate("deals", deal, "contacts", ana);
    const before = held(story);
    const { view } = await called(story, { extracted_variables: { budget: "R$ 8.700", summary: "Wants desks" } });
    expect(held(story)).toEqual(before);
    expect(view).toMatchObject({
      status: "skipped",
      mapping: "Sales",
      shadow: true,
      problem: null,
      records: {
        contact: {
          id: ana,
          action: "updated",
          set: { firstname: { to: "Beatriz" }, ai_calls: { from: "2", to: "3", rule: "story.yaml:13" } },
        },
        deal: { id: deal, action: "updated", set: { amount: { to: "8700" } } },
        note: {
          id: null,
          action: "created",
          set: { hs_note_body: { to: expect.stringContaining("Wants desks") } },
          on: [`contacts/${ana}`, `deals/${deal}`],
        },
      },
    });
    expect(view.reason).toMatch(/^In shadow: “Sales” only shows what it would write\./);
  });

  it("learns nothing from what it did not write: a replay after the word is gone writes each call once, as if it had just come", async () => {
    const story = await startStory({ mappings: [SHADOW] });
    const first = await called(story);
    const second = await called(story, { created_at: "2026-03-03T10:00:00Z", finished_at: "2026-03-03T10:01:00Z" });
    expect([first, second].map(({ view }) => view.records["contact"])).toMatchObject([{ action: "created" }, { action: "created" }]);
    expect(story.portal.contacts()).toEqual([]);
    await story.useMappings(LIVE);
    const { body } = await story.api("POST", "/api/actions", { do: "replay", where: { status: "skipped", mapping: "Sales" } });
    await story.settle();
    expect(body.calls).toBe(2);
    const [contact, ...others] = story.portal.contacts();
    expect(others).toEqual([]);
    expect(contact?.properties).toMatchObject({ firstname: "Beatriz", ai_calls: "2" });
    expect(story.portal.notesOf(contact?.id as string)).toHaveLength(2);
    const view = await story.call(first.id);
    expect(view).toMatchObject({ status: "written", reason: null, records: { note: { action: "created" } } });
    expect(view.shadow).toBeUndefined();
  });

  it("leaves what a call wrote before as it stands, and a replay without the word updates that instead of doubling it", async () => {
    const story = await startStory({ mappings: [LIVE] });
    const { id, call } = await called(story);
    await story.useMappings(SHADOW);
    await story.deliver({ ...call, extracted_variables: { summary: "Wants chairs" } });
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "skipped", records: { note: { action: "updated" } } });
    expect(story.portal.all("notes")[0]?.properties["hs_note_body"]).toContain("twelve desks");
    await story.useMappings(LIVE);
    await story.api("POST", `/api/calls/${id}/replay`);
    await story.settle();
    const notes = story.portal.all("notes");
    expect(notes).toHaveLength(1);
    expect(notes[0]?.properties["hs_note_body"]).toContain("Wants chairs");
    expect(story.portal.contacts()[0]?.properties["ai_calls"]).toBe("1");
  });

  it("keeps no other call of the customer waiting, whichever mapping takes that", async () => {
    const others = LIVE.replace("name: Sales", "name: Others");
    const story = await startStory({ mappings: [mapping("shadow: true\nwhen: { duration: { at_least: 60 } }"), others] });
    await story.deliver(aCall({ id: 1, duration: 90, created_at: "2026-03-02T10:00:00Z" }));
    await story.deliver(aCall({ id: 2, duration: 10, created_at: "2026-03-02T11:00:00Z" }));
    await story.settle();
    expect([(await story.call(1)).status, (await story.call(2)).status]).toEqual(["skipped", "written"]);
    expect(story.portal.contacts()[0]?.properties["ai_calls"]).toBe("1");
    const { body } = await story.api("GET", "/api/balance?from=2026-01-01&to=2036-01-01");
    expect(body.rows).toMatchObject([{ received: 2, written: 1, skipped: 1 }]);
  });

  it("says what a call would have waited for, and holds nothing", async () => {
    const story = await startStory({ mappings: [SHADOW.replace("if_missing: create", "if_missing: create\n    if_several: hold")] });
    for (const firstname of ["Ana", "Bia"]) story.portal.add("contacts", { firstname, phone: "+5511987650001" });
    const { view } = await called(story);
    expect(view).toMatchObject({
      status: "skipped",
      problem: null,
      records: { contact: { action: "skipped", problem: { code: "several_match" } } },
    });
    expect(view.reason).toContain("It would be held:");
  });

  it("does not wait for a person over what the portal lacks either", async () => {
    const story = await startStory({ mappings: [SHADOW.replace("open: true", "open: true, pipeline: No such pipeline")] });
    const { view } = await called(story);
    expect(view).toMatchObject({ status: "skipped", problem: null });
    expect(view.reason).toContain("It would be held: HubSpot has no pipeline “No such pipeline”");
  });

  it("is told of in the list of mappings and in a plan", async () => {
    const story = await startStory({ mappings: [SHADOW] });
    await called(story);
    const [mappings, plan] = await Promise.all([story.api("GET", "/api/mappings"), story.api("POST", "/api/plan", aCall())]);
    expect(mappings.body.mappings).toMatchObject([{ name: "Sales", shadow: true }]);
    expect(plan.body).toMatchObject({ mapping: "Sales", shadow: true, records: [{ name: "contact", action: "create" }, {}, {}] });
  });
});
