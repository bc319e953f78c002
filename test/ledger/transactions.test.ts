import { expect, it } from "vitest";
import { countAll, countNew, transact, transactPart } from "../../src/ledger/counters.ts";
import { hasReady } from "../../src/ledger/queue.ts";
import { takeIn } from "../growth/fill.ts";
import { startStory } from "../story.ts";

const CALL = { day: 20_000, campaign: "Autumn", first_delivery: 1 };
const WRITTEN = { status: "written", mapping: "m", code: null } as const;

it("a part of a transaction that fails counts nothing, and the others of it do", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox((_, { storage }) => {
    transact(storage, () => {
      countNew(storage.sql, CALL, WRITTEN);
      const part = () =>
        transactPart(storage, () => {
          countNew(storage.sql, { ...CALL, campaign: "Spring" }, WRITTEN);
          countNew(storage.sql, CALL, WRITTEN);
          throw new Error("a bug");
        });
      expect(part).toThrow("a bug");
      transactPart(storage, () => countNew(storage.sql, CALL, WRITTEN));
    });
    expect(countAll(storage.sql)).toMatchObject({ received: 2, written: 2, mappings: { m: 2 } });
  });
});

it("a transaction that fails leaves the counts as they were", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox((_, { storage }) => {
    const fails = () =>
      transact(storage, () => {
        countNew(storage.sql, CALL, WRITTEN);
        throw new Error("a bug");
      });
    expect(fails).toThrow("a bug");
    expect(countAll(storage.sql)).toMatchObject({ received: 0, written: 0, mappings: {} });
  });
});

it("so many calls are ready from the one on with which there are", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox(({ now }, { storage }) => {
    const body = () => new TextEncoder().encode('{"id":1}');
    const more = (prefix: string, calls: number) => takeIn(storage, { statuses: ["written"], prefix, calls, from: now(), body });
    expect(hasReady(storage.sql, 1)).toBe(false);
    more("1", 5);
    expect([6, 5, 2, 6].map((calls) => hasReady(storage.sql, calls))).toEqual([false, true, true, false]);
    more("2", 1);
    expect([7, 6, 3, 6].map((calls) => hasReady(storage.sql, calls))).toEqual([false, true, true, true]);
  });
});
