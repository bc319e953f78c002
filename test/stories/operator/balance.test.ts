import { expect, it } from "vitest";
import { createRandom } from "../../../src/sandbox/portal/random.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const phoneOf = (index: number) => `+55119${String(50_000_000 + index * 11)}`;

/** What the balance says, and what the calls' own rows come to. */
async function bothBalances(story: Story) {
  const told = (await story.api("GET", "/api/balance?from=2035-01-01&to=2035-12-31")).body.rows as Record<string, number | string>[];
  const rows = await story.sql<Record<string, number | string>>(
    `SELECT date(day * 86400, 'unixepoch') AS day, campaign, count(*) AS received, sum(status = 'written') AS written, sum(status = 'skipped') AS skipped,
       sum(status = 'held') AS held, sum(status IN ('pending', 'waiting', 'undoing')) AS pending, sum(status = 'rejected') AS rejected
     FROM calls GROUP BY 1, 2`,
  );
  const ordered = (some: typeof rows) =>
    some.toSorted((a, b) => `${a["day"]}${a["campaign"]}`.localeCompare(`${b["day"]}${b["campaign"]}`));
  return { told: ordered(told), counted: ordered(rows) };
}

async function expectBalanced(story: Story): Promise<void> {
  const { told, counted } = await bothBalances(story);
  expect(told).toEqual(counted);
  const { calls } = (await story.api("GET", "/api/health")).body;
  const sum = (name: string) => counted.reduce((total, row) => total + Number(row[name]), 0);
  expect(calls).toMatchObject(Object.fromEntries(["pending", "written", "skipped", "held"].map((name) => [name, sum(name)])));
  const mappings = await story.inOutbox(async (outbox) => (await outbox.mappingsReport()).mappings.map((mapping) => mapping.calls));
  const taken = await story.sql<{ calls: number }>("SELECT count(*) AS calls FROM calls WHERE mapping IS NOT NULL");
  expect(mappings).toEqual([taken[0]?.calls]);
  const codes = await story.sql<{ code: string; calls: number }>(
    "SELECT code, count(*) AS calls FROM calls WHERE status = 'held' GROUP BY 1 ORDER BY 1",
  );
  const problems = (await story.api("GET", "/api/problems")).body.problems as { code: string; calls: number }[];
  expect(
    problems
      .filter(({ code }) => codes.some((held) => held.code === code))
      .map(({ code, calls: some }) => ({ code, calls: some }))
      .toSorted((a, b) => a.code.localeCompare(b.code)),
  ).toEqual(codes);
}

it.each([2, 4])(
  "the balance is what the calls' own rows come to, whatever is done with them and whenever the machine dies (%i)",
  async (seed) => {
    const story = await startStory({ mappings: [SALES] });
    const roll = createRandom(seed).below;
    const ids: number[] = [];
    const deeds: ((id: number) => Promise<unknown>)[] = [
      (id) => story.api("POST", `/api/calls/${id}/park`),
      (id) => story.api("POST", `/api/calls/${id}/replay`),
      (id) => story.api("POST", `/api/calls/${id}/undo`),
      (id) =>
        story.deliver(aCall({ id, customer_phone: phoneOf(id), extracted_variables: { status: true, summary: `Revised ${roll(1_000)}` } })),
      (id) => story.deliver(aCall({ id, customer_phone: phoneOf(id + 1), extracted_variables: { status: true } })),
    ];
    for (let step = 0; step < 45; step++) {
      const what = roll(10);
      if (what < 5)
        for (let more = roll(5) === 0 ? 60 : 1; more > 0; more--) {
          const id = 1_000 + ids.length;
          ids.push(id);
          await story.deliver(
            aCall({
              id,
              customer_phone: phoneOf(id),
              campaign: roll(2) === 0 ? null : { id: 1, name: "Autumn" },
              extracted_variables: { status: roll(3) > 0, summary: "Said" },
            }),
          );
        }
      else if (what === 5) await story.deliver({ nothing: roll(1_000_000) });
      else if (what === 6) await story.die();
      else if (what === 7) story.clock.advance(roll(2) * 86_400_000);
      else if (ids.length > 0) await deeds[roll(deeds.length)]?.(ids[roll(ids.length)] as number);
      if (roll(3) > 0) await story.settle();
      await expectBalanced(story);
    }
    await story.die();
    await expectBalanced(story);
  },
);

it("calls that came one by one are counted after a death though their bodies are erased meanwhile", async () => {
  const story = await startStory({ mappings: [SALES] });
  for (let index = 0; index < 5; index++) {
    await story.deliver(aCall({ customer_phone: phoneOf(index) }));
    await story.settle();
  }
  story.clock.advance(40 * 86_400_000);
  await story.drain();
  expect(await story.sql("SELECT 1 FROM bodies")).toEqual([]);
  expect(await story.sql("SELECT 1 FROM counts")).toEqual([]);
  await story.die();
  await expectBalanced(story);
  expect((await story.api("GET", "/api/health")).body.calls).toMatchObject({ written: 5, pending: 0 });
});

it("what was counted lately goes into the table with the hundred-and-first call", async () => {
  const story = await startStory({ mappings: [SALES] });
  for (let index = 0; index < 101; index++) {
    expect(await story.sql("SELECT 1 FROM counts")).toEqual([]);
    await story.deliver(aCall({ customer_phone: phoneOf(index) }));
  }
  expect(await story.sql("SELECT received, written, counted_to FROM counts")).toEqual([{ received: 101, written: 0, counted_to: 101 }]);
  await story.settle();
  await expectBalanced(story);
});
