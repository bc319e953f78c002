import { describe, expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "../on-the-pages/reader.ts";

const other = (n: number) => `+55119876500${String(n).padStart(2, "0")}`;

async function delivered(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  return call["id"] as number;
}

describe("while an operator has paused the writing", () => {
  it("deliveries are kept and say why they wait; after `resume` they are written, in order", async () => {
    const story = await startStory({ mappings: [SALES] });
    expect(await story.api("POST", "/api/pause", { reason: "we are moving portals" })).toMatchObject({
      status: 200,
      body: { status: "paused", reason: "we are moving portals", writing: false },
    });
    const ids = [await delivered(story), await delivered(story, { customer_phone: other(2) })];
    await story.settle(3_600_000);
    expect(story.portal.requests).toHaveLength(0);
    for (const id of ids)
      expect(await story.call(id)).toMatchObject({
        status: "pending",
        problem: { code: "paused_by_operator", who: "operator", message: expect.stringContaining("we are moving portals") },
      });
    const operator = await reader("admin-token");
    expect(await operator.page("/calls")).toMatch(/we are moving portals[^]*action="\/resume"/);
    expect((await operator.post("/resume")).status).toBe(303);
    await story.settle();
    for (const id of ids) expect(await story.call(id)).toMatchObject({ status: "written", problem: null });
  });

  it("nothing is undone, moved or replayed either, and a restart does not forget it", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    await story.settle();
    await story.api("POST", "/api/pause");
    await story.die();
    const before = story.portal.requests.length;
    expect(await story.api("POST", `/api/calls/${id}/undo`)).toMatchObject({
      status: 202,
      body: { problem: { code: "paused_by_operator" } },
    });
    await story.settle(3_600_000);
    expect(story.portal.requests).toHaveLength(before);
    await story.api("POST", "/api/resume");
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "skipped" });
    expect(story.portal.contacts()).toHaveLength(0);
  });

  it("what was on its way is brought to its end, and no further batch begins", async () => {
    const story = await startStory({ mappings: [SALES], pace: { requests: 400, batchesAtOnce: 1, callsABatch: 1 } });
    const ids = [await delivered(story), await delivered(story, { customer_phone: other(2) })];
    let paused = false;
    onTheWay(async (request, pass) => {
      if (!paused && request.url.includes("batch/create")) {
        paused = true;
        void story.api("POST", "/api/pause");
        await scheduler.wait(20);
      }
      return pass();
    });
    await story.settle(3_600_000);
    const states = await Promise.all(ids.map(async (id) => (await story.call(id)).status));
    expect(states.toSorted()).toEqual(["pending", "written"]);
  });

  it("only operators pause and resume, with JSON or nothing", async () => {
    const story = await startStory({ mappings: [SALES] });
    expect(await story.api("POST", "/api/pause", ["no"])).toMatchObject({ status: 400, body: { error: { code: "bad_body" } } });
    expect(await story.api("POST", "/api/resume")).toMatchObject({ status: 200 });
  });
});

it("`resume` ends a wait that HubSpot asked for", async () => {
  const story = await startStory({ mappings: [SALES] });
  const id = await delivered(story);
  story.portal.faults.next.push({ effect: "rate-limited", policyName: "DAILY", retryAfterSeconds: 80_000 });
  await story.settle(60_000);
  expect(await story.call(id)).toMatchObject({ status: "pending" });
  await story.api("POST", "/api/resume");
  await story.settle(60_000);
  expect(await story.call(id)).toMatchObject({ status: "written" });
});

describe("a parked call", () => {
  it("is held, lets the customer's later calls go before it, and is written by a replay", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.faults.down = "503";
    const first = await delivered(story);
    const second = await delivered(story, { created_at: "2026-03-02T15:55:00Z", finished_at: "2026-03-02T15:56:00Z" });
    await story.settle(60_000);
    expect(await story.api("POST", `/api/calls/${first}/park`)).toMatchObject({
      status: 202,
      body: { status: "held", problem: { code: "parked", who: "operator" } },
    });
    story.portal.faults.down = false;
    await story.settle();
    expect(await story.call(second)).toMatchObject({ status: "written" });
    expect(await story.call(first)).toMatchObject({ status: "held", problem: { code: "parked" } });
    await story.api("POST", `/api/calls/${first}/replay`);
    await story.settle();
    expect(await story.call(first)).toMatchObject({ status: "written", problem: null });
    expect(story.portal.all("notes")).toHaveLength(2);
  });

  it("stays parked though an attempt of it ends after that, and what that wrote is known", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    onTheWay(async (request, pass) => {
      if (request.url.includes("notes/") && request.url.includes("batch/create")) await story.api("POST", `/api/calls/${id}/park`);
      return pass();
    });
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "held", problem: { code: "parked" }, records: { note: { action: "created" } } });
    await story.api("POST", `/api/calls/${id}/replay`);
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "written" });
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("can only be one that is pending; one that is not there is 404", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    await story.settle();
    expect(await story.api("POST", `/api/calls/${id}/park`)).toMatchObject({ status: 409, body: { error: { code: "cannot_park" } } });
    expect(await story.api("POST", "/api/calls/nobody/park")).toMatchObject({ status: 404 });
  });

  it("can be one whose undo does not come to an end", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    await story.settle();
    story.portal.faults.down = "503";
    await story.api("POST", `/api/calls/${id}/undo`);
    await story.api("POST", `/api/calls/${id}/park`);
    story.portal.faults.down = false;
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "held", problem: { code: "parked" } });
    expect(story.portal.contacts()).toHaveLength(1);
  });
});

it("the pages offer to ask HubSpot again at once, where a key is in the way, and to nobody who may change nothing", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.tokens.add("another");
  const id = await delivered(story);
  await story.drain();
  expect((await story.api("GET", "/api/health")).body.paused).not.toBeNull();
  story.portal.tokens.clear();
  const operator = await reader("admin-token");
  expect(await operator.page("/calls")).toMatch(/action="\/resume"[^]*Try again now/);
  expect(await (await reader("viewer-token")).page("/calls")).not.toContain('action="/resume"');
  expect((await operator.post("/resume")).status).toBe(303);
  await story.settle(5_000);
  expect(await story.call(id)).toMatchObject({ status: "written" });
});
