import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { attemptsMapping as mapping } from "../attempts-mapping.ts";

const lead = (id: number, more: Record<string, unknown> = {}) => ({
  lead: { id, phone_number: "+5511987650001", ...more, campaign: { name: "Spring", max_retries: 4 } },
});

async function attempt(story: Story, n: number, fields: Record<string, unknown> = {}) {
  const at = new Date(Date.parse("2026-03-02T10:00:00Z") + n * 3_600_000).toISOString();
  const call = aCall({
    ...lead(7),
    extracted_variables: { status: false, summary: `Try ${n}` },
    status: "no-answer",
    created_at: at,
    finished_at: at,
    ...fields,
  });
  await story.deliver(call);
  await story.settle();
  return call;
}

const bodies = (story: Story, object = "notes") =>
  story.portal.all(object).map(({ properties }) => properties["hs_note_body"] ?? properties["hs_call_body"] ?? "");
const view = (story: Story, call: Record<string, unknown>) => story.call(call["id"] as number);

describe("the attempts for one lead", () => {
  it.each(["note", "call"])("are one %s, updated", async (record) => {
    const story = await startStory({ mappings: [mapping(record)] });
    const calls = [];
    for (const n of [1, 2, 3]) calls.push(await attempt(story, n));
    expect(bodies(story, `${record}s`)).toEqual([expect.stringMatching(/Attempt 3 of 4.*Try 3/)]);
    const ids = await Promise.all(calls.map(async (call) => (await view(story, call)).records[record].id));
    expect(new Set(ids).size).toBe(1);
    expect(await view(story, calls[0] as never)).toMatchObject({ status: "written", records: { [record]: { action: "created" } } });
    expect(await view(story, calls[2] as never)).toMatchObject({ status: "written", records: { [record]: { action: "updated" } } });
  });

  it("are counted as OtoniStark counts them, where it does", async () => {
    const story = await startStory({ mappings: [mapping()] });
    await attempt(story, 1, lead(7, { call_tries: 3 }));
    expect(bodies(story)).toEqual([expect.stringContaining("Attempt 3 of 4")]);
  });

  it("that come late or all at once leave the last one's word standing", async () => {
    const story = await startStory({ mappings: [mapping()] });
    await attempt(story, 3);
    const late = await attempt(story, 1);
    expect(bodies(story)).toEqual([expect.stringContaining("Try 3")]);
    expect(await view(story, late)).toMatchObject({ status: "written", records: { note: { action: "unchanged" } } });
    const burst = [6, 4, 5].map((n) =>
      aCall({ ...lead(7), extracted_variables: { summary: `Try ${n}` }, created_at: `2026-03-02T${10 + n}:00:00Z` }),
    );
    for (const call of burst) await story.deliver(call);
    await story.settle();
    expect(bodies(story)).toEqual([expect.stringContaining("Try 6")]);
  });

  it("are one note even where two of them reach different numbers at once", async () => {
    const story = await startStory({ mappings: [mapping()] });
    story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001", mobilephone: "+5511987650002" });
    for (const [n, customer_phone] of ["+5511987650001", "+5511987650002"].entries())
      await story.deliver(aCall({ ...lead(7), customer_phone, created_at: `2026-03-02T1${n}:00:00Z` }));
    await story.settle();
    expect(bodies(story)).toHaveLength(1);
    const other = await startStory({ mappings: [mapping()] });
    for (const [n, customer_phone] of ["+5511987650001", "+5511987650002"].entries())
      await other.deliver(aCall({ ...lead(7), customer_phone, created_at: `2026-03-02T1${n}:00:00Z` }));
    await other.settle();
    expect(bodies(other)).toHaveLength(1);
  });

  it("keep what a person wrote into the note", async () => {
    const story = await startStory({ mappings: [mapping()] });
    const first = await attempt(story, 1);
    story.portal.edit("notes", (await view(story, first)).records["note"].id, {
      hs_note_body: `${bodies(story)[0]}<p>Ana: call her after six.</p>`,
    });
    await attempt(story, 2);
    await attempt(story, 3);
    const [body = ""] = bodies(story);
    expect(body).toContain("Try 3");
    expect(body.split("call her after six")).toHaveLength(2);
    expect(body).not.toMatch(/Try [12]/);
  });

  it("are one note still when the first of them is erased: its lines are known as ours, and take next to no room", async () => {
    const story = await startStory({ mappings: [mapping().replace("</p>", "</p>{{ call.transcript_html }}")] });
    const transcript = Array.from({ length: 100 }, (_, turn) => ({
      text: `Turn ${turn}: ${turn * 37} rolls`,
      sender: "bot",
      timestamp: turn,
    }));
    const first = await attempt(story, 1, { transcript });
    const shared = () => story.sql("SELECT attempts, lines FROM shared_attempts");
    expect(await shared()).toEqual([{ attempts: 1, lines: null }]);
    story.portal.edit("notes", (await view(story, first)).records["note"].id, {
      hs_note_body: `${bodies(story)[0]}<p>Ana: call her after six.</p>`,
    });
    story.clock.advance(40 * 86_400_000);
    await story.inOutbox((outbox) => outbox.wake());
    expect(await view(story, first)).toMatchObject({ body: "erased" });
    await attempt(story, 1_000);
    const [body = "", ...others] = bodies(story);
    expect(others).toEqual([]);
    expect(body).toContain("Try 1000");
    expect(body.split("call her after six")).toHaveLength(2);
    expect(body).not.toMatch(/Turn \d+:/);
    const uses = await story.sql<{ calls: string }>("SELECT calls FROM fields WHERE record LIKE 'notes/%'");
    expect(uses).toEqual([{ calls: '[{"shared":"7/note"}]' }]);
  });

  it("begin a new note where somebody deleted the one before, which stays deleted", async () => {
    const story = await startStory({ mappings: [mapping()] });
    const first = await attempt(story, 1);
    const { id } = (await view(story, first)).records["note"];
    story.portal.archive("notes", id);
    const second = await attempt(story, 2);
    expect(bodies(story)).toEqual([expect.stringContaining("Try 2")]);
    await story.api("POST", `/api/calls/${first["id"]}/replay`);
    await story.settle();
    expect(bodies(story)).toEqual([expect.stringContaining("Try 2")]);
    expect(story.portal.get("notes", id)).toBeUndefined();
    story.portal.archive("notes", (await view(story, second)).records["note"].id);
    await story.deliver({ ...second, extracted_variables: { summary: "Try 2, changed" } });
    await story.settle();
    expect(bodies(story)).toEqual([]);
  });

  it("are not doubled when HubSpot's answer is lost between them", async () => {
    const story = await startStory({ mappings: [mapping()] });
    story.portal.faults.next.push({ effect: "error-after", path: "notes/batch/create" });
    await attempt(story, 1);
    story.portal.faults.next.push({ effect: "drop-after", path: "notes/batch/update" });
    await attempt(story, 2);
    expect(bodies(story)).toEqual([expect.stringMatching(/Attempt 2 of 4.*Try 2/)]);
  });
});

it("an activity whose lead's number was corrected is on the contact that was reached, too", async () => {
  const story = await startStory({ mappings: [mapping()] });
  await attempt(story, 1);
  const reached = "+5511987650002";
  await attempt(story, 2, {
    customer_phone: reached,
    lead: { id: 7, phone_number: reached, campaign: { name: "Spring", max_retries: 4 } },
  });
  const [note] = story.portal.all("notes");
  expect(story.portal.all("notes")).toHaveLength(1);
  expect(story.portal.associated("notes", note!.id, "contacts")).toHaveLength(2);
});

it("keeps each lead's note, and each call's that has no lead, apart", async () => {
  const story = await startStory({ mappings: [mapping()] });
  await attempt(story, 1);
  await attempt(story, 2, lead(8));
  await attempt(story, 3, { lead: null });
  await attempt(story, 4, { lead: null });
  expect(bodies(story)).toHaveLength(4);
});
