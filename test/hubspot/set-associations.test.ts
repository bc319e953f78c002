import { expect, it } from "vitest";
import { type Pair, setAssociations } from "../../src/hubspot/records/set-associations.ts";
import { onTheWay, withBody } from "../on-the-way.ts";
import type { Portal } from "../../src/sandbox/portal/portal.ts";
import { connected } from "./connected.ts";

function pairs(portal: Portal, count: number): Pair[] {
  return Array.from({ length: count }, (_, index) => ({
    from: { object: "tickets", id: portal.add("tickets", { subject: `T ${index}`, hs_pipeline_stage: "1" }) },
    to: { object: "contacts", id: portal.add("contacts", { firstname: `P ${index}` }) },
  }));
}

const isSet = (portal: Portal, { from, to }: Pair) => portal.associated("tickets", from.id, "contacts").some(({ id }) => id === to.id);
const refused = (message: string) => Response.json({ category: "VALIDATION_ERROR", message }, { status: 400 });

it("sets many in one request", async () => {
  const { hubspot, portal } = connected();
  const all = pairs(portal, 100);
  expect((await setAssociations(hubspot, all)).size).toBe(0);
  expect(all.every((pair) => isSet(portal, pair))).toBe(true);
  expect(portal.requests).toHaveLength(1);
});

it.each([
  ["named", 2],
  ["not named", 10],
])("lets one that is refused, %s, stand in nobody's way", async (how, most) => {
  const { hubspot, portal } = connected();
  const all = pairs(portal, 8);
  const bad = all[3] as Pair;
  let requests = 0;
  onTheWay(async (_, pass, { inputs }) => {
    requests += 1;
    const hasBad = inputs.some(({ to }: Pair) => to.id === bad.to.id);
    return hasBad ? refused(how === "named" ? `bad association to ${bad.to.id}` : "bad association") : pass();
  });
  const failures = await setAssociations(hubspot, all);
  expect([...failures.keys()]).toEqual([bad]);
  expect(failures.get(bad)).toMatchObject({
    reason: "refused",
    cause: { code: "association_refused", from: expect.any(String), to: expect.any(String) },
  });
  expect(all.filter((pair) => !isSet(portal, pair))).toEqual([bad]);
  expect(requests).toBeLessThanOrEqual(most + 1);
});

it.each([207, 200])("reads the errors of a %i: what was not set is not taken for set", async (status) => {
  const { hubspot, portal } = connected();
  const all = pairs(portal, 4);
  const [bad, ...good] = all as [Pair, ...Pair[]];
  onTheWay(async (request, pass, { inputs }) => {
    const answer = await pass(withBody(request, { inputs: inputs.filter(({ to }: Pair) => to.id !== bad.to.id) }));
    const context = { fromObjectId: [bad.from.id], toObjectId: [bad.to.id] };
    return Response.json({ ...(await answer.json<object>()), errors: [{ category: "INTERNAL_ERROR", context }] }, { status });
  });
  expect(await setAssociations(hubspot, all)).toEqual(new Map([[bad, expect.objectContaining({ reason: "trouble", landed: "no" })]]));
  expect(good.every((pair) => isSet(portal, pair))).toBe(true);
});

it("takes an error that names nobody to mean all that the answer does not list", async () => {
  const { hubspot, portal } = connected();
  const all = pairs(portal, 3);
  onTheWay(async () =>
    Response.json({ results: [], numErrors: 1, errors: [{ category: "INTERNAL_ERROR", message: "x" }] }, { status: 207 }),
  );
  expect([...(await setAssociations(hubspot, all)).keys()]).toEqual(all);
});

it("asks again where HubSpot says nothing", async () => {
  const { hubspot, portal } = connected();
  const all = pairs(portal, 3);
  portal.faults.next.push({ effect: "empty-before", path: "associate/default" });
  expect((await setAssociations(hubspot, all)).size).toBe(0);
  expect(all.every((pair) => isSet(portal, pair))).toBe(true);
});
