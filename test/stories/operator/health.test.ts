import { SELF } from "cloudflare:test";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

async function monitor(): Promise<{ status: number; body: unknown }> {
  const answer = await SELF.fetch("http://connector/health");
  return { status: answer.status, body: await answer.json() };
}

const OK = { status: 200, body: { status: "ok" } };
const attention = (reason: string) => ({ status: 503, body: { status: "attention", reason } });
/** Until the test is over: all tests share the bindings. */
async function withSecret(story: Story, name: string, value: string): Promise<void> {
  const set = (to: string) => story.inOutbox((outbox) => void ((outbox as unknown as { env: Record<string, string> }).env[name] = to));
  const before = await story.inOutbox((outbox) => (outbox as unknown as { env: Record<string, string> }).env[name] as string);
  onTestFinished(() => set(before));
  await set(value);
}

describe("`/health` tells a monitor", () => {
  it("that all is well, before any call and after one", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.drain();
    expect(await monitor()).toEqual(OK);
    await story.deliver(aCall());
    expect(await monitor()).toEqual(OK);
    await story.settle();
    expect(await monitor()).toEqual(OK);
  });

  it.each(["HUBSPOT_ACCESS_TOKEN", "WEBHOOK_TOKEN", "ADMIN_TOKEN"])("that %s is missing", async (name) => {
    const story = await startStory({ mappings: [SALES] });
    await withSecret(story, name, " ");
    expect(await monitor()).toEqual(attention("not_configured"));
  });

  it("that HubSpot refuses the key, and that it does so no more", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.tokens.add("another");
    await story.deliver(aCall());
    await story.settle(30_000);
    expect(await monitor()).toEqual(attention("key_refused"));
    story.portal.tokens.clear();
    await story.settle();
    expect(await monitor()).toEqual(OK);
  });

  it("that the key lacks a scope", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.missingScopes.add("crm.objects.contacts.write");
    await story.deliver(aCall());
    await story.settle(30_000);
    expect(await monitor()).toEqual(attention("key_refused"));
  });

  it("that HubSpot has given no good answer for a minute while calls wait, not before", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall());
    await story.settle();
    story.portal.faults.down = "503";
    await story.deliver(aCall({ customer_phone: "+5511900000002" }));
    await story.settle(30_000);
    expect(await monitor()).toEqual(OK);
    await story.settle(40_000);
    expect(await monitor()).toEqual(attention("hubspot_unreachable"));
    story.portal.faults.down = false;
    await story.settle();
    expect(await monitor()).toEqual(OK);
  });

  it("that an operator has paused the writing", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.drain();
    await story.api("POST", "/api/pause", { reason: "moving" });
    expect(await monitor()).toEqual(attention("paused"));
    await story.api("POST", "/api/resume");
    expect(await monitor()).toEqual(OK);
  });

  it("that calls wait for more than a quarter of an hour, and nothing else explains it", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall());
    story.clock.advance(14 * 60_000);
    expect(await monitor()).toEqual(OK);
    story.clock.advance(2 * 60_000);
    expect(await monitor()).toEqual(attention("falling_behind"));
    await story.settle();
    expect(await monitor()).toEqual(OK);
  });

  it("that the storage is nearly full, and so does `/api/health`", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.inOutbox((_, { storage }) =>
      Object.defineProperty(storage.sql, "databaseSize", { get: () => 8_000_000_001, configurable: true }),
    );
    expect(await monitor()).toEqual(attention("storage_nearly_full"));
    expect((await story.api("GET", "/api/health")).body).toMatchObject({
      status: "attention",
      reason: "storage_nearly_full",
      storage: { bytes: 8_000_000_001 },
    });
  });

  it("nothing of a replay of an old call", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    story.clock.advance(3 * 86_400_000);
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    expect(await monitor()).toEqual(OK);
    story.clock.advance(16 * 60_000);
    expect(await monitor()).toEqual(attention("falling_behind"));
  });
});

describe("`/api/health` tells an operator", () => {
  it("what was written last, what waits, what each limit has left and which versions run", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    await story.deliver(call);
    await story.deliver("{");
    await story.deliver({ conversation_id: "c", message_count: 3 });
    await story.deliver(call, { token: "wrong" });
    const { body } = await story.api("GET", "/api/health");
    expect(body).toMatchObject({
      status: "ok",
      reason: null,
      calls: { written: 1, rejected: 1 },
      oldest_pending_at: null,
      oldest_held_at: null,
      last_write_at: new Date(story.clock.now).toISOString(),
      runs_failed_in_a_row: 0,
      run_since: null,
      next_alarm_at: null,
      paused: null,
      oldest_overdue_body_at: null,
      deliveries_today: { accepted: 1, unchanged: 1, rejected: 1, ignored: 1 },
      versions: {
        connector: expect.any(String),
        hubspot_api: "2026-09",
        schema: expect.any(Number),
        mappings: expect.stringMatching(/^Sales \(/),
      },
      unread: [],
    });
    expect(body.hubspot.limits).toEqual([
      { limit: "requests", left: expect.any(Number), of: expect.any(Number), per_seconds: 10 },
      { limit: "searches", left: expect.any(Number), of: 5, per_seconds: 1 },
      { limit: "associations", left: expect.any(Number), of: expect.any(Number), per_seconds: 10 },
      { limit: "day", left: null, of: null, per_seconds: 86_400 },
    ]);
  });

  it("why nothing is sent, since when and until when, and how often it was tried in vain", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.faults.down = "503";
    await story.deliver(aCall());
    await story.settle(90_000);
    const { body } = await story.api("GET", "/api/health");
    expect(body).toMatchObject({
      status: "attention",
      reason: "hubspot_unreachable",
      paused: { since: expect.any(String), until: expect.any(String), problem: { code: "hubspot_unreachable" } },
      next_alarm_at: expect.any(String),
    });
    expect(body.paused.problem).not.toHaveProperty("who");
    expect(body.runs_failed_in_a_row).toBeGreaterThan(2);
    expect(Date.parse(body.next_alarm_at)).toBeGreaterThanOrEqual(Date.parse(body.paused.until) - 1);
  });

  it("all that can be read, when part of the ledger cannot", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall());
    await story.settle();
    await story.inOutbox((_, state) => void state.storage.sql.exec("DROP TABLE migrations"));
    const { status, body } = await story.api("GET", "/api/health");
    expect(status).toBe(200);
    expect(body).toMatchObject({ calls: { written: 1 }, versions: null, unread: ["versions"] });
  });
});
