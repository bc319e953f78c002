import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const DAY_MS = 86_400_000;

async function written(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return call;
}

async function correct(story: Story, id: unknown, change: unknown) {
  const answer = await story.api("POST", `/api/calls/${id}/replay`, { change });
  await story.settle();
  return answer;
}

const noteOf = (story: Story) => story.portal.all("notes").map(({ properties }) => properties["hs_note_body"]);

describe("a replay with a correction", () => {
  it("writes the corrected body into what the call wrote, and marks the call as edited", async () => {
    const story = await startStory({ mappings: [SALES] });
    const { id } = await written(story);
    expect(await story.call(id as number)).toMatchObject({ edited: false });
    expect(await correct(story, id, { extracted_variables: { summary: "Wants twenty desks" } })).toMatchObject({ status: 202 });
    expect(noteOf(story)).toEqual([expect.stringContaining("Wants twenty desks")]);
    expect(await story.call(id as number)).toMatchObject({ status: "written", edited: true });
    const { delivery } = (await story.api("GET", `/api/calls/${id}?body=1`)).body;
    expect(delivery).toMatchObject({ id, extracted_variables: { status: true, summary: "Wants twenty desks" } });
  });

  it("takes fields out with null, and replaces lists whole (RFC 7396)", async () => {
    const story = await startStory({ mappings: [SALES] });
    const { id } = await written(story, { input_variables: { customer_name: "Beatriz Prado", email: "bia@example.com", tags: [1, 2] } });
    await correct(story, id, { input_variables: { email: null, tags: [3] }, recording_url: null });
    const { delivery } = (await story.api("GET", `/api/calls/${id}?body=1`)).body;
    expect(delivery.input_variables).toEqual({ customer_name: "Beatriz Prado", tags: [3] });
    expect(delivery).not.toHaveProperty("recording_url");
  });

  it("stays when the sender sends the same again, and gives way to the sender's next revision", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = await written(story);
    await correct(story, call["id"], { extracted_variables: { summary: "Corrected" } });
    expect((await story.deliver(call)).body.status).toBe("unchanged");
    expect(noteOf(story)).toEqual([expect.stringContaining("Corrected")]);
    const revision = { ...call, finished_at: "2026-03-02T18:00:00Z", extracted_variables: { status: true, summary: "Evaluated anew" } };
    expect((await story.deliver(revision)).body.status).toBe("revised");
    await story.settle();
    expect(noteOf(story)).toEqual([expect.stringContaining("Evaluated anew")]);
    expect(await story.call(call["id"] as number)).toMatchObject({ edited: false });
  });

  it("is still no revision of the sender's after the body is erased", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = await written(story);
    await correct(story, call["id"], { extracted_variables: { summary: "Corrected" } });
    story.clock.advance(31 * DAY_MS);
    await story.drain();
    expect(await story.call(call["id"] as number)).toMatchObject({ body: "erased" });
    expect((await story.deliver(call)).body.status).toBe("unchanged");
  });

  it("of a wrong number brings the call to the right customer", async () => {
    const story = await startStory({ mappings: [SALES] });
    const right = story.portal.add("contacts", { firstname: "Rui", phone: "+5511912340000" });
    const { id } = await written(story, { customer_phone: "+5511900000009", input_variables: {} });
    expect(await story.call(id as number)).not.toMatchObject({ status: "pending" });
    await story.api("POST", `/api/calls/${id}/undo`);
    await correct(story, id, { customer_phone: "+5511912340000" });
    expect(await story.call(id as number)).toMatchObject({ status: "written", records: { contact: { id: right } } });
  });

  it.each([
    ["no object", "x", /an object of the fields/],
    ["null", null, /an object of the fields/],
    ["another id", { id: 1 }, /another call/],
    ["no call any more", { id: null }, /no call any more/],
    ["too large", { transcript: "a".repeat(1_900_001) }, /1,900,000 bytes/],
  ])("that is %s is refused, and nothing changes", async (_, change, why) => {
    const story = await startStory({ mappings: [SALES] });
    const { id } = await written(story);
    expect(await correct(story, id, change)).toMatchObject({
      status: 409,
      body: { error: { code: "cannot_replay", message: expect.stringMatching(why) } },
    });
    expect(await story.call(id as number)).toMatchObject({ status: "written", edited: false });
  });

  it("that is nested without end, or named as an object's innards, does no harm", async () => {
    const story = await startStory({ mappings: [SALES] });
    const { id } = await written(story);
    const deep = JSON.parse(`${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`);
    expect(await correct(story, id, deep)).toMatchObject({ status: 409 });
    expect(await correct(story, id, JSON.parse('{"__proto__":{"polluted":true},"extracted_variables":{"summary":"ok"}}'))).toMatchObject({
      status: 202,
    });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(await story.call(id as number)).toMatchObject({ status: "written" });
  });
});
