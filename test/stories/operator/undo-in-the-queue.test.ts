import { describe, expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const DAY_MS = 86_400_000;

async function written(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

/** Once, while the undo waits for HubSpot. */
function duringTheUndo(act: () => Promise<unknown>): void {
  let acted = false;
  onTheWay(async (request, pass) => {
    if (!acted && /batch\/(read|archive)/.test(request.url)) {
      acted = true;
      await act();
    }
    return pass();
  });
}

const undo = (story: Story, id: number) => story.api("POST", `/api/calls/${id}/undo`);

describe("while an undo waits for HubSpot", () => {
  it("a replay is not lost: the call is written", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await written(story);
    duringTheUndo(() => story.api("POST", `/api/calls/${id}/replay`));
    await undo(story, id);
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "written", problem: null });
    expect(story.portal.all("notes")).toHaveLength(1);
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it("a revision is not lost either", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    const revision = { ...call, finished_at: "2026-03-02T17:00:00Z", extracted_variables: { status: true, summary: "Wants oak" } };
    duringTheUndo(() => story.deliver(revision));
    await undo(story, call["id"] as number);
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 2 });
    expect(story.portal.all("notes").map(({ properties }) => properties["hs_note_body"])).toEqual([expect.stringContaining("Wants oak")]);
  });

  it("values that come of age are erased after it, for good", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await written(story);
    story.clock.advance(31 * DAY_MS);
    duringTheUndo(() => story.inOutbox((outbox) => outbox.wake()));
    await undo(story, id);
    story.clock.advance(DAY_MS);
    await story.inOutbox((outbox) => outbox.wake());
    expect(await story.sql("SELECT 1 FROM bodies")).toEqual([]);
    const view = await story.call(id);
    expect(JSON.stringify(view)).not.toContain("Beatriz");
    expect(view.records["note"].undone).toEqual({ done: "archived" });
  });
});

it("a contact is not archived by an undo while another call is being written to it", async () => {
  const story = await startStory({ mappings: [SALES] });
  const first = await written(story);
  const contact = story.portal.contacts()[0]?.id as string;
  const second = aCall({ created_at: "2026-03-02T15:55:00Z", finished_at: "2026-03-02T15:56:04Z" });
  await story.deliver(second);
  let answer: { status: number; body: any } | null = null;
  onTheWay(async (request, pass) => {
    if (answer === null && /notes\/.*batch\/create/.test(request.url)) {
      answer = { status: 0, body: null };
      answer = await undo(story, first);
    }
    return pass();
  });
  await story.settle();
  expect(answer).toMatchObject({ status: 202, body: { status: "pending", reason: expect.stringMatching(/undone/) } });
  expect(await story.call(first)).toMatchObject({ status: "skipped", records: { contact: { undone: { done: "nothing" } } } });
  expect(await story.call(second["id"] as number)).toMatchObject({ status: "written", records: { contact: { id: contact } } });
  expect(story.portal.contacts()).toHaveLength(1);
  expect(story.portal.notesOf(contact)).toHaveLength(1);
});

it("an undo that HubSpot is down for is done when it is back, without being asked for again", async () => {
  const story = await startStory({ mappings: [SALES] });
  const id = await written(story);
  story.portal.faults.down = "503";
  expect(await undo(story, id)).toMatchObject({ status: 202, body: { status: "pending" } });
  story.portal.faults.down = false;
  await story.settle();
  expect(await story.call(id)).toMatchObject({
    status: "skipped",
    records: { note: { undone: { done: expect.stringMatching(/archived|gone/) } } },
  });
  expect(story.portal.contacts()).toHaveLength(0);
});

it("an undo that was cut off halfway is finished by another machine", async () => {
  const story = await startStory({ mappings: [SALES] });
  const id = await written(story);
  story.portal.faults.next.push({ effect: "error-before", path: "contacts/batch/archive" });
  expect(await undo(story, id)).toMatchObject({ status: 202, body: { records: { note: { undone: { done: "archived" } } } } });
  await story.die();
  story.clock.advance(60_000);
  await story.settle();
  expect(await story.call(id)).toMatchObject({ status: "skipped", records: { note: { undone: { done: "archived" } } } });
  expect(story.portal.contacts()).toHaveLength(0);
});

it("without a HubSpot key it says what is missing, and is done when the key is there", async () => {
  const story = await startStory({ mappings: [SALES] });
  const id = await written(story);
  const withKey = (key: string) => story.inOutbox((outbox) => void ((outbox as any).env.HUBSPOT_ACCESS_TOKEN = key));
  await withKey("");
  expect(await undo(story, id)).toMatchObject({
    status: 202,
    body: { status: "pending", problem: { who: "operator", message: expect.stringMatching(/HUBSPOT_ACCESS_TOKEN is not set/) } },
  });
  await withKey("pat-test");
  await story.settle();
  expect(await story.call(id)).toMatchObject({ status: "skipped", problem: null });
  expect(story.portal.contacts()).toHaveLength(0);
});

it("of a rejected delivery is refused, and erasing goes on", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver("[not a call");
  await story.deliver({ hello: "world" });
  const { calls } = (await story.api("GET", "/api/calls?status=rejected")).body;
  expect(calls.length).toBeGreaterThan(0);
  for (const { call } of calls)
    expect(await story.api("POST", `/api/calls/${call}/undo`)).toMatchObject({
      status: 409,
      body: { error: { code: "cannot_undo", message: expect.stringMatching(/was no call/) } },
    });
  const id = await written(story);
  story.clock.advance(31 * DAY_MS);
  await story.inOutbox((outbox) => outbox.wake());
  expect(await story.call(id)).toMatchObject({ body: "erased" });
});
