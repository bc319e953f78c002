import { describe, expect, it } from "vitest";
import { portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const PROPERTIES = "/crm/properties/2026-09/contacts";
const score = { name: "otoni_score", label: "Score", type: "number", fieldType: "number", groupName: "contactinformation" };

describe("the portal's own set-up", () => {
  it("shows properties with types, options and what may be written", async () => {
    const { get } = portalUnderTest();
    const { body } = await get("/crm/v3/properties/contacts");
    const status = body.results.find((property: any) => property.name === "hs_lead_status");
    expect(status).toMatchObject({ type: "enumeration", modificationMetadata: { readOnlyValue: false } });
    expect(status.options[0]).toMatchObject({ value: "NEW", label: "New" });
    expect((await get(`${PROPERTIES}/createdate`)).body.modificationMetadata.readOnlyValue).toBe(true);
    expect((await get(`${PROPERTIES}/nope`)).status).toBe(404);
  });

  it("creates a property once, and brings an archived one back", async () => {
    const { post, send } = portalUnderTest();
    expect((await post(PROPERTIES, score)).status).toBe(201);
    expect(await post(PROPERTIES, score)).toMatchObject({ status: 409, body: { category: "OBJECT_ALREADY_EXISTS" } });
    expect((await send("DELETE", `${PROPERTIES}/otoni_score`)).status).toBe(204);
    expect((await post(PROPERTIES, { ...score, label: "Other" })).body.label).toBe("Score");
  });

  it("shows pipelines under both paths, stages in order, their facts as texts", async () => {
    const { get } = portalUnderTest();
    const dated = await get("/crm/pipelines/2026-09/deals");
    expect((await get("/crm/v3/pipelines/deals")).body).toEqual(dated.body);
    expect(dated.body.results[0]).toMatchObject({ id: "default", label: "Sales Pipeline" });
    expect(dated.body.results[0].stages[0]).toMatchObject({
      id: "appointmentscheduled",
      metadata: { isClosed: "false", probability: "0.2" },
    });
  });

  it("finds owners by e-mail, and pages", async () => {
    const { get } = portalUnderTest();
    expect((await get("/crm/v3/owners/?email=Ana.Souza@example.com")).body.results.map((owner: any) => owner.id)).toEqual(["41001"]);
    expect((await get("/crm/owners/2026-09?limit=2")).body).toMatchObject({ results: [{}, {}], paging: { next: { after: "2" } } });
  });

  it("says which portal it is", async () => {
    const { get } = portalUnderTest({ portalId: 7 });
    expect((await get("/account-info/2026-09/details")).body).toMatchObject({ portalId: 7, timeZone: "America/Sao_Paulo" });
  });

  it("knows no other version and no other object", async () => {
    const { get } = portalUnderTest();
    expect((await get("/crm/objects/2025-01/contacts")).status).toBe(404);
    expect((await get("/crm/v3/objects/unicorns")).status).toBe(400);
  });
});
