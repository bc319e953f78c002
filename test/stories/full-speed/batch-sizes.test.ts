import { expect, it } from "vitest";
import { type Batch, newBatch } from "../../../src/pipeline/batch.ts";
import { type CallSource, nextCalls } from "../../../src/pipeline/next-calls.ts";
import { FULL_PACE, SMALL_PACE } from "../../../src/pipeline/schedule-batches.ts";
import { Suspects } from "../../../src/pipeline/suspects.ts";
import { takeIn } from "../../growth/fill.ts";
import { startStory } from "../../story.ts";

const bodyOf = (text: string) => new TextEncoder().encode(JSON.stringify({ id: 1, status: "completed", text }));

/** How many calls each batch takes on while none has ended, of so many that are ready. */
async function sizesOf(calls: number, { pace = FULL_PACE, isBurst = false, text = "" } = {}): Promise<number[]> {
  const story = await startStory({ mappings: [] });
  return story.inOutbox(({ now }, { storage }) => {
    takeIn(storage, { statuses: ["written"], prefix: "7", calls, from: now(), body: () => bodyOf(text) });
    const suspects = new Suspects(storage, now, undefined);
    const source: CallSource = { storage, now, suspects, pace: () => pace, isBurst: () => isBurst };
    const batches: Batch[] = [];
    for (let claimed = nextCalls(source, batches); claimed.length > 0; claimed = nextCalls(source, batches)) {
      batches.push({ ...newBatch(claimed, false), isFinding: false });
    }
    return batches.map(({ claimed }) => claimed.length);
  });
}

it("the first batch is smaller, so that it is looked for soon, and the last calls go in halves", async () => {
  expect(await sizesOf(2_000)).toEqual([400, 600, 600, 200]);
  expect(await sizesOf(950)).toEqual([400, 300, 200, 50]);
});

it("few calls go together, and what HubSpot takes in one request is not divided", async () => {
  expect(await sizesOf(399)).toEqual([399]);
  expect(await sizesOf(590)).toEqual([400, 190]);
});

it("what fills a batch by its bytes is not the last: it is not divided", async () => {
  const [first, second] = await sizesOf(700, { text: "x".repeat(24_000) });
  expect(first).toBeGreaterThan(240);
  expect(second).toBe(first);
});

it("while calls pour in the next batch takes whole hundreds, and what is left waits for more", async () => {
  expect(await sizesOf(730, { isBurst: true })).toEqual([400, 300, 30]);
});

it("where a run may send few requests one batch takes all that it may", async () => {
  expect(await sizesOf(950, { pace: SMALL_PACE })).toEqual([SMALL_PACE.callsABatch]);
});
