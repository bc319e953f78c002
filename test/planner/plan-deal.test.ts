import { describe, expect, test } from "vitest";
import { lookupsFor } from "../../src/planner/lookups.ts";
import { callOf, found, lookups, mappingOf, plan, words } from "./planning.ts";

const CONTACT = `contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set: { firstname: Ana }\n`;
const contact = found({ firstname: "Ana" });
const dealOf = (stage: string, write = "forward", find = "{ open: true }") =>
  mappingOf(`${CONTACT}deal:\n  find: ${find}\n  set:\n    dealstage: { value: ${stage}, write: ${write} }\n`);

describe("A deal's stage", () => {
  test.each<[string, string, string | null, string | null, string | null]>([
    ["Contract sent", "forward", "s1", "s2", null],
    ["contract SENT", "forward", "s1", "s2", null],
    ["s2", "forward", "s1", "s2", null],
    ["Appointment scheduled", "forward", "s2", null, "at a later stage already"],
    ["Contract sent", "forward", "s2", null, "same value"],
    ["Contract sent", "forward", "lost", null, "closed already: never reopened"],
    ["Closed won", "forward", "lost", null, "closed already: never reopened"],
    ["Closed lost", "forward", "s1", "lost", null],
    ["Contract sent", "forward", null, "s2", null],
    ["Renewal due", "forward", "s1", null, "a stage of another pipeline than the record's"],
    ["Renewal due", "overwrite", "s1", null, "a stage of another pipeline than the record's"],
    ["Appointment scheduled", "overwrite", "s2", "s1", null],
    ["Contract sent", "forward", "of-no-pipeline", null, "its order is not known, so neither is whether this is later"],
  ])("“%s” by %s over %s becomes %s", (stage, write, held, sent, why) => {
    const { deal } = plan(dealOf(stage, write), { held: { contact, deal: found({ dealstage: held, pipeline: "default" }) } });
    expect(deal?.properties).toEqual(sent === null ? {} : { dealstage: sent });
    expect(deal?.decisions[0]?.why ?? null).toBe(why);
  });

  test("that the portal does not have holds the deal, not the note", () => {
    const mapping = mappingOf(`${CONTACT}deal:\n  find: { open: true }\n  set: { dealstage: Nowhere }\nnote:\n  body: x\n`);
    const { deal, note } = plan(mapping, { held: { contact, deal: found({ dealstage: "s1", pipeline: "default" }) } });
    expect(deal).toMatchObject({ action: "hold", problem: { who: "crm_admin", message: "HubSpot has no stage “Nowhere” for deals." } });
    expect(note).toMatchObject({ action: "create", on: ["contact"] });
  });

  test("of a portal whose pipelines are not known is passed on", () => {
    const { deal } = plan(dealOf("Contract sent", "overwrite"), {
      held: { contact, deal: found({}) },
      portalSchema: { ...words(), pipelines: {} },
    });
    expect(deal?.properties).toEqual({ dealstage: "Contract sent" });
  });
});

describe("A deal is found through the contact", () => {
  test("in the pipeline by its label", () => {
    const mapping = dealOf("Contract sent", "forward", "{ pipeline: renewals, open: true, pick: oldest, where: { dealtype: [new, 2] } }");
    expect(lookups(mapping)[1]).toMatchObject({
      keys: null,
      properties: ["dealstage", "pipeline"],
      through: { record: "contact", pipeline: "777", open: true, pick: "oldest", where: [{ property: "dealtype", values: ["new", "2"] }] },
    });
  });

  test("in no pipeline of that name: the call is held", () => {
    const wanted = lookupsFor(callOf(), dealOf("x", "forward", "{ pipeline: Sals }"), words());
    expect(wanted).toMatchObject({ problem: { who: "crm_admin", message: "HubSpot has no pipeline “Sals” for deals." } });
  });

  test("and not at all where the contact is not wanted", () => {
    const mapping = mappingOf(
      `contact:\n  when: { status: failed }\n  find_by: [{ phone: "{{ customer_phone }}" }]\ndeal:\n  find: { open: true }\n  set: { hs_next_step: x }\n`,
    );
    expect(lookups(mapping)).toEqual([]);
    expect(plan(mapping)).toMatchObject({
      contact: { action: "skip", why: "`status` is `completed`, not `failed`" },
      deal: { action: "skip", why: "there is no contact to find it through" },
    });
  });

  test("one of two, where only one will do, waits for a person", () => {
    const mapping = dealOf("Contract sent", "forward", "{ open: true, pick: only }");
    const { deal } = plan(mapping, { held: { contact, deal: { state: "several", candidates: ["1", "2"], why: "2 records match" } } });
    expect(deal).toMatchObject({
      action: "hold",
      problem: { who: "crm_admin", message: "deal: 2 deals fit, and the mapping wants exactly one." },
    });
  });
});

const newDeal = (set: string, find = "{ open: true }") =>
  mappingOf(`${CONTACT.replace("set:", "if_missing: create\n  set:")}deal:\n  find: ${find}\n  if_missing: create\n  set: ${set}\n`);

describe("A new deal", () => {
  test.each<[string, string, Record<string, string>]>([
    ["begins at the first stage of the first pipeline", "{ open: true }", { dealname: "Demo", dealstage: "s1", pipeline: "default" }],
    ["begins in the pipeline it was looked for in", "{ pipeline: Renewals }", { dealname: "Demo", dealstage: "r1", pipeline: "777" }],
  ])("%s", (_what, find, properties) => {
    const { deal } = plan(newDeal('{ dealname: Demo, dealstage: "{{ input_variables.none }}" }', find), { held: { contact } });
    expect(deal).toMatchObject({ action: "create", properties, on: ["contact"] });
  });

  test("goes where its stage is", () => {
    expect(plan(newDeal("{ dealname: Demo, dealstage: Renewal due }"), { held: { contact } })["deal"]?.properties).toEqual({
      dealname: "Demo",
      dealstage: "r1",
      pipeline: "777",
    });
    expect(plan(newDeal("{ dealname: Demo, dealstage: Contract sent }"), { held: { contact } })["deal"]?.properties).toEqual({
      dealname: "Demo",
      dealstage: "s2",
      pipeline: "default",
    });
  });

  test("without a name is held", () => {
    const { deal } = plan(newDeal('{ dealname: "{{ input_variables.none }}", dealstage: s1 }'), { held: { contact } });
    expect(deal).toMatchObject({
      action: "hold",
      problem: { who: "crm_admin", message: expect.stringContaining("HubSpot wants a `dealname`") },
    });
  });

  test("is associated with a company of the same file, and so does a new contact", () => {
    const mapping = mappingOf(
      `${CONTACT.replace("set:", "if_missing: create\n  set:")}company:\n  find_by: [{ domain: acme.com }]\n  if_missing: create\n  set: { name: Acme }\ndeal:\n  find: {}\n  if_missing: create\n  set: { dealname: x, dealstage: s1 }\n`,
    );
    const planned = plan(mapping);
    expect(planned["contact"]).toMatchObject({ action: "create", on: ["company"] });
    expect(planned["company"]).toMatchObject({ action: "create", on: [], properties: { name: "Acme", domain: "acme.com" } });
    expect(planned["deal"]).toMatchObject({ action: "create", on: ["contact", "company"] });
  });
});
