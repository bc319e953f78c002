import { describe, expect, it } from "vitest";
import type { HubSpot } from "../../src/hubspot/http/client.ts";
import { SearchPack, packsOf } from "../../src/hubspot/records/search-batch.ts";

/** Stands for HubSpot's search; keeps the bodies that it was sent. */
function searchable(pages: { id: string }[][] = [[]]) {
  const bodies: any[] = [];
  const search = async (_: string, body: unknown) => {
    bodies.push(body);
    const page = bodies.length - 1;
    return { results: pages[page] ?? [], ...(page + 1 < pages.length && { paging: { next: { after: String(page + 1) } } }) };
  };
  return { bodies, hubspot: { search } as unknown as HubSpot };
}

const sent = async (packs: SearchPack<unknown>[]) => {
  const { bodies, hubspot } = searchable();
  for (const pack of packs) await pack.search(hubspot, "contacts");
  return bodies;
};

describe("a pack", () => {
  it.each([1, 97, 500])("holds %i numbers in bodies within 3,000 characters, none twice, none left out", async (count) => {
    const numbers = Array.from({ length: count }, (_, index) => String(11_900_000_000 + index));
    const bodies = await sent(packsOf(numbers, (number) => ({ one: [number], other: [number] }), ["phone", "mobilephone"]));
    for (const body of bodies) expect(JSON.stringify(body).length).toBeLessThanOrEqual(3_000);
    const searched = bodies.flatMap((body) => body.filterGroups[0].filters[0].values);
    expect(searched).toEqual(numbers);
    expect(bodies).toHaveLength(Math.ceil(count / 97));
  });

  it("counts what JSON makes of quotes and other letters", async () => {
    const bodies = await sent(
      packsOf(
        Array(60)
          .fill('"quoted" and — more')
          .map((text, index) => text + index),
        (text) => ({ name: [text] }),
        ["name"],
      ),
    );
    for (const body of bodies) expect(JSON.stringify(body).length).toBeLessThanOrEqual(3_000);
    expect(bodies.length).toBeGreaterThan(0);
  });

  it("looks for what several ask for once, in at most five properties", () => {
    const pack = new SearchPack<string>(["phone"]);
    const inFive = { a: ["1"], b: ["1"], c: ["1"], d: ["1"], e: ["1"] };
    expect([pack.add("one", inFive), pack.add("again", inFive), pack.add("sixth property", { f: ["1"] })]).toEqual([true, true, false]);
    expect(pack.items).toEqual(["one", "again"]);
  });

  it("leaves out what there is nothing to look for by", () => {
    expect(packsOf(["nothing"], () => ({ name: [] }), ["name"])).toEqual([]);
  });

  it("refuses what no search can hold: not looked for is not the same as not there", () => {
    const failure = { reason: "refused", cause: { code: "key_too_long", property: "name", characters: 4_000 } };
    expect(() => packsOf(["endless"], () => ({ name: ["x".repeat(4_000)] }), ["name"])).toThrow(
      expect.objectContaining({ failure: expect.objectContaining(failure) }),
    );
  });

  it("asks for at most a hundred values in one IN, in as many groups as five allow", async () => {
    const numbers = Array.from({ length: 400 }, (_, index) => String(11_900_000_000 + index));
    const bodies = await sent(packsOf(numbers, (number) => ({ one: [number] }), ["phone"]));
    const groups = bodies.flatMap(({ filterGroups }) => filterGroups.map(({ filters: [filter] }: any) => filter.values.length));
    expect(Math.max(...groups)).toBe(100);
    expect(bodies).toHaveLength(2);
    expect(groups.reduce((sum, size) => sum + size, 0)).toBe(400);
  });

  it("ends where HubSpot says over and over that there is a next page", async () => {
    const bodies: any[] = [];
    const search = async (_: string, body: unknown) => {
      bodies.push(body);
      return { results: [{ id: "1" }], paging: { next: { after: "200" } } };
    };
    const pack = new SearchPack<string>(["name"]);
    pack.add("Ana", { name: ["ana"] });
    await pack.search({ search } as unknown as HubSpot, "contacts");
    expect(bodies).toHaveLength(2);
  });

  it("passes over what is no record among the hits", async () => {
    const { hubspot } = searchable([[null, { id: "1" }, "2"] as never]);
    const pack = new SearchPack<string>(["name"]);
    pack.add("Ana", { name: ["ana"] });
    expect((await pack.search(hubspot, "contacts")).map(({ id }) => id)).toEqual(["1"]);
  });

  it("reads every page of hits", async () => {
    const { bodies, hubspot } = searchable([[{ id: "1" }, { id: "2" }], [{ id: "3" }]]);
    const pack = new SearchPack<string>(["name"]);
    pack.add("Ana", { name: ["ana"] });
    expect((await pack.search(hubspot, "contacts")).map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(bodies.map(({ after }) => after)).toEqual([undefined, "1"]);
  });
});
