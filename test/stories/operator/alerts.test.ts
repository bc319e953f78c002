import { describe, expect, it, onTestFinished } from "vitest";
import { decideAlerts } from "../../../src/operator/alerts/decide-alerts.ts";
import { heldThreshold } from "../../../src/operator/alerts/threshold.ts";
import { silentCampaigns } from "../../../src/operator/silent-campaigns.ts";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const HELD = `${SALES}    owner: nobody@example.com\n`;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Bindings = Record<string, string | undefined>;

/** A story whose alerts are received; `said` holds the messages' texts. */
async function watched(mapping: string, setting?: string, answer: () => Response | Promise<Response> = () => new Response("ok")) {
  const story = await startStory({ mappings: [mapping] });
  const said: string[] = [];
  onTheWay(async (request, pass, body) => {
    if (!request.url.startsWith("https://alerts.test/")) return pass();
    said.push(body.text);
    return answer();
  });
  const set = (bindings: Bindings) =>
    story.inOutbox((outbox) => void Object.assign((outbox as unknown as { env: Bindings }).env, bindings));
  await set({ ALERT_WEBHOOK_URL: "https://alerts.test/hook", ALERT_HELD: setting });
  onTestFinished(() => set({ ALERT_WEBHOOK_URL: undefined, ALERT_HELD: undefined }));
  return { story, said };
}

async function called(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

const wake = (story: Story) => story.inOutbox((outbox) => outbox.wake());

describe("somebody is told", () => {
  it("that calls are held, by cause and with a link, once; and that it is over", async () => {
    const { story, said } = await watched(HELD);
    const ids = [await called(story), await called(story, { customer_phone: "+5511900000002" })];
    await wake(story);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/held \(no_such_owner\).*<http:\/\/connector\/calls\?status=held&problem=no_such_owner\|Look at it>/);
    await story.useMappings(SALES);
    for (const id of ids) await story.api("POST", `/api/calls/${id}/replay`);
    await story.settle();
    await wake(story);
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/✓ No call is held any more for no_such_owner/);
  });

  it("at most once an hour of what comes and goes", async () => {
    const { story, said } = await watched(HELD);
    for (let n = 0; n < 5; n++) {
      await story.useMappings(HELD);
      const id = await called(story, { customer_phone: `+551190000000${n}` });
      await story.useMappings(SALES);
      await story.api("POST", `/api/calls/${id}/replay`);
      await story.settle();
    }
    expect(said.filter((text) => text.includes("•"))).toHaveLength(1);
    story.clock.advance(HOUR_MS);
    await story.useMappings(HELD);
    await called(story, { customer_phone: "+5511900000009" });
    expect(said.filter((text) => text.includes("•"))).toHaveLength(2);
  });

  it("that HubSpot refuses the key, and that it takes it again", async () => {
    const { story, said } = await watched(SALES);
    story.portal.tokens.add("another");
    await story.deliver(aCall());
    await story.settle(MINUTE_MS);
    expect(said).toEqual([expect.stringMatching(/does not accept the key/)]);
    story.portal.tokens.clear();
    await story.settle();
    expect(said[1]).toMatch(/✓ HubSpot accepts the key again/);
  });

  it("that HubSpot is not reachable, only after a quarter of an hour", async () => {
    const { story, said } = await watched(SALES);
    story.portal.faults.down = "503";
    await story.deliver(aCall());
    await story.settle(14 * MINUTE_MS);
    expect(said).toEqual([]);
    await story.settle(4 * MINUTE_MS);
    expect(said).toEqual([expect.stringMatching(/no good answer for 15 minutes/)]);
    story.portal.faults.down = false;
    await story.settle();
    expect(said).toEqual([expect.anything(), expect.stringMatching(/✓ HubSpot answers again/)]);
  });

  it("that deliveries are rejected, without a word of theirs, and that none came for an hour", async () => {
    const { story, said } = await watched(SALES);
    await story.deliver({ hello: "Beatriz", phone: "+5511987650001" });
    await wake(story);
    expect(said).toEqual([expect.stringMatching(/no call today/)]);
    expect(said.join()).not.toMatch(/Beatriz|98765/);
    story.clock.advance(HOUR_MS);
    await wake(story);
    expect(said[1]).toMatch(/✓ No delivery has been rejected/);
  });

  it("that calls fall behind", async () => {
    const { story, said } = await watched(SALES);
    await story.deliver(aCall());
    story.clock.advance(16 * MINUTE_MS);
    await wake(story);
    expect(said).toEqual([expect.stringMatching(/wait for more than 15 minutes/)]);
  });

  it("that a campaign has gone silent which called every day, and that it calls again", async () => {
    const { story, said } = await watched(SALES);
    const ofSpring = () => called(story, { customer_phone: "+5511900000002", lead: { id: 7, campaign: { name: "Spring" } } });
    for (let day = 0; day < 6; day++) {
      await ofSpring();
      await called(story, { customer_phone: "+5511900000003" });
      story.clock.advance(24 * HOUR_MS);
    }
    await wake(story);
    expect(said).toEqual([]);
    story.clock.advance(24 * HOUR_MS);
    await wake(story);
    expect(said).toEqual([expect.stringMatching(/campaign “Spring” has called every day and has gone silent/)]);
    await ofSpring();
    expect(said[1]).toMatch(/✓ The campaign “Spring” calls again/);
  });

  it("only when more than a share of the day's calls is held, where a share is set", async () => {
    const { story, said } = await watched(SALES, "30%");
    for (let n = 0; n < 4; n++) await called(story, { customer_phone: `+551190000001${n}` });
    await story.useMappings(HELD);
    await called(story, { customer_phone: "+5511900000021" });
    expect(said).toEqual([]);
    for (let n = 0; n < 2; n++) await called(story, { customer_phone: `+551190000003${n}` });
    expect(said).toEqual([expect.stringMatching(/held \(no_such_owner\)/)]);
  });
});

describe("a receiver", () => {
  it("that is dead or never answers holds nothing up, is left alone for a while, and is told later", async () => {
    let alive = false;
    const { story, said } = await watched(HELD, undefined, async () => {
      if (alive) return new Response("ok");
      throw new Error("connection refused");
    });
    await called(story);
    const other = await called(story, { customer_phone: "+5511900000002" });
    expect(await story.call(other)).toMatchObject({ status: "held" });
    expect(said).toHaveLength(1);
    alive = true;
    story.clock.advance(6 * MINUTE_MS);
    await wake(story);
    expect(said).toHaveLength(2);
    await wake(story);
    expect(said).toHaveLength(2);
  });

  it("that refuses counts as one that did not hear", async () => {
    const { story, said } = await watched(HELD, undefined, () => new Response("no_team", { status: 404 }));
    await called(story);
    story.clock.advance(6 * MINUTE_MS);
    await wake(story);
    expect(said).toHaveLength(2);
  });
});

it("what begins and ends at one look goes in one message, the beginnings first", () => {
  const condition = (cause: string) => ({ cause, text: `${cause} began`, over: `${cause} ended`, path: "/" });
  const first = decideAlerts([condition("a"), condition("b")], {}, 0);
  const second = decideAlerts([condition("b"), condition("c")], first.memory, 60_000);
  expect(first.lines.map(({ text }) => text)).toEqual(["a began", "b began"]);
  expect(second.lines.map(({ text }) => text)).toEqual(["c began", "a ended"]);
});

it.each([
  ["5%", { calls: 1, share: 0.05 }],
  [" 0.5 % ", { calls: 1, share: 0.005 }],
  ["10", { calls: 10, share: null }],
  ["0", { calls: 1, share: null }],
  ["many", { calls: 1, share: null }],
  ["", { calls: 1, share: null }],
  [undefined, { calls: 1, share: null }],
])("`ALERT_HELD` of %j means %j", (setting, threshold) => {
  expect(heldThreshold(setting)).toEqual(threshold);
});

it("a campaign that rests at weekends is not missed on a Sunday, and is on a Tuesday", () => {
  const rows = ["16", "17", "18", "19", "20"].map((day) => ({
    day: Date.parse(`2026-11-${day}`) / 86_400_000,
    campaign: "Weekdays",
    received: 3,
  }));
  expect(silentCampaigns(rows, "2026-11-22")).toEqual([]);
  expect(silentCampaigns(rows, "2026-11-23")).toEqual([]);
  expect(silentCampaigns(rows, "2026-11-24")).toEqual(["Weekdays"]);
  expect(silentCampaigns(rows, "2026-12-24")).toEqual([]);
  expect(silentCampaigns(rows.slice(1), "2026-11-24")).toEqual([]);
});
