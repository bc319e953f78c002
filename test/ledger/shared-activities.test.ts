import { expect, it } from "vitest";
import { transact } from "../../src/ledger/counters.ts";
import { otherCallsOf } from "../../src/ledger/records/record-uses.ts";
import { countEarlierAttempts, readSharedActivity, rememberSharedActivity } from "../../src/ledger/records/shared-activities.ts";
import { createRandom } from "../../src/sandbox/portal/random.ts";
import { costOf } from "../growth/count-rows.ts";
import { startStory } from "../story.ts";

const NAME = "7/note";
const NOTE = { object: "notes", activity: "501", lines: [1] };
const inLedger = async <T>(work: (sql: SqlStorage) => T | Promise<T>): Promise<T> =>
  (await startStory({ mappings: [] })).inOutbox((_, { storage }) => work(storage.sql));

it.each([1, 2, 3])("counts attempts and knows the latest, in whatever order they come and however often (%i)", async (seed) => {
  await inLedger((sql) => {
    const { below } = createRandom(seed);
    const known = new Map<string, number>();
    for (let step = 0; step < 80; step++) {
      const call = `c${below(30)}`;
      // Each call has its own time; several share one.
      const startedAt = 1_000 + Math.floor(Number(call.slice(1)) / 2) * 10;
      known.set(call, startedAt);
      rememberSharedActivity(sql, NAME, { ...NOTE, lines: below(3) === 0 ? [] : [step] }, { call, startedAt });
      const latest = Math.max(...known.values());
      const shared = readSharedActivity(sql, NAME);
      expect(shared).toMatchObject({ activity: "501", attempts: known.size, latest: { startedAt: latest } });
      expect(known.get(shared?.latest.call ?? "")).toBe(latest);
      const others = otherCallsOf(sql, "notes/501", call).calls;
      expect(new Set(others)).toEqual(new Set(known.size === 1 ? [] : [...known.keys()].filter((other) => other !== call)));
      // One that has a time of its own, whether it is known or not.
      const asked = { call: "asked", startedAt: 1_005 + below(16) * 10 };
      expect(countEarlierAttempts(sql, "7", asked)).toBe([...known.values()].filter((at) => at < asked.startedAt).length);
    }
    expect(countEarlierAttempts(sql, "70", { call: "asked", startedAt: 9_999 })).toBe(0);
  });
});

it("the only attempt may begin at another time than was said at first: it is one still", async () => {
  await inLedger((sql) => {
    for (const startedAt of [1_000, 3_000, 2_000]) {
      rememberSharedActivity(sql, NAME, NOTE, { call: "a", startedAt });
      expect(readSharedActivity(sql, NAME)).toMatchObject({ attempts: 1, latest: { call: "a", startedAt } });
    }
  });
});

it("an attempt costs a row, two where a later one has written the note, none where all of it is known; the second tells whose note it is", async () => {
  await inLedger(async (sql) => {
    const cost = async (call: string, startedAt: number) =>
      (await costOf(sql, () => rememberSharedActivity(sql, NAME, NOTE, { call, startedAt }))).written;
    expect(await cost("a", 1_000)).toBe(1);
    expect(await cost("b", 2_000)).toBe(2);
    expect(await cost("c", 3_000)).toBe(1);
    expect(await cost("d", 1_500)).toBe(2);
    expect(await cost("d", 1_500)).toBe(0);
    expect(await cost("c", 3_000)).toBe(0);
  });
});

it("a note that more calls share than are told apart is never free of them", async () => {
  await inLedger((sql) => {
    for (let index = 0; index < 60; index++) rememberSharedActivity(sql, NAME, NOTE, { call: `c${index}`, startedAt: 1_000 + index });
    const { calls, hasMore } = otherCallsOf(sql, "notes/501", "c59");
    expect(hasMore).toBe(true);
    expect(calls).toEqual(Array.from({ length: 49 }, (_, index) => `c${index + 10}`));
  });
});

it("another note is known by all that share it, the one before by those that did", async () => {
  await inLedger((sql) => {
    rememberSharedActivity(sql, NAME, NOTE, { call: "a", startedAt: 1_000 });
    rememberSharedActivity(sql, NAME, NOTE, { call: "b", startedAt: 2_000 });
    rememberSharedActivity(sql, NAME, { ...NOTE, activity: "502" }, { call: "c", startedAt: 3_000 });
    expect(readSharedActivity(sql, NAME)).toMatchObject({ activity: "502", attempts: 3 });
    expect(otherCallsOf(sql, "notes/501", "a").calls).toContain("b");
    expect(otherCallsOf(sql, "notes/502", "c").calls).toEqual([]);
    rememberSharedActivity(sql, NAME, { ...NOTE, activity: "502" }, { call: "d", startedAt: 4_000 });
    expect(otherCallsOf(sql, "notes/502", "c").calls).toContain("d");
  });
});

it("of two that began at once the ledger knows what both share, whatever signs their ids are of", async () => {
  await inLedger((sql) => {
    for (const call of ["！", "😀"]) rememberSharedActivity(sql, NAME, NOTE, { call, startedAt: 1_000 });
    expect(readSharedActivity(sql, NAME)).toMatchObject({ activity: "501", attempts: 2 });
  });
});

it("rows of the release before that a failed transaction moved over are there still", async () => {
  const story = await startStory({ mappings: [] });
  await story.inOutbox((_, { storage }) => {
    const { sql } = storage;
    sql.exec(
      "INSERT INTO shared_activities (name, activity, attempts, latest_call, latest_at, lines) VALUES ('7/note', '501', 1, 'a', 1000, '[]')",
    );
    const fails = () =>
      transact(storage, () => {
        rememberSharedActivity(sql, NAME, NOTE, { call: "b", startedAt: 2_000 });
        rememberSharedActivity(sql, "8/note", NOTE, { call: "c", startedAt: 2_000 });
        throw new Error("a bug");
      });
    expect(fails).toThrow("a bug");
    expect(readSharedActivity(sql, NAME)).toMatchObject({ activity: "501", attempts: 1 });
  });
});
