import { describe, expect, it, onTestFinished, vi } from "vitest";
import { logUnauthorized } from "../../../src/webhook/log-unauthorized.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

type Line = Record<string, any>;

/** All that is logged until the test is over, line by line. */
function logged(): { lines: Line[]; of(event: string): Line[] } {
  const lines: Line[] = [];
  const spies = (["log", "warn", "error"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((text: string) => void lines.push(JSON.parse(text) as Line)),
  );
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  return { lines, of: (event) => lines.filter((line) => line["event"] === event) };
}

/** Of whom the calls below tell. */
const PERSONAL = /987650001|Beatriz|Prado|bea@|desks|pat-secret/i;
const OF_BEATRIZ = {
  input_variables: { customer_name: "Beatriz Prado", email: "bea@mesanova.example" },
  extracted_variables: { summary: "Beatriz wants desks", status: true },
};

async function deliver(story: Story, fields: Line = {}): Promise<string> {
  const call = aCall({ ...OF_BEATRIZ, ...fields });
  await story.deliver(call);
  return String(call["id"]);
}

describe("a log line names ids, counts and codes, and nobody", () => {
  it("`held`, with the code and the calls", async () => {
    const story = await startStory({ mappings: [`${SALES}  task:\n    body: Call back\n    owner: nobody@example.com\n`] });
    const log = logged();
    const calls = [await deliver(story), await deliver(story, { customer_phone: "+5511987650002" })];
    await story.settle();
    const held = log.of("held");
    expect(held.flatMap((line) => line["calls"]).toSorted()).toEqual(calls.toSorted());
    expect(new Set(held.map(({ code }) => code))).toEqual(new Set(["no_such_owner"]));
    expect(held.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(JSON.stringify(log.lines)).not.toMatch(PERSONAL);
  });

  it("`rejected`, with the code and the size", async () => {
    const story = await startStory({ mappings: [SALES] });
    const log = logged();
    await story.deliver('{"customer_name": "Beatriz Prado", ');
    await story.deliver({ customer_phone: "+5511987650001", duration: "Beatriz" });
    expect(log.of("rejected")).toEqual([
      { event: "rejected", code: "not_json", bytes: expect.any(Number) },
      { event: "rejected", code: "not_a_call", bytes: expect.any(Number) },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(PERSONAL);
  });

  it("`unauthorized`, once a minute at most, with how often it was tried", async () => {
    const log = logged();
    const start = Date.now() + 3_600_000;
    expect([0, 10, 59_999].map((ms) => logUnauthorized(start + ms))).toEqual([expect.any(Number), 0, 0]);
    expect(logUnauthorized(start + 60_000)).toBe(3);
    expect(logUnauthorized(start + 60_001)).toBe(0);
    expect(log.of("unauthorized")).toHaveLength(2);
    expect(log.of("unauthorized")[1]).toEqual({ event: "unauthorized", count: 3 });
  });

  it("`paused` and `resumed`, once each, by HubSpot and by an operator", async () => {
    const story = await startStory({ mappings: [SALES] });
    const log = logged();
    story.portal.tokens.add("another");
    await deliver(story);
    await deliver(story, { customer_phone: "+5511987650002" });
    await story.settle(600_000);
    story.portal.tokens.clear();
    await story.settle();
    expect(log.of("paused")).toEqual([expect.objectContaining({ event: "paused", code: "key_refused", who: "operator" })]);
    expect(log.of("resumed")).toEqual([{ event: "resumed" }]);
    await story.api("POST", "/api/pause", { reason: "Beatriz asked for it" });
    await story.api("POST", "/api/resume");
    expect(log.of("paused").slice(1)).toEqual([{ event: "paused", code: "paused_by_operator" }]);
    expect(log.of("resumed")).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toMatch(PERSONAL);
  });

  it("`drain_failed`, with the calls that were on their way and where in our code it was", async () => {
    const story = await startStory({ mappings: [SALES] });
    const log = logged();
    const calls = [await deliver(story), await deliver(story, { customer_phone: "+5511987650002", input_variables: {} })];
    await story.inOutbox(
      (_, { storage }) =>
        void storage.sql.exec("CREATE TRIGGER stumble BEFORE INSERT ON identities BEGIN SELECT raise(ABORT, 'Beatriz stumbles'); END"),
    );
    await story.drain();
    const [failed] = log.of("drain_failed");
    expect(failed).toMatchObject({ count: 2, name: expect.any(String), stack: expect.any(Array) });
    expect(failed?.["calls"].toSorted()).toEqual(calls.toSorted());
    expect(JSON.stringify(log.lines)).not.toMatch(PERSONAL);
    await story.inOutbox((_, { storage }) => void storage.sql.exec("DROP TRIGGER stumble"));
    await story.settle();
    for (const call of calls) await story.api("POST", `/api/calls/${call}/replay`);
    await story.settle();
    for (const call of calls) expect(await story.call(call)).toMatchObject({ status: "written" });
    expect(story.portal.all("notes")).toHaveLength(2);
    expect(story.portal.contacts()).toHaveLength(2);
  });
});
