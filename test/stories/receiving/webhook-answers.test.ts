import { SELF, env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import worker from "../../../src/index.ts";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const HOOK = "http://connector/webhooks/post-call";
const post = (body: BodyInit | null, headers: Record<string, string> = { "X-Webhook-Token": "hook-new" }, url = HOOK) =>
  SELF.fetch(url, { method: "POST", body, headers });

describe("the sender proves itself", () => {
  it.each([
    ["in the query", `${HOOK}?token=hook-new`, {}],
    ["as a bearer", HOOK, { Authorization: "Bearer hook-old" }],
    ["in a header", HOOK, { "X-Webhook-Token": "hook-old" }],
  ])("%s, with any of the tokens", async (_, url, headers) => {
    await startStory({ mappings: [SALES] });
    expect((await post(JSON.stringify(aCall()), headers, url)).status).toBe(202);
  });

  it.each([
    ["none", HOOK, {}],
    ["a wrong one", `${HOOK}?token=hook-ne`, {}],
    ["an empty one", `${HOOK}?token=`, {}],
    ["all of them at once", `${HOOK}?token=hook-new,hook-old`, {}],
    ["the operator's", HOOK, { Authorization: "Bearer admin-token" }],
  ])("and is refused with %s", async (_, url, headers) => {
    const story = await startStory({ mappings: [SALES] });
    const answer = await post(JSON.stringify(aCall()), headers, url);
    expect([answer.status, ((await answer.json()) as any).error.code]).toEqual([401, "unauthorized"]);
    expect((await story.api("GET", "/api/calls")).body.calls).toEqual([]);
  });

  it.each(["WEBHOOK_TOKEN", "ADMIN_TOKEN"])("503 says that %s is not set", async (secret) => {
    const request =
      secret === "WEBHOOK_TOKEN"
        ? new Request(`${HOOK}?token=`, { method: "POST", body: "{}" })
        : new Request("http://connector/api/calls");
    const answer = await worker.fetch(request, { ...(env as any), [secret]: "" }, {} as ExecutionContext);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(secret)]);
  });
});

describe("bad input gets its answer, never a 500, and is kept", () => {
  it.each<[string, BodyInit, number, string]>([
    ["nothing", "", 400, "not_json"],
    ["not JSON", "{id: 12}", 400, "not_json"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0xff, 0x7d]), 400, "not_json"],
    ["a list", "[]", 422, "not_a_call"],
    ["null", "null", 422, "not_a_call"],
    ["an object that is no call", JSON.stringify({ hello: "there" }), 422, "not_a_call"],
    ["brackets and nothing else", "[".repeat(400_000) + "]".repeat(400_000), 422, "not_a_call"],
    ["deep nesting in a field", `{"id":7,"status":"completed","x":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`, 422, "not_a_call"],
  ])("%s", async (_, body, status, code) => {
    const story = await startStory({ mappings: [SALES] });
    const answer = await post(body);
    const json = (await answer.json()) as any;
    expect([answer.status, json.error.code]).toEqual([status, code]);
    const kept = (await story.api("GET", "/api/calls?status=rejected")).body.calls;
    expect(kept).toMatchObject([{ status: "rejected", problem: { who: "sender" } }]);
  });

  it("names every issue with its path", async () => {
    await startStory({ mappings: [SALES] });
    const { error } = (await (
      await post(JSON.stringify({ id: {}, status: "completed", duration: 3, extracted_variables: {} }))
    ).json()) as any;
    expect(error.issues.map(({ path }: { path: string }) => path)).toEqual(["id"]);
  });

  it("refuses what is too large, whatever length it claims", async () => {
    await startStory({ mappings: [SALES] });
    const large = JSON.stringify(aCall({ note: "x".repeat(1_900_000) }));
    expect((await post(large)).status).toBe(413);
    const stream = new ReadableStream({ start: (c) => (c.enqueue(new TextEncoder().encode(large)), c.close()) });
    expect((await post(stream)).status).toBe(413);
  });

  it("takes a call just under the limit all the way", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = aCall({ note: "y".repeat(1_890_000) });
    expect((await story.deliver(call)).status).toBe(202);
    await story.settle();
    expect((await story.call(call["id"] as number)).status).toBe("written");
  });

  it("takes __proto__ as a name like any other", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = JSON.stringify(aCall({ id: 31 })).replace(
      /}$/,
      ',"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    expect((await story.deliver(call)).status).toBe(202);
    await story.settle();
    expect(({} as any).polluted).toBeUndefined();
    expect((await story.call(31)).status).toBe("written");
  });
});

it("ignores the end of a chat", async () => {
  const story = await startStory({ mappings: [SALES] });
  const answer = await story.deliver({ conversation_id: "c1", message_count: 4, status: "ended" });
  expect(answer).toMatchObject({ status: 202, body: { status: "ignored", reason: expect.any(String) } });
});

it("keeps what a call says from running in a note", async () => {
  const story = await startStory({ mappings: [SALES] });
  const evil = `<img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">x</a>`;
  await story.deliver(
    aCall({ extracted_variables: { summary: evil }, transcript: [{ text: evil, sender: "human", type: "transcript", timestamp: 1 }] }),
  );
  await story.settle();
  const html = story.portal.all("notes")[0]!.properties["hs_note_body"] as string;
  expect(html).not.toMatch(/<(script|img)|href="javascript/i);
  expect(html).toContain("&lt;img");
});

it("counts white space and the order of keys as nothing, and a changed value as a revision", async () => {
  const story = await startStory({ mappings: [SALES] });
  const call = aCall();
  await story.deliver(call);
  const turned = Object.fromEntries(Object.entries(call).toReversed());
  expect((await story.deliver(JSON.stringify(turned, null, 3))).body.status).toBe("unchanged");
  expect((await story.deliver({ ...call, duration: 65 })).body.status).toBe("revised");
});

it("says nothing but ok at /health, and pages the calls newest first", async () => {
  const story = await startStory({ mappings: [SALES] });
  expect(await (await SELF.fetch("http://connector/health")).json()).toEqual({ status: "ok" });
  for (const id of [1, 2, 3]) await story.deliver(aCall({ id }));
  const first = (await story.api("GET", "/api/calls?limit=2")).body;
  expect(first.calls.map(({ call }: { call: string }) => call)).toEqual(["3", "2"]);
  const second = (await story.api("GET", `/api/calls?limit=2&before=${first.next}`)).body;
  expect([second.calls.map(({ call }: { call: string }) => call), second.next]).toEqual([["1"], null]);
  expect((await story.api("GET", "/api/calls/404")).status).toBe(404);
  expect((await SELF.fetch("http://connector/api/calls")).status).toBe(401);
});

it("tells the operator how it does", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver(aCall());
  await story.settle();
  const { body } = await story.api("GET", "/api/health");
  expect(body).toMatchObject({ calls: { written: 1 }, oldest_pending_at: null, paused: null, storage: { bodies_erased_early: 0 } });
  expect(body.hubspot.requests).toBeGreaterThan(0);
});

it("erases bodies and values after the retention, and keeps the ids", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver(aCall({ id: 55 }));
  await story.settle();
  story.clock.advance(31 * 86_400_000);
  await story.drain();
  expect(await story.sql("SELECT 1 FROM bodies WHERE call = '55'")).toEqual([]);
  const view = await story.call(55);
  expect(JSON.stringify(view)).not.toMatch(/Beatriz|98765/);
  expect(view).toMatchObject({ status: "written", records: { contact: { id: expect.any(String) } } });
  expect((await story.api("POST", "/api/calls/55/replay")).status).toBe(409);
});
