import { describe, expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";

const CLINIC = `
version: 1
name: Clinic
country: US
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    on: { company: patient }
    set:
      phone: { from: customer_phone, write: if_empty }
  company:
    find_by:
      - domain: acme.example
    if_missing: skip
    set:
      city: "{{ extracted_variables.city }}"
  note:
    body: Hello
    on: { contact: About, company: About }
`;

async function clinic(text = CLINIC) {
  const story = await startStory({ mappings: [text] });
  story.portal.defineAssociationLabel("contacts", "companies", "Patient");
  story.portal.defineAssociationLabel("contacts", "companies", "Billing contact");
  for (const object of ["contacts", "companies"]) story.portal.defineAssociationLabel("notes", object, "About");
  const company = story.portal.add("companies", { name: "Acme", domain: "acme.example" });
  return { ...story, company };
}

describe("An association label", () => {
  it("goes with a new contact and its note, beside the plain association", async () => {
    const { portal, company, ...story } = await clinic();
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    const [[contact], [note]] = [portal.contacts(), portal.all("notes")];
    expect(portal.associationLabels("contacts", contact!.id, "companies", company).toSorted()).toEqual(["Patient", null].toSorted());
    expect(portal.associationLabels("notes", note!.id, "companies", company)).toContain("About");
    expect(await story.call(call["id"] as number)).toMatchObject({
      status: "written",
      records: { contact: { on: [`companies/${company}`], labels: { [`companies/${company}`]: "patient" } } },
    });
  });

  it("is put on a contact that is there already, once a call, and keeps the others", async () => {
    const { portal, company, ...story } = await clinic();
    const contact = portal.add("contacts", { phone: "+5511987650001" }, { associations: { companies: [company] } });
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    expect(portal.associationLabels("contacts", contact, "companies", company).toSorted()).toEqual([null, "Patient"].toSorted());
    const before = portal.requests.length;
    await story.deliver({ ...call, finished_at: "2026-03-02T14:57:00Z", extracted_variables: { city: "Oslo" } });
    await story.settle();
    expect(portal.requests.slice(before).filter(({ path }) => path.includes("associations") && path.endsWith("create"))).toEqual([]);
    // Nobody knows whether a person had put it there before: an undo leaves it, and says so.
    await story.api("POST", `/api/calls/${call["id"]}/undo`);
    await story.settle();
    expect(portal.associationLabels("contacts", contact, "companies", company)).toContain("Patient");
    expect((await story.call(call["id"] as number)).records["contact"].undone.left).toMatchObject({
      patient: expect.stringContaining("before"),
    });
  });

  it("need not be said: a found contact is put on a company all the same", async () => {
    const { portal, company, ...story } = await clinic(CLINIC.replace("{ company: patient }", "company"));
    const contact = portal.add("contacts", { phone: "+5511987650001" });
    await story.deliver(aCall());
    await story.settle();
    expect(portal.associationLabels("contacts", contact, "companies", company)).toEqual([null]);
  });

  it("may be named as the other end calls it", async () => {
    const { portal, company, ...story } = await clinic(CLINIC.replace("patient", "Looks after"));
    portal.defineAssociationLabel("companies", "contacts", "Looks after", "Is looked after by");
    await story.deliver(aCall());
    await story.settle();
    const [contact] = portal.contacts();
    expect(portal.associationLabels("companies", company, "contacts", contact!.id)).toContain("Looks after");
    expect(portal.associationLabels("contacts", contact!.id, "companies", company)).toContain("Is looked after by");
  });

  it("that the portal does not have holds the call, and names those that there are; once it is there, a replay writes", async () => {
    const { portal, company, ...story } = await clinic(CLINIC.replace("patient", "Pacient"));
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({
      status: "held",
      problem: { code: "no_such_association_label", message: expect.stringContaining("“Patient”, “Billing contact”") },
    });
    expect(portal.contacts()).toEqual([]);
    portal.defineAssociationLabel("contacts", "companies", "Pacient");
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(portal.associationLabels("contacts", portal.contacts()[0]!.id, "companies", company)).toContain("Pacient");
  });

  it("between two new records that name each other does not keep either from being made", async () => {
    const both = CLINIC.replace("if_missing: skip", "if_missing: create\n    on: { contact: Looks after }").replace(
      "acme.example",
      "new.example",
    );
    const { portal, ...story } = await clinic(both.replace("set:\n      city", "set:\n      name: New\n      city"));
    portal.defineAssociationLabel("companies", "contacts", "Looks after", "Is looked after by");
    await story.deliver(aCall());
    await story.settle();
    const company = portal.all("companies").find(({ properties }) => properties["name"] === "New");
    expect(portal.associationLabels("contacts", portal.contacts()[0]!.id, "companies", company!.id)).toEqual(
      expect.arrayContaining(["Patient", "Is looked after by"]),
    );
  });
});
