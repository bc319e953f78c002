import { describe, expect, it } from "vitest";
import { codesIn, portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const CONTACTS = "/crm/objects/2026-09/contacts";
const NOTES = "/crm/objects/2026-09/notes";
const at = "2026-11-01T10:00:00Z";
const contact = (email: string, trace?: string) => ({ properties: { email }, ...(trace ? { objectWriteTraceId: trace } : {}) });

describe("a batch", () => {
  it("lands whole, in another order, with trace ids to tell the results apart", async () => {
    const { post } = portalUnderTest({ seed: 3 });
    const inputs = Array.from({ length: 20 }, (_, index) => contact(`P${index}@Example.com`, `t${index}`));
    const { status, body } = await post(`${CONTACTS}/batch/create`, { inputs });
    expect(status).toBe(201);
    const traces = body.results.map((result: any) => result.objectWriteTraceId);
    expect(traces).not.toEqual(inputs.map((input) => input.objectWriteTraceId));
    expect(new Set(traces).size).toBe(20);
    for (const { objectWriteTraceId, properties } of body.results)
      expect(properties.email).toBe(`p${objectWriteTraceId.slice(1)}@example.com`);
  });

  it("fails whole with 400 when one input is bad and trace ids are missing", async () => {
    const { portal, post } = portalUnderTest();
    const answer = await post(`${NOTES}/batch/create`, {
      inputs: [{ properties: { hs_timestamp: at }, objectWriteTraceId: "a" }, { properties: {} }],
    });
    expect(answer.status).toBe(400);
    expect(codesIn(answer)).toEqual(["MISSING_REQUIRED_PROPERTY"]);
    expect(portal.all("notes")).toEqual([]);
  });

  it("fails whole when two trace ids are the same", async () => {
    const { portal, post } = portalUnderTest();
    const inputs = [contact("a@example.com", "same"), contact("not an address", "same")];
    expect((await post(`${CONTACTS}/batch/create`, { inputs })).status).toBe(400);
    expect(portal.contacts()).toEqual([]);
  });

  it("lands in part with 207 when every input has its trace id", async () => {
    const { portal, post } = portalUnderTest();
    const inputs = [contact("a@example.com", "good"), contact("not an address", "bad")];
    const { status, body } = await post(`${CONTACTS}/batch/create`, { inputs });
    expect(status).toBe(207);
    expect(body.numErrors).toBe(1);
    expect(body.errors[0].context.objectWriteTraceId).toEqual(["bad"]);
    expect(portal.contacts().map((one) => one.properties["email"])).toEqual(["a@example.com"]);
  });

  it("tells of an e-mail that exists, for that input or for all", async () => {
    for (const [batchConflict, status] of [
      ["each", 207],
      ["whole", 409],
    ] as const) {
      const { portal, post } = portalUnderTest({ batchConflict });
      const id = portal.add("contacts", { email: "main@example.com", hs_additional_emails: "old@example.com" });
      const answer = await post(`${CONTACTS}/batch/create`, { inputs: [contact("OLD@example.com", "a"), contact("new@example.com", "b")] });
      expect(answer.status).toBe(status);
      const message = batchConflict === "each" ? answer.body.errors[0].message : answer.body.message;
      expect(message).toBe(`Contact already exists. Existing ID: ${id}`);
    }
  });

  it("takes at most 100 inputs, and no id twice", async () => {
    const { portal, post } = portalUnderTest();
    const many = Array.from({ length: 101 }, (_, index) => contact(`p${index}@example.com`));
    expect((await post(`${CONTACTS}/batch/create`, { inputs: many })).status).toBe(400);
    const id = portal.add("contacts", { firstname: "Ana" });
    const twice = await post(`${CONTACTS}/batch/update`, {
      inputs: [
        { id, properties: {} },
        { id, properties: {} },
      ],
    });
    expect(twice.body.message).toContain("Duplicate IDs found in batch input");
  });

  it("upserts by e-mail or by a custom unique property, and says which are new", async () => {
    const { portal, post } = portalUnderTest();
    portal.defineProperty("contacts", { name: "otoni_id", hasUniqueValue: true });
    const id = portal.add("contacts", { email: "a@example.com", otoni_id: "1" });
    const inputs = [
      { id: "1", idProperty: "otoni_id", properties: { firstname: "Ana" } },
      { id: "2", idProperty: "otoni_id", properties: { firstname: "Bia" } },
    ];
    const { status, body } = await post(`${CONTACTS}/batch/upsert`, { inputs });
    expect(status).toBe(200);
    expect(body.results.find((result: any) => result.id === id).new).toBe(false);
    expect(body.results.find((result: any) => result.id !== id).new).toBe(true);
    expect(portal.get("contacts", id)?.properties["firstname"]).toBe("Ana");
    expect(
      (await post("/crm/objects/2026-09/deals/batch/upsert", { inputs: [{ id: "x", idProperty: "dealname", properties: {} }] })).status,
    ).toBe(400);
  });

  it("archives, and archiving again is no error", async () => {
    const { portal, post, get } = portalUnderTest();
    const id = portal.add("contacts", { email: "a@example.com" });
    for (let time = 0; time < 2; time++) expect((await post(`${CONTACTS}/batch/archive`, { inputs: [{ id }] })).status).toBe(204);
    expect((await get(`${CONTACTS}/${id}`)).status).toBe(404);
    expect((await get(`${CONTACTS}/${id}?archived=true`)).body.archived).toBe(true);
    expect((await post(`${CONTACTS}/batch/create`, { inputs: [contact("a@example.com")] })).status).toBe(201);
  });
});
