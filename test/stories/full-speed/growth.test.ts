import { expect, it } from "vitest";
import type { Cost } from "../../growth/count-rows.ts";
import { type Costs, attemptCosts, pendingCosts, settledCosts } from "../../growth/operations.ts";
import { doorCosts } from "../../growth/doors.ts";
import { type Filling, settleAll, takeIn } from "../../growth/fill.ts";
import { fillMany } from "../../growth/fill-many.ts";
import { longCall } from "../../bench/long-call.ts";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const CALL = JSON.stringify(aCall({ id: 0 }));
const aBody = (index: number) => new TextEncoder().encode(CALL.replace('"id":0', `"id":"S${1_000_000 + index}"`));
const small = (index: number) => new TextEncoder().encode(`{"id":${index},"status":"completed"}`);
/** `npm run bench -- --only growth` asks for more. */
const SIZES = String(import.meta.env.VITE_GROWTH)
  .split(",")
  .map(Number);

/** Twice as many again wait for something; more than that is no backlog that anybody has. */
const MOST_WAITING = 100_000;

/** Whatever a call costs, it costs no more because there are ten times as many; a bound on what is looked at may not be reached yet with few. */
const ALLOWANCE = 12;
/**
 * In the bench, from a thousand calls to ten thousand: what looks at the newest few hundred, or at each day, reaches its bound there, and pending calls
 * fill the third of the shelves that their list merges. From then on it is flat.
 */
const UP_TO_A_BOUND = 1.35;

/** `told`: under which name the bench finds what it costs. */
async function each(measure: (calls: number) => Promise<Costs>, { most = Number.POSITIVE_INFINITY, told = "growth" } = {}): Promise<void> {
  const table: { size: number; costs: Costs }[] = [];
  for (const size of SIZES.filter((calls) => calls <= most)) table.push({ size, costs: await measure(size) });
  const [least, second] = table as [(typeof table)[number], (typeof table)[number]];
  const cell = ({ read, written, ms }: Cost) => `${read} / ${written} / ${ms.toFixed(1)}`;
  for (const name of Object.keys(least.costs))
    console.log(`${told} | ${name} | ${table.map(({ costs }) => cell(costs[name] as Cost)).join(" | ")} |`);
  const rowsOf = ({ costs }: typeof least, name: string) => (costs[name] as Cost).read;
  for (const grown of table.slice(1))
    for (const name of Object.keys(grown.costs)) {
      const flat = rowsOf(grown === second ? least : second, name) + ALLOWANCE;
      const withBound = grown === second && table.length > 2 ? rowsOf(least, name) * UP_TO_A_BOUND : 0;
      expect(rowsOf(grown, name), `rows read by “${name}” with ${grown.size} calls`).toBeLessThanOrEqual(Math.max(flat, withBound));
    }
}

const filling = (calls: number, now: number) => ({
  prefix: "S",
  calls,
  from: now - 3 * 86_400_000,
  body: small,
  statuses: ["written", "held", "skipped"] as const,
});

it("no operation reads more rows because more calls were ever taken in", { timeout: 1_200_000 }, () =>
  each(async (calls) => {
    const story = await startStory({ mappings: [SALES] });
    return story.inOutbox((outbox, state) => settledCosts(outbox, state, filling(calls, story.clock.now)));
  }),
);

const IN_TURN = "are written, skipped and held in turn";

it.each<[string, Partial<Filling>]>([
  [IN_TURN, {}],
  ["were all held", { statuses: ["held"], campaign: "One" }],
  ["were all held and of one customer", { statuses: ["held"], campaign: "One", customer: "one" }],
  ["were all written, to one customer", { statuses: ["written"], campaign: "One", customer: "one" }],
  ["were all skipped", { statuses: ["skipped"] }],
  ["were no calls", { statuses: ["rejected"], campaign: "" }],
  ["all wait for a contact", { statuses: ["waiting"] }],
  ["all wait for one customer", { statuses: ["waiting"], customer: "one" }],
  ["came over many days", { statuses: ["written", "held"], days: 28 }],
])("nothing that can be asked of the object reads more rows because more calls %s", { timeout: 1_200_000 }, (kind, some) =>
  each(
    async (calls) => {
      const story = await startStory({ mappings: [SALES] });
      // More calls, more days; none so old that it is erased.
      const days = Math.min(some.days ?? 2, calls / 100);
      const from = story.clock.now - (days + 1) * 86_400_000;
      return story.inOutbox((outbox, state) => doorCosts(outbox, state, { ...filling(calls, from), body: aBody, ...some, from, days }));
    },
    { most: MOST_WAITING, told: kind === IN_TURN ? "growth" : "of unlike kinds" },
  ),
);

it("nor because more calls wait", { timeout: 1_200_000 }, () =>
  each(
    async (calls) => {
      const story = await startStory({ mappings: [SALES] });
      return story.inOutbox((outbox, state) => pendingCosts(outbox, state, filling(calls, story.clock.now)));
    },
    { most: MOST_WAITING },
  ),
);

it("nor for an attempt of a lead that had many", { timeout: 1_200_000 }, () =>
  each(
    async (attempts) => {
      const story = await startStory({ mappings: [SALES] });
      return story.inOutbox((_, { storage }) => attemptCosts(storage.sql, attempts));
    },
    { most: MOST_WAITING },
  ),
);

it("calls that are copied in SQL make the tables that the way of a call makes", async () => {
  const made = async (templates: number) => {
    const story = await startStory({ mappings: [SALES] });
    return story.inOutbox(async (_, { storage }) => {
      const many = {
        ...filling(900, story.clock.now),
        statuses: ["written", "held", "skipped", "written", "waiting"] as const,
        body: minute,
      };
      const empty = storage.sql.databaseSize;
      await fillMany(storage, many, templates);
      const all = (sentence: string) => storage.sql.exec(sentence).toArray();
      const rows = ["calls", "bodies", "identities", "fields"].map((table) => [table, all(`SELECT count(*) AS rows FROM ${table}`)[0]]);
      const counts = all("SELECT day, campaign, received, written, skipped, held, rejected FROM counts ORDER BY day, campaign");
      const shelves = all(
        "SELECT slot / 1099511627776 AS shelf, count(*) AS bodies, min(slot) AS first, max(slot) AS last FROM bodies GROUP BY 1",
      );
      return { rows, counts, shelves, bytes: storage.sql.databaseSize - empty };
    });
  };
  const { bytes, ...tables } = await made(900);
  const { bytes: copied, ...copies } = await made(150);
  expect(copies).toEqual(tables);
  expect(copied / bytes).toBeGreaterThan(0.95);
  expect(copied / bytes).toBeLessThan(1.05);
});

it.each([
  ["one minute", (index: number) => minute(index), 24, 1_400],
  ["ten minutes", (index: number) => new TextEncoder().encode(longCall(index)), 132, 2_100],
  ["a minute and a note of 800 lines", (index: number) => minute(index), 800, 5_000],
])(
  "a settled call of %s is kept in few bytes, erased in fewer, and its pages are used again",
  { timeout: 120_000 },
  async (_, body, lines, mostBytes) => {
    const story = await startStory({ mappings: [SALES] });
    const calls = 1_000;
    await story.inOutbox(async (outbox, { storage }) => {
      const { sql } = storage;
      const empty = sql.databaseSize;
      const fill = (prefix: string) => {
        const some = { prefix, calls, from: story.clock.now - 3 * 86_400_000, body, statuses: ["written"] as const, lines };
        takeIn(storage, some);
        settleAll(storage, some);
      };
      const erase = async () => {
        story.clock.advance(40 * 86_400_000);
        for (let look = 0; look < 5; look++) {
          await outbox.wake();
          story.clock.advance(600_001);
        }
      };
      fill("1");
      const full = (sql.databaseSize - empty) / calls;
      await erase();
      const erased = (sql.databaseSize - empty) / calls;
      fill("2");
      const again = (sql.databaseSize - empty) / calls;
      console.log(
        `storage | ${mostBytes} | settled ${full.toFixed(0)} | erased ${erased.toFixed(0)} | filled again ${again.toFixed(0)} bytes a call`,
      );
      expect(full).toBeLessThanOrEqual(mostBytes);
      // Each is of a customer of its own, whose number, address, contact and deal stay known.
      expect(erased).toBeLessThanOrEqual(500);
      expect(again).toBeLessThanOrEqual(full + 500);
    });
  },
);

/** A call of one minute: twelve turns. */
function minute(index: number): Uint8Array {
  const call = JSON.parse(longCall(index)) as { transcript: unknown[]; duration: number };
  return new TextEncoder().encode(JSON.stringify({ ...call, duration: 60, transcript: call.transcript.slice(0, 12) }));
}
