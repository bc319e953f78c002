import { describe, expect, it } from "vitest";
import { portalAtHand } from "./portal-at-hand.ts";

const GOOD = `version: 1
name: Sales
country: BR
timezone: America/Sao_Paulo
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      phone: { from: customer_phone, format: phone, write: if_empty }
      hubspot_owner_id: ana.souza@example.com
      lifecyclestage: { value: lead, write: forward }
  deal:
    find: { pipeline: Sales Pipeline, open: true, pick: latest }
    if_missing: skip
    set:
      dealstage: { from: extracted_variables.next_action, map: { demo: Appointment scheduled }, otherwise: keep, write: forward }
      amount: { from: extracted_variables.amount, format: number }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const TEN_FAULTS = `version: 1
name: Sales
country: BR
timezone: America/Sao_Paulo
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      lead_qualty: "{{ extracted_variables.lead_quality }}"
      hs_object_id: "7"
      hubspot_owner_id: ana.sousa@example.com
      lifecyclestage: { from: extracted_variables.stage, map: { b: Custommer } }
      phone: { from: customer_phone, write: if_empty }
  deal:
    find: { pipeline: Sale Pipeline, open: true, pick: latest }
    if_missing: create
    set:
      dealname: "{{ lead.id }}"
      dealstage: { from: extracted_variables.next_action, map: { demo: Apointment scheduled }, otherwise: keep }
      amount: 15%
      closedate: { from: extracted_variables.when, format: first_name }
  visit:
    object: p12345_visits
    find_by:
      - code: "{{ id }}"
  note:
    owner: bruno.lime@example.com
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

describe("a mapping that fits the portal", () => {
  it("passes every check, with the portal named", async () => {
    const { run } = await portalAtHand(GOOD);
    const { out, code } = await run(["check"]);
    expect(out).toContain("Portal 48215907 (STANDARD, America/Sao_Paulo), API version 2026-09");
    expect(out).toMatch(/(\d+) of \1 passed\./);
    expect(code).toBe(0);
  });
});

describe("whom and what an activity names", () => {
  const NAMED = `${GOOD}  company:
    find: {}
    on: { contact: Pacient }
  meeting:
    owner:
      from: extracted_variables.region
      map: { south: [ana.souza@example.com, eva@example.com] }
      otherwise: rui@example.com
    on: { company: About }
`;

  it("is looked for in the portal: owners wherever they stand, labels from either end", async () => {
    const { run, portal } = await portalAtHand(NAMED);
    portal.defineAssociationLabel("contacts", "companies", "Patient", "Clinic of");
    portal.defineAssociationLabel("meetings", "companies", "About");
    const { out } = await run(["check", "--json"]);
    const findings = JSON.parse(out).findings.filter(({ check }: { check: string }) => /owners|labels/.test(check));
    expect(findings.map(({ line, path }: { line: number; path: string }) => `${line} ${path}`)).toEqual([
      "29 records.meeting.owner.map.south",
      "30 records.meeting.owner.otherwise",
      "25 records.company.on.contact",
    ]);
    expect(findings[2]).toMatchObject({ check: "association_labels", nearest: ["Patient", "Primary", "Clinic of"] });
  });

  it("passes once all of it is there", async () => {
    const mended = NAMED.replace("Pacient", "patient").replace("eva@", "bruno.lima@").replace("rui@", "carla.dias@");
    const { run, portal } = await portalAtHand(mended);
    portal.defineAssociationLabel("contacts", "companies", "Patient", "Clinic of");
    portal.defineAssociationLabel("meetings", "companies", "About");
    const { out } = await run(["check", "--json"]);
    expect(JSON.parse(out).findings.filter(({ check }: { check: string }) => /owners|labels|associations/.test(check))).toEqual([]);
  });
});

describe("a mapping with ten faults", () => {
  it("is told all of them at once, each with its place and what there is instead", async () => {
    const { run, portal } = await portalAtHand(TEN_FAULTS);
    portal.requireOnCreate("deals", ["deal_source"]);
    portal.defineValidation("contacts", "phone", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE");
    const { out, code } = await run(["check", "--json"]);
    const { findings, checks } = JSON.parse(out);
    const told = findings.map(({ check, line, path, nearest }: any) => [check, line, path, nearest[0] ?? null]);
    expect(told).toEqual([
      ["objects", 25, "records.visit.object", null],
      ["properties", 11, "records.contact.set.lead_qualty", expect.any(String)],
      ["writable", 12, "records.contact.set.hs_object_id", null],
      ["types", 22, "records.deal.set.amount", null],
      ["types", 23, "records.deal.set.closedate", "date"],
      ["options", 14, "records.contact.set.lifecyclestage.map.b", "Customer"],
      ["pipelines", 17, "records.deal.find.pipeline", "Sales Pipeline"],
      ["stages", 21, "records.deal.set.dealstage.map.demo", "Appointment scheduled"],
      ["owners", 13, "records.contact.set.hubspot_owner_id", "ana.souza@example.com"],
      ["owners", 29, "records.note.owner", "bruno.lima@example.com"],
      ["required", 16, "records.deal", "deal_source"],
      ["validations", 15, "records.contact.set.phone", "phone"],
    ]);
    expect(checks.filter(({ ok }: any) => !ok)).toHaveLength(10);
    expect(findings.every((finding: any) => finding.file === "mappings/sales.yaml" && finding.column > 0 && finding.fix !== "")).toBe(true);
    expect(code).toBe(1);
  });
});

describe("the key", () => {
  it("that lacks a scope is told by HubSpot's own list, and one that may more than the mappings need, too", async () => {
    const { run, portal } = await portalAtHand(GOOD);
    portal.keyScopes = [
      "crm.objects.contacts.read",
      "crm.objects.contacts.write",
      "crm.objects.deals.read",
      "crm.objects.deals.write",
      "tickets",
      "oauth",
    ];
    const { findings } = JSON.parse((await run(["check", "--json"])).out);
    expect(findings.map(({ check, message }: any) => [check, message])).toEqual([
      ["scopes", "The key lacks the scope crm.objects.owners.read."],
      ["unneeded_scopes", "The key has the scope tickets, which no mapping needs."],
    ]);
  });

  it("whose scopes HubSpot does not tell is tried, without a record being read or written", async () => {
    const { run, portal } = await portalAtHand(GOOD);
    portal.missingScopes.add("crm.objects.deals.write");
    const { findings } = JSON.parse((await run(["check", "--json"])).out);
    expect(findings.map(({ message }: any) => message)).toEqual(["The key lacks the scope crm.objects.deals.write."]);
    expect(portal.all("deals")).toEqual([]);
  });

  it("that is wrong or missing cannot be checked, and never stands in a message", async () => {
    const { run } = await portalAtHand(GOOD);
    const wrong = await run(["check"], { HUBSPOT_ACCESS_TOKEN: "pat-na1-secret" });
    const missing = await run(["check", "--json"], { HUBSPOT_ACCESS_TOKEN: "" });
    expect([wrong.code, missing.code]).toEqual([2, 2]);
    expect(wrong.err).toContain("HubSpot does not accept the key");
    expect(wrong.err + wrong.out).not.toContain("pat-na1-secret");
    expect(JSON.parse(missing.out).error).toContain("There is no HubSpot key");
  });

  it("is read from .dev.vars, and a connection's own from its own name", async () => {
    const { run, write } = await portalAtHand(GOOD);
    write(".dev.vars", 'HUBSPOT_ACCESS_TOKEN_ACME="some-key"\n');
    const none = { HUBSPOT_ACCESS_TOKEN: "" };
    expect((await run(["check"], none)).code).toBe(2);
    expect((await run(["check", "--connection", "acme"], none)).code).toBe(0);
  });
});

it("trouble of the network is told apart from findings", async () => {
  const { run } = await portalAtHand(TEN_FAULTS);
  const { err, code } = await run(["check"], { HUBSPOT_BASE_URL: "http://127.0.0.1:9" });
  expect(err).toContain("could not be asked");
  expect(code).toBe(2);
});

it("mappings that have problems of their own are told those first", async () => {
  const { run } = await portalAtHand(GOOD.replace("if_missing: create", "if_missing: creat"));
  const { err, code } = await run(["check"]);
  expect(err).toContain("mappings/sales.yaml:9:17");
  expect(code).toBe(1);
});

it("few requests left today are a finding", async () => {
  const { run, portal } = await portalAtHand(GOOD);
  portal.limits = { daily: 500 };
  const { findings } = JSON.parse((await run(["check", "--json"])).out);
  expect(findings.map(({ check, message }: any) => [check, message])).toEqual([
    ["limits", expect.stringMatching(/^Only 4\d\d of 500 requests/)],
  ]);
});

describe("what a record is found by, and what is cleared, is held against the portal too", () => {
  it("a stage of no pipeline, an option of no property, a property that nobody may empty", async () => {
    const { run } = await portalAtHand(`version: 1
name: Sales
country: BR
records:
  contact:
    find_by:
      - lifecyclestage: { from: extracted_variables.stage, map: { a: lead, b: Custommer }, otherwise: keep }
    set:
      createdate: { write: clear }
      jobtitle: { write: clear, when: { contact.cityy: Recife } }
  company:
    when: { contact: missing }
    find_by:
      - phonenumber: "{{ customer_phone }}"
  deal:
    find: { stage: [Closed lost, Closed loost] }
    set:
      dealstage: Appointment scheduled
  won:
    object: deals
    find: { stage: Closed won, open: true }
`);
    const { findings } = JSON.parse((await run(["check", "--json"])).out);
    const told = findings.map(({ check, line, path, nearest }: any) => [check, line, path, nearest[0] ?? null]);
    expect(told.toSorted((a: any, b: any) => a[1] - b[1])).toEqual([
      ["properties", 5, "records.contact", "city"],
      ["options", 7, "records.contact.find_by.lifecyclestage.map.b", "Customer"],
      ["writable", 9, "records.contact.set.createdate", null],
      ["properties", 14, "records.company.find_by.phonenumber", "phone"],
      ["stages", 16, "records.deal.find.stage", "Closed lost"],
      ["stages", 21, "records.won.find.stage", null],
    ]);
  });
});

it("a fault in a part is told where it stands, and which mapping uses it", async () => {
  const { run, write } = await portalAtHand(`version: 1
name: Sales
country: BR
use: [parts/contact.yaml]
records:
  note:
    body: "<p>{{ contact.firstname }}</p>"
`);
  write(
    "mappings/parts/contact.yaml",
    `records:
  contact:
    find_by: [{ phone: "{{ customer_phone }}" }]
    set: { lead_qualty: "{{ extracted_variables.lead_quality }}" }
`,
  );
  const { findings } = JSON.parse((await run(["check", "--json"])).out);
  expect(findings).toMatchObject([
    { check: "properties", file: "mappings/parts/contact.yaml", line: 4, column: 12, used_by: "mappings/sales.yaml:4:7" },
  ]);
  expect((await run(["check"])).out).toContain("mappings/parts/contact.yaml:4:12  records.contact.set.lead_qualty: ");
});
