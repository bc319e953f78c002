import { expect, it } from "vitest";
import { SearchQueue, type Sought } from "../../src/hubspot/find/search-queue.ts";
import type { HubSpot } from "../../src/hubspot/http/client.ts";
import { HubSpotFailure } from "../../src/hubspot/http/failure.ts";
import type { FoundRecord } from "../../src/hubspot/records/read-records.ts";
import { connected } from "./connected.ts";

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => String(11_970_000_000 + from + index));

/** A queue before a portal that holds one of the numbers, and a gate that a search goes through when the test says so. */
function queueOf() {
  const { hubspot: open, portal } = connected({ country: "BR" });
  let leave = Promise.withResolvers<void>();
  const hubspot: HubSpot = { ...open, untilSearch: () => leave.promise.then(() => void (leave = Promise.withResolvers())) };
  const bodies: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    bodies.push(String(init?.body));
    return real(input, init);
  }) as typeof fetch;
  const queue = new SearchQueue<string>("contacts", ["phone"]);
  const seek = (place: number, items: string[], more: Partial<Sought<string>> = {}) => {
    const hits: FoundRecord[] = [];
    const sought = { hubspot, place, items, valuesOf: (item: string) => ({ phone: [item] }), lookAhead: () => {} };
    return { hits, end: queue.seek({ ...sought, onHits: (some) => void hits.push(...some), ...more }) };
  };
  const asked = () => bodies.map((body) => numbers(0, 1_000).filter((number) => body.includes(number)).length);
  return { portal, seek, asked, go: () => leave.resolve() };
}

it("what two batches look for goes in one search, and each learns what was found", async () => {
  const { portal, seek, asked, go } = queueOf();
  const [first, second] = [numbers(0, 40), numbers(100, 40)];
  const contact = portal.add("contacts", { firstname: "Ana", phone: second[7] as string });
  const [one, two] = [seek(1, first), seek(2, second)];
  go();
  await Promise.all([one.end, two.end]);
  expect(asked()).toEqual([80]);
  expect([one.hits, two.hits].map((hits) => hits.map(({ id }) => id))).toEqual([[contact], [contact]]);
});

it("an earlier batch goes first, and what a search looks for is decided when it goes", async () => {
  const { seek, asked, go } = queueOf();
  const found = new Set<string>();
  const late = seek(2, numbers(500, 300));
  const early = seek(1, numbers(0, 190), { valuesOf: (item): Record<string, string[]> => (found.has(item) ? {} : { phone: [item] }) });
  for (const number of numbers(0, 90)) found.add(number);
  go();
  await early.end;
  const [first = 0] = asked();
  expect(first).toBeGreaterThan(180);
  go();
  await scheduler.wait(0);
  go();
  await late.end;
  expect(asked().reduce((sum, count) => sum + count)).toBe(400);
  expect(asked().length).toBeLessThanOrEqual(3);
});

it("room that is left is filled with what would be looked for next", async () => {
  const { seek, asked, go } = queueOf();
  const one = seek(1, numbers(0, 10), { lookAhead: (pack) => void numbers(10, 5).map((number) => pack.add(number, { phone: [number] })) });
  go();
  await one.end;
  expect(asked()).toEqual([15]);
});

it("a search that fails fails for all whose numbers were in it, and the next one goes on", async () => {
  const { portal, seek, go } = queueOf();
  portal.faults.next.push({ effect: "error-before", path: "search", status: 500, times: 2 });
  const ends = [seek(1, numbers(0, 10)), seek(2, numbers(20, 10))].map(({ end }) => end.catch((error: unknown) => error));
  go();
  for (const error of await Promise.all(ends)) expect(error).toBeInstanceOf(HubSpotFailure);
  const next = seek(3, numbers(40, 10));
  go();
  await next.end;
});

it("where HubSpot refuses what two share, each goes on apart, and only the one to blame fails", async () => {
  const { portal, seek, go } = queueOf();
  const [good, bad] = [numbers(0, 10), numbers(20, 10)];
  const contact = portal.add("contacts", { firstname: "Ana", phone: good[3] as string });
  const refused = (item: string): Record<string, string[]> => ({ [item === bad[5] ? "no_such_property" : "phone"]: [item] });
  const [one, two] = [seek(1, good), seek(2, bad, { valuesOf: refused })];
  const ends = Promise.allSettled([one.end, two.end]);
  for (let search = 1; search <= 3; search++) {
    go();
    while (portal.requests.length < search) await scheduler.wait(0);
  }
  expect((await ends).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(one.hits.map(({ id }) => id)).toEqual([contact]);
});

it("a slip of ours over what one search found is that one's, too", async () => {
  const { portal, seek, go } = queueOf();
  const [good, bad] = [numbers(0, 10), numbers(20, 10)];
  portal.add("contacts", { firstname: "Ana", phone: bad[3] as string });
  const onHits = (hits: FoundRecord[]) => {
    if (hits.length > 0) throw new TypeError("a slip of ours");
  };
  const ends = Promise.allSettled([seek(1, good).end, seek(2, bad, { onHits }).end]);
  for (let search = 1; search <= 3; search++) {
    go();
    while (portal.requests.length < search) await scheduler.wait(0);
  }
  expect((await ends).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

it("what no search holds fails by itself, and is not taken for not there", async () => {
  const { seek, go } = queueOf();
  const endless = seek(1, ["9".repeat(4_000)]).end.catch((error: unknown) => error);
  go();
  expect(await endless).toMatchObject({ failure: { reason: "refused", category: "KEY_TOO_LONG" } });
});
