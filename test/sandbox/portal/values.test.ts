import { describe, expect, it } from "vitest";
import { codesIn, portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

const refused: [object: string, properties: Record<string, unknown>, code: string][] = [
  ["contacts", { firstname: "A", no_such: "x" }, "PROPERTY_DOESNT_EXIST"],
  ["contacts", { firstname: "A", hs_lead_status: "Contacted" }, "INVALID_OPTION"],
  ["contacts", { firstname: "A", createdate: "2026-01-01T00:00:00Z" }, "READ_ONLY_VALUE"],
  ["contacts", { firstname: "A", hs_marketable_status: "true" }, "READ_ONLY_VALUE"],
  ["contacts", { email: "nobody" }, "INVALID_EMAIL"],
  ["contacts", { firstname: "A", hubspot_owner_id: "1" }, "INVALID_OWNER_ID"],
  ["contacts", { phone: "+5511987654321" }, "MISSING_REQUIRED_PROPERTY"],
  ["deals", { dealname: "D" }, "MISSING_REQUIRED_PROPERTY"],
  ["deals", { dealname: "D", dealstage: "Appointment scheduled" }, "INVALID_OPTION"],
  ["deals", { dealname: "D", dealstage: "appointmentscheduled", pipeline: "74651298" }, "INVALID_OPTION"],
  ["deals", { dealname: "D", dealstage: "closedwon", amount: "R$ 10" }, "INVALID_NUMBER"],
  ["notes", { hs_note_body: "x" }, "MISSING_REQUIRED_PROPERTY"],
  ["notes", { hs_timestamp: "2026-11-01" }, "INVALID_LONG"],
  ["notes", { hs_timestamp: 1, hs_note_body: "x".repeat(65_537) }, "VALUE_TOO_LONG"],
  ["calls", { hs_timestamp: 1, hs_call_disposition: "connected" }, "INVALID_OPTION"],
  ["calls", { hs_timestamp: 1, hs_call_recording_url: "http://example.com/a.mp3" }, "INVALID_URL"],
];

describe("a value", () => {
  it.each(refused)("on %s: %j is refused with %s", async (object, properties, code) => {
    const { portal, post } = portalUnderTest();
    const answer = await post(`/crm/v3/objects/${object}`, { properties });
    expect(answer.status).toBe(400);
    expect(codesIn(answer)).toContain(code);
    expect(portal.all(object)).toEqual([]);
  });

  it("is kept as HubSpot keeps it", async () => {
    const { portal, post } = portalUnderTest();
    const { body } = await post("/crm/v3/objects/notes", {
      properties: { hs_timestamp: Date.UTC(2026, 10, 1), hs_note_body: "<!-- mark --><p>Hi</p><script>x</script>" },
    });
    expect(portal.get("notes", body.id)?.properties).toMatchObject({ hs_timestamp: "2026-11-01T00:00:00Z", hs_note_body: "<p>Hi</p>" });
  });

  it("of the lifecycle stage never goes back, in silence", async () => {
    const { portal, send } = portalUnderTest();
    const id = portal.add("contacts", { firstname: "A", lifecyclestage: "customer" });
    expect((await send("PATCH", `/crm/v3/objects/contacts/${id}`, { properties: { lifecyclestage: "lead" } })).status).toBe(200);
    expect(portal.get("contacts", id)?.properties["lifecyclestage"]).toBe("customer");
  });

  it("that a stage demands is asked for by 2026-09 only", async () => {
    const { portal, send } = portalUnderTest();
    portal.requireInStage("contractsent", ["amount"]);
    const id = portal.add("deals", { dealname: "D", dealstage: "appointmentscheduled" });
    const change = { properties: { dealstage: "contractsent" } };
    const strict = await send("PATCH", `/crm/objects/2026-09/deals/${id}`, change);
    expect(codesIn(strict)).toEqual(["MISSING_CONDITIONAL_REQUIRED_PROPERTY"]);
    for (const path of ["objects/2026-03", "v3/objects"])
      expect((await send("PATCH", `/crm/${path}/deals/${id}`, change)).status).toBe(200);
  });

  it("cleared by an empty text is gone", async () => {
    const { portal, send } = portalUnderTest();
    const id = portal.add("contacts", { firstname: "A", city: "Lisboa" });
    await send("PATCH", `/crm/v3/objects/contacts/${id}`, { properties: { city: "" } });
    expect(portal.get("contacts", id)?.properties["city"]).toBeUndefined();
  });

  it("of closed deals follows from the stage", async () => {
    const { portal } = portalUnderTest();
    const id = portal.add("deals", { dealname: "D", dealstage: "143650104" });
    expect(portal.get("deals", id)?.properties).toMatchObject({ pipeline: "74651298", hs_is_closed: "true", hs_is_closed_won: "false" });
  });
});
