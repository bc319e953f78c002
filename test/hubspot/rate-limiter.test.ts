import { describe, expect, it } from "vitest";
import { HubSpotFailure } from "../../src/hubspot/http/failure.ts";
import type { Permit, RequestKind } from "../../src/hubspot/http/limits/permit.ts";
import { RateLimiter } from "../../src/hubspot/http/limits/rate-limiter.ts";

/** A clock that moves only when somebody waits: to the earliest of all waits. */
function clock() {
  const time = { now: 1_000_000 };
  const sleepers: { at: number; wake(): void }[] = [];
  const wait = (ms: number) => new Promise<void>((wake) => sleepers.push({ at: time.now + ms, wake }));
  const tick = async (): Promise<boolean> => {
    await scheduler.wait(0);
    const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
    if (next === undefined) return false;
    sleepers.splice(sleepers.indexOf(next), 1);
    time.now = Math.max(time.now, next.at);
    next.wake();
    return true;
  };
  return { time, wait, tick };
}

/** Asks for permits, all at once; resolves to when each was given, in ms from now, in the order in which they were. */
async function permits(asked: { kind: RequestKind; turn?: number; name?: string }[], prepare: (pacing: RateLimiter) => void = () => {}) {
  const { time, wait, tick } = clock();
  const pacing = new RateLimiter(() => time.now, wait);
  prepare(pacing);
  const from = time.now;
  const given: { kind: RequestKind; name: string; at: number }[] = [];
  const all = asked.map(({ kind, turn, name = "" }) =>
    pacing.permit(kind, turn).then(() => void given.push({ kind, name, at: time.now - from })),
  );
  while (await tick());
  await Promise.all(all);
  return { given, pacing, time };
}

const sent = (kind: RequestKind): Permit => ({ kind, at: 0, answeredAt: null });
const many = (kind: RequestKind, count: number) => Array.from({ length: count }, () => ({ kind }));
/** The most that fall into any window of this length. */
const most = (times: number[], windowMs: number) =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));

describe("requests", () => {
  it("never exceed the share of 100 in any ten seconds, and use it", async () => {
    const { given } = await permits(many("other", 300));
    const times = given.map(({ at }) => at);
    expect(most(times, 10_000)).toBe(97);
    expect(times.at(-1)).toBeLessThan(31_000);
  });

  it("learn the portal's limit from its answers", async () => {
    const headers = new Headers({ "x-hubspot-ratelimit-max": "190", "x-hubspot-ratelimit-interval-milliseconds": "10000" });
    const { given } = await permits(many("other", 400), (pacing) => void pacing.learn(sent("other"), 200, headers, {}));
    expect(
      most(
        given.map(({ at }) => at),
        10_000,
      ),
    ).toBe(184);
  });

  it("of an earlier turn go first, whenever they came", async () => {
    const { given } = await permits([
      ...many("other", 97),
      { kind: "other", turn: 3, name: "third" },
      { kind: "other", turn: 2, name: "second" },
      { kind: "other", turn: 3, name: "third again" },
      { kind: "other", turn: 1, name: "first" },
    ]);
    expect(given.slice(97).map(({ name }) => name)).toEqual(["first", "second", "third", "third again"]);
  });
});

describe("searches", () => {
  it("stay under five in a second, a little apart, and do not hold up the others", async () => {
    const { given } = await permits([...many("search", 20), ...many("other", 20)]);
    const searches = given.filter(({ kind }) => kind === "search").map(({ at }) => at);
    expect(most(searches, 1_000)).toBe(5);
    expect(Math.min(...searches.slice(1).map((at, index) => at - (searches[index] as number)))).toBeGreaterThanOrEqual(40);
    expect(searches.at(-1)).toBeLessThan(4_500);
    expect(Math.max(...given.filter(({ kind }) => kind === "other").map(({ at }) => at))).toBe(0);
  });

  it("count from their answers, where these come soon", async () => {
    const { wait, time, tick } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const [from, given] = [time.now, [] as number[]];
    const search = async () => {
      const permit = await pacing.permit("search");
      given.push(time.now - from);
      pacing.learn(permit, 200, null, {});
    };
    for (let index = 0; index < 21; index++) void search();
    while (given.length < 21) await tick();
    expect(given.at(-1)).toBeLessThan(4_050);
    expect(most(given, 1_000)).toBe(5);
  });

  it.each([
    ["as long, all five of a second are used", [100, 100], 4_100],
    ["as long, though HubSpot is far away, all five are used", [400, 400], 4_100],
    ["now shorter and now longer, they keep their distance by so much", [100, 160], 4_400],
  ])("where each is on its way %s, and never are six in HubSpot within a second", async (_, [shortest = 0, longest = 0], lastBy) => {
    const { wait, time, tick } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const arrived: number[] = [];
    const search = async (index: number) => {
      const permit = await pacing.permit("search");
      await wait(index % 7 === 0 ? longest : shortest);
      arrived.push(time.now);
      pacing.learn(permit, 200, null, {});
    };
    const all = Promise.all(Array.from({ length: 41 }, (__, index) => search(index)));
    while (arrived.length < 41) await tick();
    await all;
    // What the limiter learns first, it learns at its old distance.
    expect(arrived.at(-1)! - arrived[20]!).toBeLessThan(lastBy);
    expect(
      most(
        arrived.toSorted((a, b) => a - b),
        1_000,
      ),
    ).toBe(5);
  });

  it("count from the beginning of their answers, however long these take to be read", async () => {
    const { wait, time, tick } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const arrived: number[] = [];
    const search = async () => {
      const permit = await pacing.permit("search");
      arrived.push(time.now);
      pacing.got(permit);
      await wait(130);
      pacing.learn(permit, 200, null, {});
    };
    const all = Promise.all(Array.from({ length: 21 }, search));
    while (arrived.length < 21) await tick();
    await all;
    expect(arrived.at(-1)! - arrived[0]!).toBeLessThan(4_050);
    expect(most(arrived, 1_000)).toBe(5);
  });

  it("one that took longer than the fastest may have been in HubSpot later by so much: the sixth after it is, too", async () => {
    const { wait, time, tick } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const sentAt: number[] = [];
    const search = async (index: number) => {
      const permit = await pacing.permit("search");
      sentAt.push(time.now);
      await wait(index === 10 ? 120 : 20);
      pacing.learn(permit, 200, null, {});
    };
    const all = Promise.all(Array.from({ length: 21 }, (_, index) => search(index)));
    while (sentAt.length < 21) await tick();
    await all;
    const apart = (index: number) => sentAt[index + 5]! - sentAt[index]!;
    expect(apart(10)).toBeGreaterThanOrEqual(1_100);
    expect(apart(9)).toBeLessThan(1_020);
    expect(apart(15)).toBeLessThan(1_020);
  });

  it("may be let go ahead of what they ask, and that leave is used once", async () => {
    const { wait, time, tick } = clock();
    const pacer = new RateLimiter(() => time.now, wait).inTurn(1);
    const from = time.now;
    const given: number[] = [];
    const searches = (async () => {
      for (let index = 0; index < 10; index++) {
        await pacer.permitAhead("search");
        given.push((await pacer.permit("search")).at - from);
      }
      await wait(2_000);
      await pacer.permitAhead("search");
      await wait(2_000);
      given.push((await pacer.permit("search")).at - from);
    })();
    while (given.length < 11) await tick();
    await searches;
    expect(given[9]).toBeLessThan(1_700);
    // Nobody knows what has gone since a leave that was not used: a new one is asked for.
    expect(given[10]).toBeGreaterThanOrEqual(4_000);
  });

  it("get their permits although the others use up the allowance", async () => {
    const { given } = await permits([...many("other", 400), ...many("search", 40)]);
    const last = given.filter(({ kind }) => kind === "search").at(-1);
    expect(last?.at).toBeLessThan(30_000);
  });

  /** The time that each of so many searches takes, in ms. */
  function searching() {
    const { wait, time, tick } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const paceOf = async (count: number) => {
      const from = time.now;
      let open = count;
      for (let index = 0; index < count; index++) void pacing.permit("search").then(() => (open -= 1));
      while (open > 0) await tick();
      return (time.now - from) / count;
    };
    return { pacing, paceOf };
  }

  it("are as fast as before after a single refusal, which is an accident on the way", async () => {
    const { pacing, paceOf } = searching();
    await paceOf(10);
    const before = await paceOf(25);
    for (let times = 0; times < 3; times++) {
      pacing.learn(sent("search"), 429, null, { policyName: "SECONDLY" });
      await paceOf(5);
      expect(await paceOf(160)).toBeLessThan(before * 1.01);
    }
  });

  it("slow down when they are refused again and again, and recover", async () => {
    const { pacing, paceOf } = searching();
    await paceOf(10);
    const before = await paceOf(25);
    for (let index = 0; index < 5; index++) pacing.learn(sent("search"), 429, null, { policyName: "SECONDLY" });
    const after = await paceOf(25);
    expect(after).toBeGreaterThan(before * 1.2);
    await paceOf(400);
    expect(await paceOf(25)).toBeLessThan(before * 1.05);
  });
});

describe("associations", () => {
  it("have a limit of their own, and their answers' headers speak of that one", async () => {
    const headers = new Headers({ "x-hubspot-ratelimit-max": "200", "x-hubspot-ratelimit-interval-milliseconds": "10000" });
    const { given } = await permits(
      [...many("association", 194), ...many("other", 97)],
      (pacing) => void pacing.learn(sent("association"), 200, headers, {}),
    );
    const times = (kind: RequestKind) => given.filter((each) => each.kind === kind).map(({ at }) => at);
    expect([most(times("association"), 10_000), most(times("other"), 10_000)]).toEqual([194, 97]);
  });
});

describe("what the portal's other apps use", () => {
  it("is left to them", async () => {
    const remaining = (left: number) => new Headers({ "x-hubspot-ratelimit-max": "100", "x-hubspot-ratelimit-remaining": String(left) });
    const { given } = await permits(many("other", 100), (pacing) => void pacing.learn(sent("other"), 200, remaining(40), {}));
    expect(
      most(
        given.map(({ at }) => at),
        10_000,
      ),
    ).toBe(37);
  });
});

describe("a header that cannot be", () => {
  it.each<Record<string, string>>([
    { "x-hubspot-ratelimit-interval-milliseconds": "1000000000000" },
    { "x-hubspot-ratelimit-max": "1000000000000" },
    { "x-hubspot-ratelimit-max": "0", "x-hubspot-ratelimit-interval-milliseconds": "0" },
    { "x-hubspot-ratelimit-max": "many", "x-hubspot-ratelimit-remaining": "-3" },
  ])("changes nothing: %j", async (headers) => {
    const { given } = await permits(many("other", 200), (pacing) => void pacing.learn(sent("other"), 200, new Headers(headers), {}));
    const times = given.map(({ at }) => at);
    expect(most(times, 10_000)).toBe(97);
    expect(times.at(-1)).toBeLessThan(21_000);
  });
});

describe("what HubSpot asks for", () => {
  it.each<[string, number, Record<string, string>, object, number]>([
    ["429 with Retry-After", 429, { "retry-after": "3" }, { policyName: "TEN_SECONDLY_ROLLING" }, 3_000],
    ["429 without", 429, {}, { policyName: "TEN_SECONDLY_ROLLING" }, 2_000],
    ["429 of the day", 429, {}, { policyName: "DAILY" }, 3_600_000],
    ["429 without a word", 429, {}, {}, 1_005],
    ["423", 423, {}, {}, 2_000],
    ["423 for a thousand years", 423, { "retry-after": "31536000000" }, {}, 86_400_000],
    ["429 for a thousand years", 429, { "retry-after": "31536000000" }, {}, 86_400_000],
    ["429 until the year 3026", 429, { "retry-after": "Fri, 01 Jan 3026 00:00:00 GMT" }, { policyName: "DAILY" }, 86_400_000],
    ["477", 477, { "retry-after": "86400" }, {}, 86_400_000],
  ])("%s", (_, status, headers, body, ms) => {
    const { wait, time } = clock();
    expect(new RateLimiter(() => time.now, wait).learn(sent("other"), status, new Headers(headers), body)).toBe(ms);
  });

  it("a search that came a moment too early goes again in a moment, and one that is refused again when the second is over", () => {
    const { wait, time } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    const refused = () => pacing.learn(sent("search"), 429, null, { policyName: "SECONDLY" });
    expect(refused()).toBe(250);
    time.now += 5_000;
    expect(refused()).toBe(1_005);
    time.now += 11_000;
    expect(refused()).toBe(250);
  });

  it("a wait of hours is not slept through: the request comes back", async () => {
    const { wait, time } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    pacing.learn(sent("other"), 429, null, { policyName: "DAILY" });
    const refused = await pacing.permit("other").catch((error: unknown) => error);
    expect((refused as HubSpotFailure).failure).toMatchObject({ reason: "trouble", landed: "no", pauseMs: 3_600_000 });
  });

  it("after four silences nothing is sent any more", async () => {
    const { wait, time } = clock();
    const pacing = new RateLimiter(() => time.now, wait);
    for (let index = 0; index < 4; index++) pacing.learn(sent("other"), 0, null, {});
    expect(await pacing.permit("other").catch((error: unknown) => error)).toBeInstanceOf(HubSpotFailure);
  });
});
