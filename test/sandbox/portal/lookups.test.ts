import { describe, expect, it } from "vitest";
import { portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const CONTACTS = "/crm/objects/2026-09/contacts";
const byPhone = (operator: string, values: string[], property = "hs_searchable_calculated_phone_number") => ({
  filterGroups: [{ filters: [{ propertyName: property, operator, ...(operator === "IN" ? { values } : { value: values[0] }) }] }],
});

describe("a read", () => {
  it("by e-mail knows additional addresses and lists what is missing", async () => {
    const { portal, post } = portalUnderTest();
    const id = portal.add("contacts", { email: "main@example.com", hs_additional_emails: "second@example.com;third@example.com" });
    const { status, body } = await post(`${CONTACTS}/batch/read`, {
      idProperty: "email",
      properties: ["email"],
      inputs: [{ id: "THIRD@example.com" }, { id: "none@example.com" }],
    });
    expect(status).toBe(207);
    expect(body.results.map((result: any) => result.id)).toEqual([id]);
    expect(body.errors[0]).toMatchObject({ category: "OBJECT_NOT_FOUND", context: { ids: ["none@example.com"] } });
  });

  it("of a merged id answers with the survivor, which has a new id and both e-mails", async () => {
    const { portal, get, post } = portalUnderTest();
    const first = portal.add("contacts", { email: "a@example.com", firstname: "Ana" });
    const second = portal.add("contacts", { email: "b@example.com", city: "Porto" });
    const note = portal.add("notes", { hs_timestamp: "2026-11-01T00:00:00Z" }, { associations: { contacts: [second] } });
    const survivor = portal.merge("contacts", first, second);
    expect([first, second]).not.toContain(survivor);
    expect((await get(`${CONTACTS}/${second}?properties=email,city,hs_merged_object_ids`)).body).toMatchObject({
      id: survivor,
      properties: { email: "a@example.com", city: "Porto", hs_merged_object_ids: `${first};${second}` },
    });
    expect((await get(`${CONTACTS}/b%40example.com?idProperty=email`)).body.id).toBe(survivor);
    const read = await post(`${CONTACTS}/batch/read`, { inputs: [{ id: first }, { id: second }] });
    expect(read.body.results.map((result: any) => result.id)).toEqual([survivor]);
    expect(portal.notesOf(first).map(({ id }) => id)).toEqual([note]);
  });

  it("shows who changed a property, newest first", async () => {
    const { portal, post, send } = portalUnderTest({ now: () => 1_000_000 });
    const id = portal.add("contacts", { firstname: "Ana" });
    await send("PATCH", `${CONTACTS}/${id}`, { properties: { firstname: "Anna" } });
    portal.edit("contacts", id, { firstname: "Ana Maria" }, { at: 2_000_000 });
    const { body } = await post(`${CONTACTS}/batch/read`, { propertiesWithHistory: ["firstname"], inputs: [{ id }] });
    const history = body.results[0].propertiesWithHistory.firstname;
    expect(history.map((entry: any) => [entry.value, entry.sourceType])).toEqual([
      ["Ana Maria", "CRM_UI"],
      ["Anna", "INTEGRATION"],
      ["Ana", "CRM_UI"],
    ]);
  });
});

describe("a search", () => {
  it("finds phones by their calculated forms, however they were typed", async () => {
    const { portal, post } = portalUnderTest({ country: "BR" });
    const ids = ["(11) 98765-4321", "+55 11 98765 4321", "011987654321"].map((phone) => portal.add("contacts", { firstname: "A", phone }));
    portal.add("contacts", { firstname: "B", phone: "(11) 98765-0000" });
    expect((await post(`${CONTACTS}/search`, byPhone("IN", ["11987654321"]))).body.results.map((result: any) => result.id)).toEqual(ids);
    expect(
      (await post(`${CONTACTS}/search`, byPhone("EQ", ["5511987654321"], "hs_searchable_calculated_international_phone_number"))).body
        .total,
    ).toBe(3);
  });

  it("lags behind the truth, for new records and for changed values", async () => {
    let now = 0;
    const { portal, post } = portalUnderTest({ now: () => now, indexLagMs: 10_000 });
    const id = portal.add("contacts", { firstname: "A", phone: "+351912345678" });
    const total = async (digits: string) => (await post(`${CONTACTS}/search`, byPhone("IN", [digits]))).body.total;
    expect(await total("912345678")).toBe(0);
    now = 10_000;
    portal.edit("contacts", id, { phone: "+351910000000" });
    expect([await total("912345678"), await total("910000000")]).toEqual([1, 0]);
    now = 20_000;
    expect([await total("912345678"), await total("910000000")]).toEqual([0, 1]);
  });

  it("wants IN in lower case", async () => {
    const { portal, post } = portalUnderTest();
    portal.add("contacts", { firstname: "Ana" });
    expect((await post(`${CONTACTS}/search`, byPhone("IN", ["Ana"], "firstname"))).body.total).toBe(0);
    expect((await post(`${CONTACTS}/search`, byPhone("IN", ["ana"], "firstname"))).body.total).toBe(1);
    expect((await post(`${CONTACTS}/search`, byPhone("EQ", ["ANA"], "firstname"))).body.total).toBe(1);
  });

  it("keeps its limits", async () => {
    const { post } = portalUnderTest();
    const filter = { propertyName: "email", operator: "HAS_PROPERTY" };
    const group = (filters: number) => ({ filters: Array.from({ length: filters }, () => filter) });
    const statuses = await Promise.all(
      [
        { filterGroups: Array.from({ length: 6 }, () => group(1)) },
        { filterGroups: [group(7)] },
        { filterGroups: [group(6), group(6), group(6), group(1)] },
        { limit: 201 },
        { limit: 200, after: "9900" },
        byPhone(
          "IN",
          Array.from({ length: 300 }, (_, index) => `1198765${index}`),
        ),
      ].map(async (body) => (await post(`${CONTACTS}/search`, body)).status),
    );
    expect(statuses).toEqual([400, 400, 400, 400, 400, 400]);
  });

  it("pages with after", async () => {
    const { portal, post } = portalUnderTest();
    for (let index = 0; index < 3; index++) portal.add("contacts", { firstname: `P${index}` });
    const first = await post(`${CONTACTS}/search`, { limit: 2 });
    expect(first.body).toMatchObject({ total: 3, paging: { next: { after: "2" } } });
    expect((await post(`${CONTACTS}/search`, { limit: 2, after: first.body.paging.next.after })).body.results).toHaveLength(1);
  });

  it("narrows by association", async () => {
    const { portal, post } = portalUnderTest();
    const id = portal.add("contacts", { firstname: "A" });
    const deal = portal.add("deals", { dealname: "D", dealstage: "closedwon" }, { associations: { contacts: [id] } });
    portal.add("deals", { dealname: "E", dealstage: "closedwon" });
    const { body } = await post("/crm/v3/objects/deals/search", byPhone("EQ", [id], "associations.contact"));
    expect(body.results.map((result: any) => result.id)).toEqual([deal]);
  });
});
