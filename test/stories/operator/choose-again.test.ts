import { describe, expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { reader } from "../on-the-pages/reader.ts";

const MAPPING = `
version: 1
name: Choose
country: BR
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    if_several: hold
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
      city: "{{ extracted_variables.city }}"
  deal:
    find: { open: true, pick: latest }
    if_missing: create
    set:
      dealname: "Desks"
      pipeline: default
      dealstage: { from: extracted_variables.stage, write: forward }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const NUMBER = "+5511987650001";
const said = (more: Record<string, unknown> = {}) => ({
  extracted_variables: { summary: "Hello", city: "Olinda", stage: "appointmentscheduled", ...more },
});

/** Two contacts share a number; a call was given to the wrong one. */
async function chosenWrongly() {
  const story = await startStory({ mappings: [MAPPING] });
  const wrong = story.portal.add("contacts", { firstname: "Alda", phone: NUMBER, city: "Recife" }, { source: "IMPORT" });
  const right = story.portal.add("contacts", { firstname: "Bruno", phone: NUMBER }, { source: "IMPORT" });
  return { story, wrong, right };
}

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall({ ...said(), ...fields });
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

async function choose(story: Story, id: number, contact: string) {
  const answer = await story.api("POST", `/api/calls/${id}/choose`, { contact });
  await story.settle();
  return answer;
}

const notesOf = (story: Story, contact: string) => story.portal.notesOf(contact).length;

describe("choosing again for a call that went to the wrong contact", () => {
  it("moves the note and the deal, and takes back what changed on the wrong one", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    const note = story.portal.notesOf(wrong)[0]?.id;
    const deal = story.portal.dealsOf(wrong)[0]?.id;
    expect(await choose(story, id, right)).toMatchObject({ status: 202, body: { status: "pending" } });
    expect(await story.call(id)).toMatchObject({
      status: "written",
      records: { contact: { id: right }, note: { id: note }, deal: { id: deal } },
    });
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([0, 1]);
    expect([story.portal.dealsOf(wrong).length, story.portal.dealsOf(right).map((each) => each.id)]).toEqual([0, [deal]]);
    expect(story.portal.get("contacts", wrong)?.properties["city"]).toBe("Recife");
    expect(story.portal.get("contacts", right)?.properties["city"]).toBe("Olinda");
    expect(story.portal.all("notes")).toHaveLength(1);
    expect(story.portal.all("deals")).toHaveLength(1);
  });

  it("keeps a person's words in the note, and what a person changed on the wrong contact", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    const note = story.portal.notesOf(wrong)[0];
    story.portal.edit("notes", note?.id as string, { hs_note_body: `${note?.properties["hs_note_body"]}<p>Ana: call on Friday</p>` });
    story.portal.edit("contacts", wrong, { city: "Natal" });
    await choose(story, id, right);
    expect(story.portal.notesOf(right).map(({ properties }) => properties["hs_note_body"])).toEqual([
      expect.stringContaining("Ana: call on Friday"),
    ]);
    expect(story.portal.get("contacts", wrong)?.properties["city"]).toBe("Natal");
    const { contact, deal } = (await story.call(id)).records;
    expect(contact).toMatchObject({ id: right, moved_from: [{ record: `contacts/${wrong}`, left: { city: "it was changed since" } }] });
    expect(deal).not.toHaveProperty("moved_from");
    await story.deliver(aCall({ id, ...said({ summary: "Corrected" }) }));
    await story.settle();
    expect((await story.call(id)).records["contact"]).toMatchObject({ id: right, moved_from: [{ record: `contacts/${wrong}` }] });
    const page = await (await reader("admin-token")).page(`/calls/${id}`);
    expect(page).toContain(`Moved away from contacts/${wrong}`);
    expect(page).toContain("left: city");
  });

  it("takes back a change of the wrong contact's own deal, and makes it on the right one's", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const ofWrong = story.portal.add(
      "deals",
      { dealname: "Chairs", dealstage: "appointmentscheduled", pipeline: "default" },
      { associations: { contacts: [wrong] } },
    );
    const ofRight = story.portal.add(
      "deals",
      { dealname: "Lamps", dealstage: "appointmentscheduled", pipeline: "default" },
      { associations: { contacts: [right] } },
    );
    const id = await called(story, said({ stage: "contractsent" }));
    await choose(story, id, wrong);
    expect(story.portal.get("deals", ofWrong)?.properties["dealstage"]).toBe("contractsent");
    await choose(story, id, right);
    expect(story.portal.get("deals", ofWrong)?.properties["dealstage"]).toBe("appointmentscheduled");
    expect(story.portal.get("deals", ofRight)?.properties["dealstage"]).toBe("contractsent");
    expect(story.portal.associated("deals", ofWrong, "notes")).toHaveLength(0);
    expect(story.portal.associated("deals", ofRight, "notes")).toHaveLength(1);
  });

  it("is remembered for the number, until it is chosen anew", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    await choose(story, id, right);
    expect(await story.call(await called(story))).toMatchObject({ status: "written", records: { contact: { id: right } } });
    await choose(story, id, wrong);
    expect(await story.call(await called(story))).toMatchObject({ status: "written", records: { contact: { id: wrong } } });
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([2, 1]);
  });

  it("archives a contact that the call had made for nobody, and goes to the one that was there under another number", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const right = story.portal.add("contacts", { firstname: "Bruno", phone: "+5511900000001" });
    const id = await called(story, { input_variables: { email: "bruno@example.com", customer_name: "Bruno" } });
    const made = (await story.call(id)).records["contact"].id;
    expect(made).not.toBe(right);
    await choose(story, id, right);
    expect(await story.call(id)).toMatchObject({ status: "written", records: { contact: { id: right } } });
    expect(story.portal.contacts().map((each) => each.id)).toEqual([right]);
    expect(notesOf(story, right)).toBe(1);
  });

  it("of an undone call writes it to the contact that is chosen now", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    await story.api("POST", `/api/calls/${id}/undo`);
    await choose(story, id, right);
    expect(await story.call(id)).toMatchObject({ status: "written", records: { contact: { id: right } } });
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([0, 1]);
  });

  it("changes nothing where HubSpot has no such contact, and says where an id is found", async () => {
    const { story, wrong } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    for (const contact of ["987654321", "bruno", "0"])
      expect(await choose(story, id, contact)).toMatchObject({
        status: 409,
        body: { error: { message: expect.stringMatching(/no contact of this id/) } },
      });
    expect(await story.call(id)).toMatchObject({ status: "written", records: { contact: { id: wrong } } });
  });

  it("ends on one contact though HubSpot stumbles again and again on the way", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    for (const path of ["associate/default", "batch/archive", "contacts/batch/update"])
      story.portal.faults.next.push({ effect: "error-after", path, times: 1 });
    await choose(story, id, right);
    expect(await story.call(id)).toMatchObject({ status: "written", records: { contact: { id: right } } });
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([0, 1]);
    expect(story.portal.get("contacts", wrong)?.properties["city"]).toBe("Recife");
  });

  it("is not torn in two by a replay that comes while it moves", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    let replayed = false;
    onTheWay(async (request, pass) => {
      if (!replayed && request.url.includes("contacts/batch/update")) {
        replayed = true;
        await story.api("POST", `/api/calls/${id}/replay`);
      }
      return pass();
    });
    await choose(story, id, right);
    await story.settle();
    expect(replayed).toBe(true);
    expect(await story.call(id)).toMatchObject({ status: "written", records: { contact: { id: right } } });
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([0, 1]);
    expect(story.portal.get("contacts", wrong)?.properties["city"]).toBe("Recife");
  });
});

describe("on a call's page", () => {
  it("a written call leads to the contacts that its number leads to, by name and with a link, and takes any other by its id or address", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const third = story.portal.add("contacts", { firstname: "Clara" }, { source: "IMPORT" });
    const id = await called(story);
    await choose(story, id, wrong);
    const operator = await reader("admin-token");
    expect(await operator.page(`/calls/${id}`)).toContain(`href="/calls/${id}/choose"`);
    const page = await operator.page(`/calls/${id}/choose`);
    expect(page).toMatch(new RegExp(`Now it is <a href="https://app.hubspot.com/[^"]*${wrong}"[^>]*>Alda`));
    expect(page).toMatch(new RegExp(`/${right}"[^>]*>Bruno</a>.*value="${right}"`));
    expect(page).not.toContain("Clara");
    const answer = await operator.post(`/calls/${id}/choose`, { contact: `https://app.hubspot.com/contacts/1/record/0-1/${third}/?x=1` });
    expect(answer.status).toBe(303);
    await story.settle();
    expect([notesOf(story, wrong), notesOf(story, third)]).toEqual([0, 1]);
    expect((await story.call(id)).history.map(({ outcome }) => outcome)).toEqual(["held", "written", "moved", "written"]);
  });

  it("an undone call can be given to another contact, and where HubSpot is down the page says that others may be missing", async () => {
    const { story, wrong, right } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    await story.api("POST", `/api/calls/${id}/undo`);
    await story.settle();
    const operator = await reader("admin-token");
    story.portal.faults.down = "503";
    expect(await operator.page(`/calls/${id}/choose`)).toContain("HubSpot did not answer just now");
    story.portal.faults.down = false;
    expect(await (await operator.post(`/calls/${id}/choose`, { contact: right })).text()).toBe("");
    await story.settle();
    expect([notesOf(story, wrong), notesOf(story, right)]).toEqual([0, 1]);
  });

  it("a contact that HubSpot has not is refused with the reason, and a viewer is asked nothing", async () => {
    const { story, wrong } = await chosenWrongly();
    const id = await called(story);
    await choose(story, id, wrong);
    const answer = await (await reader("admin-token")).post(`/calls/${id}/choose`, { contact: "99999999" });
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("HubSpot has no contact of this id")]);
    expect((await (await reader("viewer-token")).get(`/calls/${id}/choose`)).status).toBe(403);
  });
});
