import { describe, expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Merges
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
      jobtitle: "{{ extracted_variables.role }}"
  deal:
    find: { open: true, pick: latest }
    if_missing: skip
    set:
      hs_next_step: "{{ extracted_variables.next_step }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return { call, view: await story.call(call["id"] as number) };
}

async function revised(story: Story, call: Record<string, unknown>, extracted_variables: Record<string, unknown>) {
  await story.deliver({ ...call, extracted_variables });
  await story.settle();
  return story.call(call["id"] as number);
}

const bodies = (story: Story, contact: string) => story.portal.notesOf(contact).map(({ properties }) => properties["hs_note_body"] ?? "");

describe("a contact that was merged", () => {
  it("is followed to the survivor by the next call and by a revision", async () => {
    const story = await startStory({ mappings: [MAPPING], portal: { indexLagMs: 3_600_000 } });
    const { call, view } = await called(story);
    const other = story.portal.add("contacts", { firstname: "Bia", email: "bia@example.com" });
    const survivor = story.portal.merge("contacts", other, view.records["contact"].id);
    expect((await called(story)).view).toMatchObject({ status: "written", records: { contact: { id: survivor } } });
    expect(await revised(story, call, { summary: "Changed", role: "Buyer" })).toMatchObject({
      status: "written",
      records: { contact: { id: survivor }, note: { action: "updated" } },
    });
    expect(bodies(story, survivor)).toHaveLength(2);
    expect(story.portal.get("contacts", survivor)?.properties["jobtitle"]).toBe("Buyer");
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it("twice is followed twice", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story);
    const [one, two] = [1, 2].map((n) => story.portal.add("contacts", { firstname: `Other ${n}` }));
    const survivor = story.portal.merge(
      "contacts",
      two as string,
      story.portal.merge("contacts", one as string, view.records["contact"].id),
    );
    expect((await called(story)).view).toMatchObject({ records: { contact: { id: survivor } } });
    expect(bodies(story, survivor)).toHaveLength(2);
  });

  it("still knows which call wrote its fields last", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story, { created_at: "2026-03-05T10:00:00Z", extracted_variables: { summary: "new", role: "Director" } });
    const other = story.portal.add("contacts", { firstname: "Bia" });
    const survivor = story.portal.merge("contacts", view.records["contact"].id, other);
    const late = await called(story, { created_at: "2026-03-01T10:00:00Z", extracted_variables: { summary: "old", role: "Intern" } });
    expect(story.portal.get("contacts", survivor)?.properties["jobtitle"]).toBe("Director");
    expect(late.view.records["contact"].kept).toMatchObject({ jobtitle: expect.stringMatching(/is newer/) });
  });

  it("still knows which call wrote its fields last where HubSpot does not name its former ids", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    nameNoFormerIds();
    const { view } = await called(story, { created_at: "2026-03-05T10:00:00Z", extracted_variables: { summary: "new", role: "Director" } });
    const survivor = story.portal.merge("contacts", view.records["contact"].id, story.portal.add("contacts", { firstname: "Bia" }));
    // The second late call is led by what the first one taught the ledger.
    for (const day of [3, 1])
      await called(story, { created_at: `2026-03-0${day}T10:00:00Z`, extracted_variables: { summary: "old", role: "Intern" } });
    expect(story.portal.get("contacts", survivor)?.properties["jobtitle"]).toBe("Director");
    expect(await story.sql("SELECT contact, how FROM identities")).toEqual([{ contact: Number(survivor), how: 1 }]);
  });

  it("in a batch with others leads each call to its own", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const numbers = ["+5511987650011", "+5511987650012", "+5511987650013"];
    const ids: string[] = [];
    for (const customer_phone of numbers) ids.push((await called(story, { customer_phone })).view.records["contact"].id);
    const survivors = ids.map((id) => story.portal.merge("contacts", story.portal.add("contacts", { firstname: "Twin" }), id));
    const calls = numbers.map((customer_phone) => aCall({ customer_phone }));
    for (const call of calls) await story.deliver(call);
    await story.settle();
    for (const [index, call] of calls.entries())
      expect(await story.call(call["id"] as number)).toMatchObject({ records: { contact: { id: survivors[index] } } });
    for (const survivor of survivors) expect(bodies(story, survivor)).toHaveLength(2);
  });

  it("is known by the number that the merge dropped", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const found = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    await called(story);
    const survivor = story.portal.merge("contacts", story.portal.add("contacts", { firstname: "Bia", phone: "+5511987659999" }), found);
    for (let n = 0; n < 2; n++)
      expect((await called(story)).view).toMatchObject({ status: "written", records: { contact: { id: survivor } } });
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it("takes its deal along", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    const deal = story.portal.add(
      "deals",
      { dealname: "Desks", dealstage: "appointmentscheduled" },
      { associations: { contacts: [view.records["contact"].id] } },
    );
    story.portal.merge("contacts", story.portal.add("contacts", { firstname: "Bia" }), view.records["contact"].id);
    expect(await revised(story, call, { summary: "Changed", next_step: "Send the plan" })).toMatchObject({
      records: { deal: { id: deal, action: "updated" } },
    });
  });
});

describe("a contact that was deleted", () => {
  it("is made anew for the next call", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story);
    story.portal.archive("contacts", view.records["contact"].id);
    const next = await called(story);
    expect(next.view).toMatchObject({ status: "written", records: { contact: { action: "created" }, note: { action: "created" } } });
    expect(story.portal.contacts()).toHaveLength(1);
    expect(bodies(story, next.view.records["contact"].id)).toHaveLength(1);
  });

  it("gives way to another one with the number", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story);
    const other = story.portal.add("contacts", { firstname: "Bia", phone: "(11) 98765-0001" });
    story.portal.archive("contacts", view.records["contact"].id);
    expect((await called(story)).view).toMatchObject({ status: "written", records: { contact: { id: other } } });
  });

  it("does not keep a revision from being written", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.archive("contacts", view.records["contact"].id);
    const again = await revised(story, call, { summary: "Changed", role: "Buyer" });
    expect(again.status).toBe("written");
    const [contact] = story.portal.contacts();
    expect(contact?.properties["jobtitle"]).toBe("Buyer");
    expect(again.records["contact"].id).toBe(contact?.id);
    expect(story.portal.contacts()).toHaveLength(1);
    expect(bodies(story, contact?.id as string).join()).toContain("Changed");
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

describe("a note that was deleted", () => {
  it("stays deleted, through a revision and a replay, while the rest is written", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.archive("notes", view.records["note"].id);
    const again = await revised(story, call, { summary: "Changed", role: "Buyer" });
    expect(again).toMatchObject({
      status: "written",
      records: { note: { action: "skipped", why: expect.stringMatching(/stays deleted/) } },
    });
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(story.portal.all("notes")).toHaveLength(0);
    expect(story.portal.contacts()[0]?.properties["jobtitle"]).toBe("Buyer");
  });

  it("does not keep the next call's note away", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story);
    story.portal.archive("notes", view.records["note"].id);
    await called(story);
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

describe("a deal that was deleted or closed", () => {
  it("is left out, and another open one is taken", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    const on = { associations: { contacts: [contact] } };
    const other = story.portal.add(
      "deals",
      { dealname: "Chairs", dealstage: "appointmentscheduled" },
      { ...on, at: story.clock.now - 1000 },
    );
    const deal = story.portal.add("deals", { dealname: "Desks", dealstage: "appointmentscheduled" }, on);
    const { call, view } = await called(story, { extracted_variables: { summary: "x", next_step: "One" } });
    expect(view).toMatchObject({ records: { deal: { id: deal } } });
    story.portal.archive("deals", deal);
    expect(await revised(story, call, { summary: "x", next_step: "Two" })).toMatchObject({
      status: "written",
      records: { deal: { id: other, action: "updated" } },
    });
    story.portal.archive("deals", other);
    expect(await revised(story, call, { summary: "x", next_step: "Three" })).toMatchObject({
      status: "written",
      records: { deal: { id: null, action: "skipped" } },
    });
  });
});

function nameNoFormerIds(): void {
  const { fetch } = globalThis;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const answer = await fetch(input, init);
    return new Response((await answer.text()).replaceAll("hs_merged_object_ids", "hs_unknown"), answer);
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = fetch));
}
