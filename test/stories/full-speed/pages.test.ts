import { expect, it } from "vitest";
import { FIRST, settleAll, takeIn } from "../../growth/fill.ts";
import { aCall, startStory } from "../../story.ts";
import { type Reader, reader } from "../on-the-pages/reader.ts";
import { SALES } from "../sales-mapping.ts";

/** `npm run bench -- --only pages` asks for more. */
const SIZES = String(import.meta.env.VITE_PAGES)
  .split(",")
  .map(Number);
const WARM_UPS = 4;
const LOOKS = 15;
/** What a noisy machine makes of pages that cost the same; one that walked all rows would cost as many times as there are more calls. */
const MOST_TIMES = 5;

/** Each page's median, ms. */
async function times(operator: Reader, paths: Record<string, string>): Promise<Record<string, number>> {
  const medians: Record<string, number> = {};
  for (const [name, path] of Object.entries(paths)) {
    const taken: number[] = [];
    for (let look = 0; look < WARM_UPS + LOOKS; look++) {
      const startedAt = performance.now();
      const page = await operator.get(path);
      await page.text();
      expect([path, page.status]).toEqual([path, 200]);
      if (look >= WARM_UPS) taken.push(performance.now() - startedAt);
    }
    medians[name] = taken.toSorted((a, b) => a - b)[Math.floor(LOOKS / 2)] as number;
  }
  return medians;
}

async function withCalls(calls: number): Promise<Record<string, number>> {
  const story = await startStory({ mappings: [SALES] });
  const text = JSON.stringify(aCall({ id: 0 }));
  const body = (index: number) => new TextEncoder().encode(text.replace('"id":0', `"id":"S${FIRST + index}"`));
  const filling = { prefix: "S", calls, from: story.clock.now - 3 * 86_400_000, body, statuses: ["written", "held", "skipped"] as const };
  await story.inOutbox((_, { storage }) => {
    takeIn(storage, filling);
    settleAll(storage, filling);
  });
  const middle = FIRST + Math.floor(calls / 6) * 3;
  return times(await reader("admin-token"), {
    "list of 50 calls": "/calls",
    "list, with customers": "/calls?show=1",
    "list, held, second page": `/calls?status=held&before=${calls - 200}`,
    "list, of a campaign and day": "/calls?campaign=Campaign 3&from=2035-02-28",
    "a written call": `/calls/S${middle}`,
    "balance of 30 days": "/balance?from=2035-02-01&to=2035-03-02",
  });
}

it("no page takes longer because more calls are stored", { timeout: 1_200_000 }, async () => {
  const table: { size: number; medians: Record<string, number> }[] = [];
  for (const size of SIZES) table.push({ size, medians: await withCalls(size) });
  const [least, ...more] = table as [(typeof table)[number], ...typeof table];
  for (const [name, few] of Object.entries(least.medians)) {
    const ratios = more.map(({ medians }) => (medians[name] as number) / few);
    console.log(
      `pages | ${name} | ${table.map(({ medians }) => `${(medians[name] as number).toFixed(1)} ms`).join(" | ")} | ${ratios.map((ratio) => ratio.toFixed(2)).join(" | ")} |`,
    );
    for (const ratio of ratios) expect(ratio, name).toBeLessThan(MOST_TIMES);
  }
});
