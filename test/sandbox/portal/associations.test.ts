import { describe, expect, it } from "vitest";
import { type PortalUnderTest, portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const NOTES = "/crm/objects/2026-09/notes";
const noteOn = (id: string, associationTypeId: number) => ({
  properties: { hs_timestamp: "2026-11-01T10:00:00Z", hs_note_body: "x" },
  associations: [{ to: { id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }] }],
});

function contactIn({ portal }: PortalUnderTest): string {
  return portal.add("contacts", { firstname: "Ana" });
}

describe("an association", () => {
  it("is made with a note, and read from both ends", async () => {
    const under = portalUnderTest();
    const id = contactIn(under);
    const { body } = await under.post(`${NOTES}/batch/create`, { inputs: [noteOn(id, 202)] });
    const note = body.results[0].id;
    expect(under.portal.notesOf(id).map((one) => one.id)).toEqual([note]);
    const read = await under.post("/crm/associations/2026-09/contacts/notes/batch/read", { inputs: [{ id }] });
    expect(read.body.results).toEqual([
      { from: { id }, to: [{ toObjectId: note, associationTypes: [{ category: "HUBSPOT_DEFINED", typeId: 201, label: null }] }] },
    ]);
  });

  it("of the wrong direction, or to another kind of record, is refused", async () => {
    const under = portalUnderTest();
    const id = contactIn(under);
    for (const typeId of [201, 214, 3])
      expect((await under.post(`${NOTES}/batch/create`, { inputs: [noteOn(id, typeId)] })).status).toBe(400);
    expect((await under.post(`${NOTES}/batch/create`, { inputs: [noteOn("999999", 202)] })).status).toBe(400);
    expect(under.portal.all("notes")).toEqual([]);
  });

  it("that does not exist is an error line, the rest is answered", async () => {
    const under = portalUnderTest();
    const [with_, without] = [contactIn(under), contactIn(under)];
    under.portal.add("deals", { dealname: "D", dealstage: "closedwon" }, { associations: { contacts: [with_] } });
    const { status, body } = await under.post("/crm/v4/associations/contacts/deals/batch/read", {
      inputs: [{ id: with_ }, { id: without }],
    });
    expect(status).toBe(207);
    expect(body.results[0].to[0].toObjectId).toBeTypeOf("number");
    expect(body.errors[0]).toMatchObject({ subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND", context: { fromObjectId: [without] } });
  });

  it("by default needs no type and may be made twice", async () => {
    const under = portalUnderTest();
    const id = contactIn(under);
    const company = under.portal.add("companies", { name: "C" });
    for (let time = 0; time < 2; time++)
      expect((await under.send("PUT", `/crm/objects/2026-09/contacts/${id}/associations/default/companies/${company}`)).status).toBe(200);
    expect(under.portal.associated("contacts", id, "companies")).toHaveLength(1);
    const archived = await under.post("/crm/associations/2026-09/companies/contacts/batch/archive", {
      inputs: [{ from: { id: company }, to: [{ id }] }],
    });
    expect([archived.status, under.portal.associated("contacts", id, "companies")]).toEqual([204, []]);
  });

  it("reaches custom objects", async () => {
    const under = portalUnderTest();
    under.portal.defineObject({ name: "p12345_visits", title: "visit" }, [{ name: "visit" }]);
    const id = contactIn(under);
    const { body } = await under.post("/crm/objects/2026-09/p12345_visits", { properties: { visit: "Tuesday" } });
    await under.send("PUT", `/crm/objects/2026-09/p12345_visits/${body.id}/associations/default/contacts/${id}`);
    expect(under.portal.associated("contacts", id, "p12345_visits").map((one) => one.properties["visit"])).toEqual(["Tuesday"]);
  });
});
