import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Late match
country: BR
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: skip
    rematch: 7d
    set:
      jobtitle: "{{ extracted_variables.role }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function deliver(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall({ input_variables: [], ...fields });
  await story.deliver(call);
  await story.drain();
  return call["id"] as number;
}

describe("a call whose contact is not there yet", () => {
  it("waits for it, and is written when it appears", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = await deliver(story);
    await story.settle(DAY);
    const waiting = await story.call(call);
    expect(waiting).toMatchObject({
      status: "pending",
      problem: { code: "waits_for_contact" },
      records: { contact: { action: "skipped" } },
    });
    expect(waiting.reason).toMatch(/Waits for its contact until 2035-03-09/);
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "(11) 98765-0001" });
    await story.settle(DAY);
    expect(await story.call(call)).toMatchObject({
      status: "written",
      reason: null,
      records: { contact: { id: contact }, note: { action: "created" } },
    });
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(Date.parse(story.portal.notesOf(contact)[0]?.properties["hs_timestamp"] as string)).toBe(Date.parse("2026-03-02T14:56:04Z"));
  });

  it("is skipped when seven days are over, and written by a replay after that", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = await deliver(story);
    await story.settle(8 * DAY);
    const late = await story.call(call);
    expect(late).toMatchObject({ status: "skipped" });
    expect(late.reason).not.toMatch(/Waits/);
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    await story.settle(DAY);
    expect(story.portal.notesOf(contact)).toHaveLength(0);
    await story.api("POST", `/api/calls/${call}/replay`);
    await story.settle(DAY);
    expect(await story.call(call)).toMatchObject({ status: "written" });
  });

  it("is listed among the pending", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = await deliver(story);
    const { body } = await story.api("GET", "/api/calls?status=pending");
    expect(body.calls.map((one: { call: string }) => one.call)).toEqual([String(call)]);
  });

  it("never waits for a number that belongs to nobody", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = await deliver(story, { customer_phone: "anonymous" });
    expect(await story.call(call)).toMatchObject({ status: "skipped" });
  });

  it("is evaluated again while it waits: the newer content is written", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = aCall({ input_variables: [] });
    await story.deliver(call);
    await story.drain();
    expect((await story.deliver({ ...call, extracted_variables: { status: true, summary: "The newer one" } })).body.status).toBe("revised");
    await story.drain();
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    await story.settle(DAY);
    expect(story.portal.notesOf(contact).map(({ properties }) => properties["hs_note_body"])).toEqual([
      expect.stringContaining("The newer one"),
    ]);
  });
});

describe("the customer's other calls", () => {
  it("are not held up by one that waits", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    await deliver(story);
    const contact = story.portal.add("contacts", { firstname: "Bia", email: "bia@example.com" });
    const second = await deliver(story, { input_variables: { email: "bia@example.com" }, created_at: "2026-03-03T10:00:00Z" });
    expect(await story.call(second)).toMatchObject({ status: "written", records: { contact: { id: contact } } });
  });

  it("come along when the contact appears, and the latest call's value stands", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const first = await deliver(story, { created_at: "2026-03-01T10:00:00Z", extracted_variables: { summary: "1", role: "Intern" } });
    await story.settle(2 * DAY);
    const second = await deliver(story, { created_at: "2026-03-03T10:00:00Z", extracted_variables: { summary: "2", role: "Director" } });
    await story.settle(5 * 60_000);
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    await story.settle(HOUR);
    for (const call of [first, second]) expect(await story.call(call)).toMatchObject({ status: "written" });
    expect(story.portal.notesOf(contact)).toHaveLength(2);
    expect(story.portal.get("contacts", contact)?.properties["jobtitle"]).toBe("Director");
  });
});

it("looks for a hundred waiting contacts together, and ever more rarely", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  for (let n = 0; n < 100; n++) await story.deliver(aCall({ input_variables: [], customer_phone: `+551198766${1000 + n}` }));
  await story.settle(60_000);
  story.portal.requests.length = 0;
  await story.settle(7 * DAY);
  const requests = story.portal.requests.length;
  expect(requests).toBeLessThan(400);
  expect((await story.api("GET", "/api/calls?status=skipped&limit=200")).body.calls).toHaveLength(100);
}, 60_000);
