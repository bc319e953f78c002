import { expect, it } from "vitest";
import { MOST_ALONE } from "../../../src/ledger/alone.ts";
import { claimAmong, customersInQueue, headOf, headOfQueue } from "../../../src/ledger/queue.ts";
import { createRandom } from "../../../src/sandbox/portal/random.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const phoneOf = (customer: number) => `+55119${String(60_000_000 + customer * 11)}`;

interface Row extends Record<string, SqlStorageValue> {
  call: string;
  status: string;
  customer: string;
  shelf: number;
  behind: number;
  due_at: number | null;
  slot: number | null;
  delivery: number;
  intent: string | null;
  started_at: number;
}

/** Of each customer who has pending calls, just one is the head of the others, found whichever way it is asked for; and its body stands where its row says. */
async function expectQueues(story: Story): Promise<void> {
  await story.inOutbox((_, { storage: { sql } }) => {
    const rows = sql
      .exec<Row>(
        `SELECT c.call, c.status, c.customer, c.shelf, c.behind, c.due_at, c.delivery, c.started_at, b.slot, b.intent
         FROM calls c LEFT JOIN bodies b ON b.call = c.call WHERE c.status = 'pending'`,
      )
      .toArray();
    for (const { shelf, delivery, slot } of rows) expect(slot).toBe(shelf * 2 ** 40 + delivery);
    const alone = rows.filter(({ shelf }) => shelf === -1);
    expect(alone.length).toBeLessThanOrEqual(MOST_ALONE);
    for (const row of alone) expect(row).toMatchObject({ behind: 0, due_at: null });
    const queues = Map.groupBy(rows, ({ customer }) => customer);
    expect(customersInQueue(sql, [...queues.keys(), "nobody"])).toEqual(new Set(queues.keys()));
    const claimable = claimAmong(sql, Number.MAX_SAFE_INTEGER, queues.keys()).filter(({ waiting }) => !waiting);
    expect(new Set(claimable.map(({ customer }) => customer))).toEqual(new Set(queues.keys()));
    for (const [customer, calls] of queues) {
      const heads = calls.filter(({ behind }) => behind === 0);
      expect(heads).toHaveLength(1);
      const [head] = heads as [Row];
      expect(headOf(sql, customer)?.call).toBe(head.call);
      expect(headOfQueue(sql, customer)).toBe(head.call);
      // One whose attempt was cut off goes first.
      if (head.intent === null) expect(head.started_at).toBe(Math.min(...calls.map(({ started_at }) => started_at)));
    }
  });
}

it.each([1, 5])(
  "each customer's pending calls stand behind the one that began first, whatever comes, in whatever order, and whenever the machine dies (%i)",
  async (seed) => {
    const story = await startStory({ mappings: [SALES] });
    const roll = createRandom(seed).below;
    const calls: { id: number; customer: number }[] = [];
    const callOf = (id: number, customer: number) =>
      aCall({
        id,
        customer_phone: phoneOf(customer),
        lead: { id, phone_number: phoneOf(customer), variables: {} },
        created_at: new Date(Date.UTC(2026, 2, 1) + roll(1_000) * 60_000).toISOString(),
        extracted_variables: { status: true, summary: `Said ${roll(1_000)}` },
      });
    const deeds: ((some: { id: number; customer: number }) => Promise<unknown>)[] = [
      ({ id }) => story.api("POST", `/api/calls/${id}/park`),
      ({ id }) => story.api("POST", `/api/calls/${id}/replay`),
      ({ id }) => story.api("POST", `/api/calls/${id}/undo`),
      ({ id, customer }) => story.deliver(callOf(id, customer)),
      // The number is corrected, by the sender or by an operator: the call goes to another customer's queue.
      ({ id }) => story.deliver(callOf(id, roll(6))),
      ({ id }) => story.api("POST", `/api/calls/${id}/replay`, { change: { customer_phone: phoneOf(roll(6)) } }),
    ];
    for (let step = 0; step < 30; step++) {
      const what = roll(10);
      if (what < 5) {
        const isCrowd = roll(6) === 0;
        for (let more = isCrowd ? 70 : 1 + roll(3); more > 0; more--) {
          const call = { id: 1_000 + calls.length, customer: isCrowd ? 100 + roll(60) : roll(6) };
          calls.push(call);
          await story.deliver(callOf(call.id, call.customer));
        }
      } else if (what === 5) await story.die();
      else if (calls.length > 0) await deeds[roll(deeds.length)]?.(calls[roll(calls.length)] as (typeof calls)[0]);
      await expectQueues(story);
      if (roll(4) === 0) await story.settle();
    }
    await story.settle();
    expect(await story.sql("SELECT call FROM calls WHERE status = 'pending'")).toEqual([]);
    expect(await story.sql("SELECT call FROM calls WHERE shelf < 0")).toEqual([]);
  },
);

it("the next of a customer's calls is tried where the one before it turns out to be another customer's", async () => {
  const story = await startStory({ mappings: [SALES] });
  const [first, second] = [1, 2].map((day) => aCall({ customer_phone: phoneOf(1), created_at: `2026-03-0${day}T10:00:00Z` }));
  await story.deliver(first);
  await story.deliver(second);
  expect((await story.api("POST", `/api/calls/${first?.["id"]}/replay`, { change: { customer_phone: phoneOf(2) } })).status).toBe(202);
  await expectQueues(story);
  await story.settle();
  for (const call of [first, second]) expect((await story.call(call?.["id"] as number)).status).toBe("written");
});
