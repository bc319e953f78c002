import { describe, expect, it } from "vitest";
import { portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const CONTACTS = "/crm/objects/2026-09/contacts";
const newContact = { inputs: [{ properties: { firstname: "Ana" } }] };

describe("a key", () => {
  it("must be there, be known and have its scopes", async () => {
    const { portal, send, get } = portalUnderTest({ token: ["old", "new"] });
    expect((await send("GET", CONTACTS, undefined, {})).status).toBe(401);
    expect((await get(CONTACTS)).status).toBe(401);
    expect((await send("GET", CONTACTS, undefined, { authorization: "Bearer new" })).status).toBe(200);
    portal.tokens.clear();
    portal.missingScopes.add("crm.objects.contacts.write");
    const { status, body } = await send("POST", `${CONTACTS}/batch/create`, newContact);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      category: "MISSING_SCOPES",
      errors: [{ context: { requiredGranularScopes: ["crm.objects.contacts.write"] } }],
    });
    expect((await get(CONTACTS)).status).toBe(200);
  });
});

describe("a limit", () => {
  it("of ten seconds rolls, and every answer but a search's tells of it", async () => {
    let now = 0;
    const { portal, get, post } = portalUnderTest({ now: () => now });
    portal.limits = { per10s: 2, daily: 250_000 };
    const first = await get(CONTACTS);
    expect(first.headers.get("x-hubspot-ratelimit-remaining")).toBe("1");
    now = 5_000;
    expect((await post(`${CONTACTS}/search`, {})).headers.get("x-hubspot-ratelimit-remaining")).toBeNull();
    expect((await get(CONTACTS)).headers.get("x-hubspot-ratelimit-remaining")).toBe("0");
    expect(await get(CONTACTS)).toMatchObject({ status: 429, body: { policyName: "TEN_SECONDLY_ROLLING" } });
    now = 10_000;
    expect((await get(CONTACTS)).status).toBe(200);
    expect((await get(CONTACTS)).status).toBe(429);
  });

  it("of the dated association endpoints is their own; the older ones count among the rest", async () => {
    const { portal, post } = portalUnderTest({ now: () => 0 });
    portal.limits = { per10s: 1, associationsPer10s: 2 };
    const read = (path: string) => post(`${path}/contacts/deals/batch/read`, { inputs: [{ id: "1" }] });
    const [dated, older] = ["/crm/associations/2026-09", "/crm/v4/associations"];
    expect((await read(dated)).headers.get("x-hubspot-ratelimit-max")).toBe("2");
    expect((await read(older)).headers.get("x-hubspot-ratelimit-max")).toBe("1");
    expect((await read(older)).status).toBe(429);
    expect((await read(dated)).status).not.toBe(429);
    expect((await read(dated)).status).toBe(429);
  });

  it("of searches is its own, and of a day ends at midnight", async () => {
    let now = 0;
    const { portal, post, get } = portalUnderTest({ now: () => now });
    portal.limits = { searchPerSecond: 1, daily: 2 };
    await post(`${CONTACTS}/search`, {});
    expect((await post(`${CONTACTS}/search`, {})).body.policyName).toBe("SECONDLY");
    expect((await get(CONTACTS)).status).toBe(200);
    expect((await get(CONTACTS)).body.policyName).toBe("DAILY");
    now = 86_400_000;
    expect((await get(CONTACTS)).status).toBe(200);
  });
});

describe("a fault", () => {
  it("after the write loses only the answer", async () => {
    const { portal, post } = portalUnderTest();
    portal.faults.next.push(
      { effect: "error-after", path: "contacts/batch/create" },
      { effect: "drop-after", path: "contacts/batch/create" },
    );
    expect((await post(`${CONTACTS}/batch/create`, newContact)).status).toBe(502);
    await expect(post(`${CONTACTS}/batch/create`, newContact)).rejects.toThrow("Network connection lost");
    expect((await post(`${CONTACTS}/batch/create`, newContact)).status).toBe(201);
    expect(portal.contacts()).toHaveLength(3);
    expect(portal.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [502, "error-after"],
      [0, "drop-after"],
      [201, undefined],
    ]);
  });

  it("before the write loses the write", async () => {
    const { portal, post } = portalUnderTest();
    for (const [effect, status] of [
      ["error-before", 500],
      ["empty-before", 200],
      ["locked", 423],
      ["conflict", 409],
    ] as const) {
      portal.faults.next.push({ effect });
      expect((await post(`${CONTACTS}/batch/create`, newContact)).status).toBe(status);
    }
    expect(portal.contacts()).toEqual([]);
  });

  it("can be all day long", async () => {
    const { portal, get } = portalUnderTest();
    portal.faults.down = "503";
    expect((await get(CONTACTS)).status).toBe(503);
    portal.faults.down = "refused";
    await expect(get(CONTACTS)).rejects.toThrow(TypeError);
    portal.faults.down = false;
    portal.faults.migratingSeconds = 60;
    const migrating = await get(CONTACTS);
    expect([migrating.status, migrating.headers.get("retry-after")]).toEqual([477, "60"]);
  });

  it("hangs until the caller gives up", async () => {
    const { portal } = portalUnderTest();
    portal.faults.next.push({ effect: "hang-after" });
    const request = new Request(`http://portal${CONTACTS}`, {
      method: "POST",
      headers: { authorization: "Bearer x" },
      body: JSON.stringify({ properties: { firstname: "A" } }),
      signal: AbortSignal.timeout(50),
    });
    await expect(portal.fetch(request)).rejects.toThrow();
    expect(portal.contacts()).toHaveLength(1);
  });

  it("comes as often as its rate says, the same with the same seed", async () => {
    const statuses = async (seed: number) => {
      const { portal, get } = portalUnderTest({ seed });
      portal.faults.rates = { "error-before": 0.2 };
      const answers = [];
      for (let index = 0; index < 100; index++) answers.push((await get(CONTACTS)).status);
      return answers;
    };
    const first = await statuses(7);
    expect(first).toEqual(await statuses(7));
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(8);
    expect(first).not.toEqual(await statuses(8));
  });

  it("can be asked for over HTTP, and what happened counted, without being counted", async () => {
    const { portal, post, get } = portalUnderTest();
    await post("/_portal/seed", {
      records: [
        { object: "contacts", properties: { firstname: "A", phone: "+351912345678" } },
        { object: "contacts", properties: { firstname: "B", phone: "912 345 678" } },
        { object: "notes", properties: { hs_timestamp: "0", hs_note_body: "call 7" }, associations: { contacts: ["#0"] } },
      ],
    });
    await post("/_portal/faults", { down: "503", limits: { per10s: 10 }, missingScopes: ["x"] });
    expect([portal.faults.down, portal.limits, [...portal.missingScopes]]).toEqual(["503", { per10s: 10 }, ["x"]]);
    await get(CONTACTS);
    expect((await get("/_portal/requests")).body).toMatchObject({ total: 1, byStatus: { 503: 1 }, byKind: { "GET contacts": 1 } });
    expect((await get("/_portal/state?mark=call (%5Cd%2B)")).body).toMatchObject({
      counts: { contacts: 2, notes: 1 },
      notes: { distinct: 1, duplicated: {} },
    });
    await post("/_portal/reset", {});
    expect([portal.contacts(), portal.faults.down]).toEqual([[], false]);
  });
});
