import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "../on-the-pages/reader.ts";

const HELD = `${SALES}    owner: nobody@example.com\n`;
const phone = (n: number) => `+5511900000${String(n).padStart(3, "0")}`;

async function called(story: Story, n: number, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall({ customer_phone: phone(n), ...fields });
  await story.deliver(call);
  return call["id"] as number;
}

async function calls(story: Story, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n++) ids.push(await called(story, n));
  await story.settle();
  return ids;
}

const act = (story: Story, body: unknown) => story.api("POST", "/api/actions", body);
const progress = async (story: Story, id: string) => (await story.api("GET", `/api/actions/${id}`)).body;

describe("an action", () => {
  it("replays all that are held for one cause, once it is mended, and says how it went", async () => {
    const story = await startStory({ mappings: [HELD] });
    const ids = await calls(story, 5);
    await story.useMappings(SALES);
    await story.inOutbox(() => {});
    const asked = { do: "replay", where: { problem: "no_such_owner" } };
    const preview = await act(story, { ...asked, preview: true });
    expect(preview).toMatchObject({ status: 200, body: { calls: 5 } });
    expect(preview.body.changes).toContainEqual({ record: "note", property: "hs_note_body", calls: 5 });
    expect((await story.call(ids[0] as number)).status).toBe("held");
    const started = await act(story, asked);
    expect(started).toMatchObject({ status: 202, body: { calls: 5 } });
    await story.settle();
    for (const id of ids) expect(await story.call(id)).toMatchObject({ status: "written" });
    expect(await progress(story, started.body.action)).toMatchObject({
      do: "replay",
      calls: 5,
      done: 5,
      failed: 0,
      failures: [],
      ended_at: expect.any(String),
    });
    const listed = (await story.api("GET", `/api/calls?action=${started.body.action}`)).body.calls;
    expect(listed.map(({ call }: { call: string }) => Number(call)).toSorted()).toEqual(ids.toSorted());
  });

  it("undoes all that match, and tells in its preview what would be archived", async () => {
    const story = await startStory({ mappings: [SALES] });
    await calls(story, 12);
    const { body } = await act(story, { do: "undo", where: { status: "written" }, preview: true });
    expect(body).toMatchObject({ calls: 12 });
    expect(body.changes).toContainEqual({ record: "contact", property: "(archived)", calls: 12 });
    const started = await act(story, { do: "undo", where: { status: "written" } });
    await story.settle();
    expect(await progress(story, started.body.action)).toMatchObject({ calls: 12, done: 12, failed: 0 });
    expect([story.portal.contacts(), story.portal.all("notes")]).toEqual([[], []]);
  });

  it("freezes its set: a call that comes to match later is none of its own", async () => {
    const story = await startStory({ mappings: [HELD] });
    await calls(story, 2);
    const started = await act(story, { do: "replay", where: { status: "held" } });
    await called(story, 9);
    await story.settle();
    expect(await progress(story, started.body.action)).toMatchObject({ calls: 2, done: 0, failed: 2 });
  });

  it("names what failed, and why", async () => {
    const story = await startStory({ mappings: [HELD] });
    const [id] = await calls(story, 1);
    await story.deliver({ hello: "world" });
    const started = await act(story, { do: "replay", where: {} });
    await story.settle();
    const { failed, failures } = await progress(story, started.body.action);
    expect(failed).toBe(2);
    expect(failures).toContainEqual({ call: String(id), why: expect.stringMatching(/nobody@example.com|owner/) });
    expect(failures).toContainEqual({ call: expect.stringMatching(/rejected/), why: expect.stringMatching(/no call/) });
  });

  it("goes on after the machine died, and waits while an operator has paused the writing", async () => {
    const story = await startStory({ mappings: [HELD] });
    const ids = await calls(story, 3);
    await story.useMappings(SALES);
    await story.api("POST", "/api/pause");
    const started = await act(story, { do: "replay", where: { status: "held" } });
    await story.settle(60_000);
    expect(await progress(story, started.body.action)).toMatchObject({ done: 0, ended_at: null });
    await story.die();
    await story.inOutbox(() => {});
    await story.api("POST", "/api/resume");
    await story.settle();
    expect(await progress(story, started.body.action)).toMatchObject({ done: 3 });
    for (const id of ids) expect(await story.call(id)).toMatchObject({ status: "written" });
  });

  it("over no calls is over at once", async () => {
    const story = await startStory({ mappings: [SALES] });
    const started = await act(story, { do: "undo", where: { status: "written" } });
    expect(await progress(story, started.body.action)).toMatchObject({ calls: 0, done: 0, ended_at: expect.any(String) });
  });
});

it.each([
  [{ do: "erase", where: {} }],
  [{ do: "replay" }],
  [{ do: "replay", where: { colour: "blue" } }],
  [{ do: "replay", where: { status: "happy" } }],
  [{ do: "replay", where: [] }],
  [["replay"]],
])("%j is refused", async (body) => {
  const story = await startStory({ mappings: [SALES] });
  expect(await act(story, body)).toMatchObject({ status: 400, body: { error: { message: expect.any(String) } } });
  expect((await story.api("GET", "/api/actions/none")).status).toBe(404);
});

describe("what is asked for by mistake touches no call", () => {
  it.each<[string, object]>([
    ["a preview that is no yes or no", { do: "undo", where: {}, preview: "yes" }],
    ["a preview that is a number", { do: "undo", where: {}, preview: 1 }],
    ["a misspelt preview", { do: "undo", where: {}, Preview: true }],
    ["a filter that was left empty", { do: "undo", where: { mapping: "" } }],
    ["a filter that is nothing", { do: "undo", where: { campaign: null } }],
    ["a filter that is a list", { do: "undo", where: { status: ["written"] } }],
    ["a filter that says no", { do: "undo", where: { warning: 0 } }],
    ["a filter that is blank", { do: "undo", where: { phone: "  " } }],
  ])("%s", async (_, asked) => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall({ id: 60 }));
    await story.settle();
    const answer = await story.api("POST", "/api/actions", asked);
    expect([answer.status, answer.body.error?.message]).toEqual([400, expect.any(String)]);
    await story.settle();
    expect(await story.call(60)).toMatchObject({ status: "written" });
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it.each<[string, string, unknown]>([
    ["a misspelt change", "replay", { chnge: { customer_phone: "+5511944440000" } }],
    ["a contact that is no id", "choose", { contact: {} }],
  ])("%s", async (_, verb, body) => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall({ id: 61 }));
    await story.settle();
    expect((await story.api("POST", `/api/calls/61/${verb}`, body)).status).toBe(400);
    expect(await story.call(61)).toMatchObject({ status: "written", attempts: 1 });
  });

  it("a page that asks whether a call is to be undone or parked is not there for a call that is not", async () => {
    await startStory({ mappings: [SALES] });
    const operator = await reader("admin-token");
    for (const verb of ["undo", "park", "choose", "correct"])
      expect([verb, (await operator.get(`/calls/nope/${verb}`)).status]).toEqual([verb, 404]);
  });
});
