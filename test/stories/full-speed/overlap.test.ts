import { expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

/** Two calls a batch, four batches on their way at once. */
const SMALL_WAVES = { requests: 400, batchesAtOnce: 4, callsABatch: 2 };
const COUNTING = SALES.replace("      phone: {", '      calls_count: "{{ contact.calls_count | plus: 1 }}"\n      phone: {');
const phoneOf = (index: number) => `+55119${String(30_000_000 + index * 11)}`;
const at = (minute: number) => new Date(Date.parse("2026-03-02T10:00:00Z") + minute * 60_000).toISOString();

/** Every answer takes a moment, so that batches really are on their way together; told of the most requests that were at once. */
function slowly(): { most: number } {
  const [inner, seen] = [globalThis.fetch, { most: 0 }];
  let now = 0;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    seen.most = Math.max(seen.most, ++now);
    await scheduler.wait(3);
    return inner(input, init).finally(() => (now -= 1));
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
  return seen;
}

const countsOf = (story: Story, contact: string) => story.portal.get("contacts", contact)?.properties["calls_count"];

it("batches that overlap find, write and count as if they came one after the other", async () => {
  const story = await startStory({ mappings: [COUNTING], pace: SMALL_WAVES });
  story.portal.defineProperty("contacts", { name: "calls_count", label: "Calls", type: "number", fieldType: "number" } as never);
  // One person with two numbers: calls of either lead to the same contact, in different batches.
  const both = story.portal.add("contacts", { firstname: "Both", phone: phoneOf(0), mobilephone: phoneOf(1), calls_count: "0" });
  for (const [minute, phone] of [0, 2, 1, 3, 4, 5, 6, 7, 8, 9].entries())
    await story.deliver(aCall({ customer_phone: phoneOf(phone), created_at: at(minute) }));
  const seen = slowly();
  await story.settle();
  expect(seen.most).toBeGreaterThan(2);
  expect(countsOf(story, both)).toBe("2");
  expect(story.portal.notesOf(both)).toHaveLength(2);
  expect(story.portal.contacts()).toHaveLength(9);
  expect(story.portal.all("notes")).toHaveLength(10);
  expect((await story.api("GET", "/api/calls?status=written")).body.calls).toHaveLength(10);
});

it("a customer's calls stay in their order while others overtake them", async () => {
  const story = await startStory({ mappings: [COUNTING], pace: SMALL_WAVES });
  story.portal.defineProperty("contacts", { name: "calls_count", label: "Calls", type: "number", fieldType: "number" } as never);
  const contact = story.portal.add("contacts", { firstname: "Often", phone: phoneOf(50), calls_count: "0" });
  const calls = Array.from({ length: 12 }, (_, index) =>
    aCall({
      customer_phone: index % 3 === 0 ? phoneOf(50) : phoneOf(index),
      created_at: at(index),
      extracted_variables: { summary: `Call ${index}` },
    }),
  );
  for (const call of calls.toReversed()) await story.deliver(call);
  slowly();
  await story.settle();
  expect(countsOf(story, contact)).toBe("4");
  const versions = story.portal.history("contacts", contact, "calls_count").map(({ value }) => value);
  expect([versions, versions.toReversed()]).toContainEqual(["0", "1", "2", "3", "4"]);
  expect(story.portal.all("notes")).toHaveLength(12);
});

it("HubSpot's trouble in the middle of it leaves every call once", async () => {
  const story = await startStory({ mappings: [SALES], pace: SMALL_WAVES, portal: { indexLagMs: 20_000 } });
  for (let index = 0; index < 24; index++) await story.deliver(aCall({ customer_phone: phoneOf(index % 20), created_at: at(index) }));
  slowly();
  story.portal.faults.next.push(
    { effect: "error-after", path: "contacts/batch/create" },
    { effect: "drop-after", path: "notes/batch/create" },
    { effect: "error-before", path: "contacts/search" },
    { effect: "rate-limited", path: "notes/batch/create" },
    { effect: "drop-after", path: "contacts/batch/create" },
    { effect: "empty-after", path: "notes/batch/create" },
  );
  await story.settle();
  expect(story.portal.contacts()).toHaveLength(20);
  expect(story.portal.all("notes")).toHaveLength(24);
  expect((await story.api("GET", "/api/calls?status=written&limit=100")).body.calls).toHaveLength(24);
});

it("a key that dies meanwhile stops all the batches with few questions, and nothing is lost", async () => {
  const story = await startStory({ mappings: [SALES], pace: SMALL_WAVES });
  for (let index = 0; index < 40; index++) await story.deliver(aCall({ customer_phone: phoneOf(index), created_at: at(index) }));
  slowly();
  story.portal.tokens.clear();
  story.portal.tokens.add("another-key");
  await story.drain();
  expect(story.portal.requests.length).toBeLessThan(20);
  story.portal.tokens.add("pat-test");
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(40);
});

it("where the plan allows fewer requests a run than were tried, the runs become smaller and everything is written once", async () => {
  const story = await startStory({ mappings: [SALES], pace: SMALL_WAVES });
  for (let index = 0; index < 40; index++) await story.deliver(aCall({ customer_phone: phoneOf(index), created_at: at(index) }));
  const inner = globalThis.fetch;
  let left = 50;
  let refused = 0;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    if (left-- > 0) return inner(input, init);
    refused += 1;
    throw new Error("Too many subrequests by single Worker invocation.");
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
  for (let run = 0; run < 30; run++) {
    left = 50;
    await story.drain();
    story.clock.advance(3_000);
  }
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(20);
  expect(story.portal.contacts()).toHaveLength(40);
  expect(story.portal.all("notes")).toHaveLength(40);
  const { calls } = (await story.api("GET", "/api/calls?limit=100")).body;
  expect(calls.every(({ status, attempts }: { status: string; attempts: number }) => status === "written" && attempts === 1)).toBe(true);
});
