import { expect, it } from "vitest";
import { MOST_ALONE, aloneOf } from "../../src/ledger/alone.ts";
import { transact, transactPart } from "../../src/ledger/counters.ts";
import { claim, headOf } from "../../src/ledger/queue.ts";
import { type Filling, settleAll, takeIn } from "../growth/fill.ts";
import { type Story, startStory } from "../story.ts";

const body = () => new TextEncoder().encode('{"id":1}');
const filling = (prefix: string, calls: number, from: number): Filling => ({ statuses: ["written"], prefix, calls, from, body, days: 0 });

const shelves = async (story: Story) =>
  (await story.sql<{ shelf: number; calls: number }>("SELECT shelf, count(*) AS calls FROM calls GROUP BY 1 ORDER BY 1")).map(
    ({ shelf, calls }) => [shelf, calls],
  );

it("so many calls stand alone as there is room, are claimed before those that came after them, and make room when they leave", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox(({ now }, { storage }) => {
    takeIn(storage, filling("A", MOST_ALONE, now()));
    takeIn(storage, filling("B", 20, now() + 1));
  });
  expect(await shelves(story)).toEqual([
    [-1, MOST_ALONE],
    [0, 20],
  ]);
  await story.inOutbox(({ now }, { storage }) => {
    const claimed = claim(storage.sql, now() + 3 * 86_400_000, { calls: MOST_ALONE + 20, bytes: 10_000_000, without: [] });
    expect(claimed.map(({ call }) => call[0]).join("")).toBe("A".repeat(MOST_ALONE) + "B".repeat(20));
    settleAll(storage, filling("A", MOST_ALONE, now()));
    // Those that came before are ready still.
    takeIn(storage, filling("C", 1, now() + 2));
  });
  expect(await shelves(story)).toEqual([
    [0, 21],
    [3, MOST_ALONE],
  ]);
  await story.inOutbox(({ now }, { storage }) => {
    settleAll(storage, filling("B", 20, now()));
    settleAll(storage, filling("C", 1, now()));
    takeIn(storage, filling("D", 2, now() + 3));
  });
  expect((await shelves(story))[0]).toEqual([-1, 2]);
});

const customersOf = (sql: SqlStorage) =>
  sql
    .exec<{ customer: string }>("SELECT customer FROM calls ORDER BY call")
    .toArray()
    .map(({ customer }) => customer);

it("an awakening finds them again; what has left is not among them", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox(({ now }, { storage }) => takeIn(storage, filling("A", 2, now())));
  await story.die();
  await story.inOutbox(({ now }, { storage }) => {
    const { sql } = storage;
    const [first = "", second = ""] = customersOf(sql);
    expect(aloneOf(sql, [first, second, "nobody"]).map(({ call }) => call)).toEqual(["A1000000", "A1000001"]);
    settleAll(storage, filling("A", 1, now()));
    expect(aloneOf(sql, [first, second])).toEqual([{ customer: second, call: "A1000001" }]);
  });
});

it("where a transaction fails, or a part of it, the head of a queue is who it was", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox(({ now }, { storage }) => {
    const { sql } = storage;
    takeIn(storage, { ...filling("A", 1, now()), customer: "one" });
    const comesBefore = (prefix: string) => takeIn(storage, { ...filling(prefix, 1, now() - 1_000), customer: "one" });
    const isHead = () => {
      expect(headOf(sql, "one")?.call).toBe("A1000000");
      expect(aloneOf(sql, ["one"])).toEqual([{ customer: "one", call: "A1000000" }]);
    };
    const fail = (prefix: string) => () => {
      comesBefore(prefix);
      expect(headOf(sql, "one")?.call).toBe(`${prefix}1000000`);
      throw new Error("a bug");
    };
    expect(() => transact(storage, fail("B"))).toThrow("a bug");
    isHead();
    transact(storage, () => {
      expect(() => transactPart(storage, fail("C"))).toThrow("a bug");
      isHead();
    });
    comesBefore("D");
    expect(headOf(sql, "one")?.call).toBe("D1000000");
  });
});
