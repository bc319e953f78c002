import { describe, expect, it } from "vitest";
import type { HubSpot } from "../../src/hubspot/http/client.ts";
import { readAssociations, readByEmails, readByIds, readWithHistory } from "../../src/hubspot/records/read-records.ts";
import { changed, onTheWay } from "../on-the-way.ts";
import type { Portal } from "../../src/sandbox/portal/portal.ts";
import { connected } from "./connected.ts";

const NOT_FOUND = { category: "OBJECT_NOT_FOUND", message: "Could not get some CONTACT objects, they may be deleted or not exist." };
const emails = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@example.com`);
const withDeal = (portal: Portal) => {
  const contact = portal.add("contacts", { firstname: "Ana", email: "p0@example.com" });
  return { contact, deal: portal.add("deals", { dealname: "Desks" }, { associations: { contacts: [contact] } }) };
};

describe("an answer that says nothing at all", () => {
  const reads = {
    "records by id": async (hubspot: HubSpot, contact: string) => (await readByIds(hubspot, "contacts", [contact], [])).size,
    "contacts by e-mail": async (hubspot: HubSpot) => (await readByEmails(hubspot, ["p0@example.com"], [])).size,
    associations: async (hubspot: HubSpot, contact: string) =>
      (await readAssociations(hubspot, "contacts", "deals", [contact])).get(contact)?.length,
  };

  it.each(Object.entries(reads))("is asked for again, and believed the second time: %s", async (_, count) => {
    const { hubspot, portal } = connected();
    const { contact } = withDeal(portal);
    portal.faults.next.push({ effect: "empty-before", path: "batch/read" });
    expect(await count(hubspot, contact)).toBe(1);
    expect(portal.requests).toHaveLength(2);
    portal.faults.next.push({ effect: "empty-before", path: "batch/read", times: 2 });
    expect(await count(hubspot, contact)).toBe(0);
    expect(portal.requests).toHaveLength(4);
  });
});

describe("what is not there", () => {
  it("is believed at once where HubSpot says so: a hundred new people cost one request", async () => {
    const { hubspot, portal } = connected();
    expect((await readByEmails(hubspot, emails(100), [])).size).toBe(0);
    expect(portal.requests).toHaveLength(1);
  });

  it.each([404, 400])("may be said by a %i for all: a hundred new people cost few requests", async (status) => {
    const { hubspot, portal } = connected();
    let requests = 0;
    onTheWay(async () => {
      requests += 1;
      return Response.json(NOT_FOUND, { status });
    });
    expect((await readByEmails(hubspot, emails(100), [])).size).toBe(0);
    expect(requests).toBe(1);
    expect(portal.contacts()).toHaveLength(0);
  });

  it.each([
    [404, NOT_FOUND],
    [404, null],
    [400, NOT_FOUND],
  ])("does not hide what is: one deleted id makes HubSpot answer %i to all", async (status, body) => {
    const { hubspot, portal } = connected();
    const ids = Array.from({ length: 12 }, (_, index) => portal.add("contacts", { firstname: `P ${index}` }));
    portal.archive("contacts", ids[5] as string);
    onTheWay(async (_, pass, { inputs }) =>
      inputs.some(({ id }: { id: string }) => id === ids[5]) ? new Response(JSON.stringify(body), { status }) : pass(),
    );
    const found = await readByIds(hubspot, "contacts", ids, []);
    expect(ids.filter((id) => !found.has(id))).toEqual([ids[5]]);
  });

  it("is left out at once where a 404 names it", async () => {
    const { hubspot, portal } = connected();
    const ids = Array.from({ length: 12 }, (_, index) => portal.add("contacts", { firstname: `P ${index}` }));
    portal.archive("contacts", ids[5] as string);
    onTheWay(async (_, pass, { inputs }) =>
      inputs.some(({ id }: { id: string }) => id === ids[5])
        ? Response.json({ ...NOT_FOUND, context: { ids: [ids[5]] } }, { status: 404 })
        : pass(),
    );
    expect((await readByIds(hubspot, "contacts", ids, [])).size).toBe(11);
    expect(portal.requests).toHaveLength(1);
  });

  it("is no association where HubSpot answers 404 for want of any", async () => {
    const { hubspot, portal } = connected();
    const contact = portal.add("contacts", { firstname: "Ana" });
    onTheWay(async () => Response.json({ status: "error", message: "not found" }, { status: 404 }));
    expect(await readAssociations(hubspot, "contacts", "deals", [contact])).toEqual(new Map([[contact, []]]));
  });

  it("is an address that can be none; the others are found", async () => {
    const { hubspot, portal } = connected();
    const contact = portal.add("contacts", { email: "p3@example.com" });
    onTheWay(async (_, pass, { inputs }) =>
      inputs.some(({ id }: { id: string }) => id === "no address")
        ? Response.json({ category: "VALIDATION_ERROR", message: "Email address is invalid" }, { status: 400 })
        : pass(),
    );
    const found = await readByEmails(hubspot, [...emails(5), "no address"], []);
    expect([...found].map(([email, { id }]) => [email, id])).toEqual([["p3@example.com", contact]]);
  });
});

describe("HubSpot's own trouble with a part of a read", () => {
  it.each([
    { category: "INTERNAL_ERROR", message: "internal error" },
    { category: "RATE_LIMITS", policyName: "SECONDLY" },
    { category: "SOMETHING_NEW", message: "?" },
    {},
  ])("is not taken for absence: %j", async (line) => {
    const { hubspot, portal } = connected();
    const { contact } = withDeal(portal);
    onTheWay(async () => Response.json({ results: [], numErrors: 1, errors: [line] }, { status: 207 }));
    const trouble = { failure: { reason: "trouble", landed: "no" } };
    await expect(readByIds(hubspot, "contacts", [contact], [])).rejects.toMatchObject(trouble);
    await expect(readByEmails(hubspot, ["p0@example.com"], [])).rejects.toMatchObject(trouble);
    await expect(readAssociations(hubspot, "contacts", "deals", [contact])).rejects.toMatchObject(trouble);
  });

  it("counts under a 200 as well", async () => {
    const { hubspot, portal } = connected();
    const contact = portal.add("contacts", { firstname: "Ana" });
    onTheWay(async () => Response.json({ results: [], errors: [{ category: "INTERNAL_ERROR" }] }));
    await expect(readByIds(hubspot, "contacts", [contact], [])).rejects.toMatchObject({ failure: { reason: "trouble" } });
  });

  it("says so where the key may not read", async () => {
    const { hubspot } = connected();
    onTheWay(async () => Response.json({ results: [], errors: [{ category: "MISSING_SCOPES" }] }, { status: 207 }));
    await expect(readByIds(hubspot, "contacts", ["1"], [])).rejects.toMatchObject({ failure: { reason: "key" } });
  });
});

it("takes records that come without their properties", async () => {
  const { hubspot, portal } = connected();
  const contact = portal.add("contacts", { email: "p0@example.com" });
  onTheWay(async (_, pass) =>
    changed(await pass(), (body) => ({ ...body, results: [null, ...body.results.map(({ id }: any) => ({ id }))] })),
  );
  expect((await readByIds(hubspot, "contacts", [contact], ["email"])).get(contact)).toMatchObject({ id: contact, properties: {} });
  expect((await readByEmails(hubspot, ["p0@example.com"], [])).get("p0@example.com")?.id).toBe(contact);
});

describe("many records with their history", () => {
  it.each([
    ["a hundred without it, then fifty at a time, where they are usually filled", 200, 100, 0, 5],
    ["without it, and only the filled ones again, where they are usually empty", 200, 10, 0, 3],
    ["once, fifty at a time, where they are expected to be filled", 200, 100, 200, 4],
    ["once where nothing is filled", 300, 0, 0, 3],
    ["in one request where they are few", 40, 100, 0, 1],
  ])("are read %s", async (_, count, filledPercent, expected, requests) => {
    const { hubspot, portal } = connected();
    const ids = Array.from({ length: count }, (_each, index) =>
      portal.add("contacts", { firstname: "Ana", ...(index % 100 < filledPercent && { jobtitle: "Buyer" }) }),
    );
    const read = await readWithHistory(hubspot, "contacts", ids, ["firstname"], ["jobtitle"], new Set(ids.slice(0, expected)));
    expect(read.size).toBe(count);
    for (const { properties, history } of read.values()) expect(Boolean(history["jobtitle"]?.length)).toBe(Boolean(properties["jobtitle"]));
    expect(portal.requests).toHaveLength(requests);
  });
});
