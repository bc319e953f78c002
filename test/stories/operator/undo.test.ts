import { describe, expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Undo
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
      jobtitle: { from: extracted_variables.role, write: unless_edited }
      city: "{{ extracted_variables.city }}"
  deal:
    find: { open: true, pick: latest }
    if_missing: skip
    set:
      dealstage: { from: extracted_variables.stage, write: forward }
      hs_next_step: "{{ extracted_variables.next_step }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
  task:
    when: { extracted_variables.follow_up: true }
    body: "<p>Follow up</p>"
`;

const said = (more: Record<string, unknown> = {}) => ({ extracted_variables: { summary: "Hello", ...more } });

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall({ ...said(), ...fields });
  await story.deliver(call);
  await story.settle();
  return { call, id: call["id"] as number, view: await story.call(call["id"] as number) };
}

type Called = Awaited<ReturnType<typeof called>>;

async function undo(story: Story, id: number) {
  const answer = await story.api("POST", `/api/calls/${id}/undo`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function replayed(story: Story, id: number) {
  await story.api("POST", `/api/calls/${id}/replay`);
  await story.settle();
  return story.call(id);
}

const known = (story: Story, more: Record<string, string> = {}) =>
  story.portal.add(
    "contacts",
    { firstname: "Bia", phone: "+5511987650001", ...more },
    { at: Date.parse("2025-01-01T00:00:00Z"), source: "IMPORT" },
  );
const dealOn = (story: Story, contact: string) =>
  story.portal.add("deals", { dealname: "Desks", dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });

describe("undo", () => {
  it("archives all that the call created, and says so", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { id } = await called(story, said({ follow_up: true }));
    const view = await undo(story, id);
    expect(view).toMatchObject({ status: "skipped", reason: expect.stringMatching(/Undone/) });
    for (const name of ["contact", "note", "task"]) expect(view.records[name].undone).toEqual({ done: "archived" });
    expect([story.portal.contacts(), story.portal.all("notes"), story.portal.all("tasks")]).toEqual([[], [], []]);
  });

  it("sets changed properties back, also to nothing", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const deal = dealOn(story, contact);
    const { id } = await called(story, said({ city: "Olinda", role: "Buyer", stage: "contractsent", next_step: "Send it" }));
    expect(story.portal.get("contacts", contact)?.properties).toMatchObject({ city: "Olinda", jobtitle: "Buyer" });
    const view = await undo(story, id);
    expect(view.records["contact"].undone.done).toMatch(/^set back: /);
    expect(view.records["deal"].undone.done).toMatch(/dealstage/);
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Recife");
    expect(story.portal.get("contacts", contact)?.properties).not.toHaveProperty("jobtitle");
    expect(story.portal.get("deals", deal)?.properties["dealstage"]).toBe("appointmentscheduled");
    expect(story.portal.get("deals", deal)?.properties).not.toHaveProperty("hs_next_step");
    expect(story.portal.notesOf(contact)).toHaveLength(0);
  });

  it("goes back to what stood before the first of several revisions", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const { call, id } = await called(story, said({ city: "Olinda" }));
    await story.deliver({ ...call, ...said({ city: "Natal", role: "Buyer" }) });
    await story.settle();
    await undo(story, id);
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Recife");
    expect(story.portal.get("contacts", contact)?.properties).not.toHaveProperty("jobtitle");
  });

  it("leaves what somebody has changed since, and says so", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const deal = dealOn(story, contact);
    const { id } = await called(story, said({ city: "Olinda", role: "Buyer", stage: "qualifiedtobuy", next_step: "Send it" }));
    story.portal.edit("contacts", contact, { city: "Natal" });
    story.portal.edit("deals", deal, { dealstage: "contractsent" });
    const view = await undo(story, id);
    expect(view.records["contact"].undone).toEqual({ done: "set back: jobtitle", left: { city: "it was changed since" } });
    expect(view.records["deal"].undone).toEqual({ done: "set back: hs_next_step", left: { dealstage: "it was changed since" } });
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Natal");
    expect(story.portal.get("deals", deal)?.properties["dealstage"]).toBe("contractsent");
  });
});

describe("a record that the call created is left", () => {
  const LEAVES: [string, (story: Story, contact: string) => void][] = [
    ["where somebody changed what the call had written", (story, contact) => story.portal.edit("contacts", contact, { firstname: "Bia" })],
    [
      "where another app changed what the call had written",
      (story, contact) => story.portal.edit("contacts", contact, { firstname: "Bia" }, { source: "INTEGRATION" }),
    ],
    [
      "where a form filled another property",
      (story, contact) => story.portal.edit("contacts", contact, { lastname: "Prado" }, { source: "FORM" }),
    ],
    [
      "where an import filled another property",
      (story, contact) => story.portal.edit("contacts", contact, { zip: "50000-000" }, { source: "IMPORT" }),
    ],
    [
      "where another app filled another property",
      (story, contact) => story.portal.edit("contacts", contact, { company: "Acme" }, { source: "INTEGRATION" }),
    ],
    [
      "where a workflow filled another property",
      (story, contact) => story.portal.edit("contacts", contact, { hs_lead_status: "OPEN" }, { source: "AUTOMATION_PLATFORM" }),
    ],
    ["where somebody filled another property", (story, contact) => story.portal.edit("contacts", contact, { lastname: "Prado" })],
    ["where somebody gave it a deal", (story, contact) => void dealOn(story, contact)],
    [
      "where somebody wrote a note on it",
      (story, contact) =>
        void story.portal.add(
          "notes",
          { hs_timestamp: "2026-03-04T10:00:00Z", hs_note_body: "Nice" },
          { associations: { contacts: [contact] } },
        ),
    ],
    [
      "where somebody sent it a message",
      (story, contact) => {
        story.portal.defineObject({ name: "communications", title: "hs_communication_body" }, [{ name: "hs_communication_body" }]);
        story.portal.add("communications", { hs_communication_body: "Hello" }, { associations: { contacts: [contact] } });
      },
    ],
    [
      "where it was merged with another one",
      (story, contact) => void story.portal.merge("contacts", story.portal.add("contacts", { email: "bia@example.com" }), contact),
    ],
  ];

  it.each(LEAVES)("%s", async (_, act) => {
    const story = await startStory({ mappings: [MAPPING] });
    const { id, view } = await called(story);
    act(story, view.records["contact"].id);
    const after = await undo(story, id);
    expect(story.portal.contacts()).toHaveLength(1);
    expect(after.records["contact"].undone.done).toBe("nothing");
    expect(Object.keys(after.records["contact"].undone.left).length).toBeGreaterThan(0);
    expect(after.records["note"].undone).toEqual({ done: "archived" });
  });

  it("where other calls have been written to it, until they are undone too", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const first = await called(story);
    const second = await called(story, said({ city: "Olinda" }));
    expect((await undo(story, first.id)).records["contact"].undone).toMatchObject({ done: "nothing", left: expect.anything() });
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
    await undo(story, second.id);
    expect(story.portal.all("notes")).toHaveLength(0);
    expect((await undo(story, first.id)).records["contact"].undone).toEqual({ done: "archived" });
    expect(story.portal.contacts()).toHaveLength(0);
  });

  it("where a person wrote into the note, or took up the task", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { id, view } = await called(story, said({ follow_up: true }));
    const { note, task } = view.records;
    story.portal.edit("notes", note.id, {
      hs_note_body: `${story.portal.get("notes", note.id)?.properties["hs_note_body"]}<p>Ana: oak.</p>`,
    });
    story.portal.edit("tasks", task.id, { hs_task_status: "COMPLETED" });
    const after = await undo(story, id);
    expect(after.records["note"].undone).toMatchObject({ done: "nothing", left: expect.anything() });
    expect(after.records["task"].undone).toMatchObject({ done: "nothing", left: expect.anything() });
    expect(story.portal.get("notes", note.id)?.properties["hs_note_body"]).toContain("Ana: oak.");
    expect(story.portal.contacts()).toHaveLength(1);
  });
});

describe("a replay after an undo", () => {
  it("creates anew what was archived", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { id } = await called(story);
    await undo(story, id);
    expect(await replayed(story, id)).toMatchObject({
      status: "written",
      records: { contact: { action: "created" }, note: { action: "created" } },
    });
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("writes again what was set back, `unless_edited` too, and can be undone again", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife", jobtitle: "Clerk" });
    const { id } = await called(story, said({ city: "Olinda", role: "Buyer" }));
    for (let n = 0; n < 2; n++) {
      await undo(story, id);
      expect(story.portal.get("contacts", contact)?.properties).toMatchObject({ city: "Recife", jobtitle: "Clerk" });
      expect(await replayed(story, id)).toMatchObject({ status: "written", records: { contact: { action: "updated" } } });
      expect(story.portal.get("contacts", contact)?.properties).toMatchObject({ city: "Olinda", jobtitle: "Buyer" });
      expect(story.portal.notesOf(contact)).toHaveLength(1);
    }
  });

  it("and a resend with other content both count as wanted", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, id } = await called(story);
    await undo(story, id);
    expect((await story.deliver(call)).body.status).toBe("unchanged");
    await story.settle();
    expect(story.portal.all("notes")).toHaveLength(0);
    expect((await story.deliver({ ...call, ...said({ city: "Natal" }) })).body.status).toBe("revised");
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "written" });
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("does not shield the undone values from an older call", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story);
    const newer = await called(story, { ...said({ city: "Olinda" }), created_at: "2026-03-05T10:00:00Z" });
    await undo(story, newer.id);
    await called(story, { ...said({ city: "Natal" }), created_at: "2026-03-01T10:00:00Z" });
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Natal");
  });
});

describe("an undo", () => {
  it("twice does nothing more", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const { id } = await called(story, said({ city: "Olinda" }));
    const first = await undo(story, id);
    story.portal.edit("contacts", contact, { city: "Olinda" });
    expect((await undo(story, id)).records).toEqual(first.records);
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Olinda");
  });

  it("waits until the call is settled, and knows only its own calls", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = aCall();
    await story.deliver(call);
    expect(await story.api("POST", `/api/calls/${call["id"]}/undo`)).toMatchObject({ status: 409 });
    expect(await story.api("POST", "/api/calls/nobody/undo")).toMatchObject({ status: 404 });
  });

  it("that HubSpot interrupts is finished by the next one", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const { id } = await called(story, said({ city: "Olinda" }));
    story.portal.faults.next.push({ effect: "error-after", path: "notes/batch/archive" });
    expect(await story.api("POST", `/api/calls/${id}/undo`)).toMatchObject({
      status: 202,
      body: { status: "pending", reason: expect.stringMatching(/undone/) },
    });
    await undo(story, id);
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Recife");
    expect(story.portal.all("notes")).toHaveLength(0);
  });

  it("of the first attempt leaves the note to whoever shares it, however late they came", async () => {
    const story = await startStory({ mappings: [MAPPING.replace("  note:\n", "  note:\n    roll_up: lead\n")] });
    const lead = { lead: { id: 7, campaign: { name: "Spring" } } };
    const calls = [];
    for (const day of [3, 1, 2]) calls.push(await called(story, { ...lead, created_at: `2026-03-0${day}T10:00:00Z` }));
    const [first, , latest] = calls as [Called, Called, Called];
    const isLeft = { done: "nothing", left: { notes: expect.stringContaining("other calls") } };
    expect((await undo(story, first.id)).records["note"].undone).toMatchObject(isLeft);
    expect(await undo(story, latest.id)).toMatchObject({ status: "skipped" });
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("says that a shared note is left to the other attempts", async () => {
    const story = await startStory({ mappings: [MAPPING.replace("  note:\n", "  note:\n    roll_up: lead\n")] });
    const lead = { lead: { id: 7, campaign: { name: "Spring" } } };
    await called(story, { ...lead, created_at: "2026-03-01T10:00:00Z" });
    const second = await called(story, { ...lead, created_at: "2026-03-02T10:00:00Z" });
    expect((await undo(story, second.id)).records["note"].undone).toMatchObject({ done: "nothing", left: expect.anything() });
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

const VISIT = MAPPING.replace(
  "  note:\n",
  `  visit:
    object: p12345_visits
    find_by: [{ code: "{{ id }}" }]
    if_missing: create
    set: { code: "{{ id }}", place: "{{ extracted_variables.city }}" }
  note:
`,
);

function withVisits(story: Story): void {
  story.portal.defineObject({ name: "p12345_visits", title: "code" }, [{ name: "code" }, { name: "place" }]);
}

describe("what cannot be taken back", () => {
  it("is said of a custom object as of any other, and what can be is", async () => {
    const story = await startStory({ mappings: [VISIT] });
    withVisits(story);
    const { id, view } = await called(story, said({ city: "Olinda" }));
    expect(view).toMatchObject({ status: "written", records: { visit: { action: "created" } } });
    const after = await undo(story, id);
    expect(after.records["visit"].undone).toEqual({ done: "archived" });
    expect(story.portal.all("p12345_visits")).toEqual([]);
    expect(story.portal.contacts()).toEqual([]);
  });

  it("is what the values were before, once they are erased: it says so", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = known(story, { city: "Recife" });
    const { id } = await called(story, said({ city: "Olinda" }));
    story.clock.advance(31 * 86_400_000);
    await story.drain();
    const after = await undo(story, id);
    expect(after.records["contact"].undone).toMatchObject({
      done: "nothing",
      left: { city: expect.stringMatching(/erased \(RETENTION_DAYS\)/) },
    });
    expect(story.portal.get("contacts", contact)?.properties["city"]).toBe("Olinda");
    expect(after.records["note"].undone).toEqual({ done: "archived" });
  });

  it.each([
    ["refuses", 400, { category: "VALIDATION_ERROR", message: "Contact cannot be deleted" }],
    [
      "forbids",
      403,
      {
        category: "MISSING_SCOPES",
        message: "missing",
        errors: [{ context: { requiredGranularScopes: ["crm.objects.contacts.delete"] } }],
      },
    ],
  ])("is what HubSpot %s to archive: it says so, and the rest goes on", async (_, status, refusal) => {
    const story = await startStory({ mappings: [MAPPING] });
    const { id } = await called(story);
    onTheWay(async (request, pass) =>
      request.url.includes("contacts/batch/archive") ? Response.json({ status: "error", ...refusal }, { status }) : pass(),
    );
    const after = await undo(story, id);
    expect(after).toMatchObject({ status: "skipped" });
    expect(after.records["contact"].undone).toMatchObject({
      done: "nothing",
      left: { contacts: expect.stringMatching(/HubSpot refused to archive it/) },
    });
    expect(after.records["note"].undone).toEqual({ done: "archived" });
    const next = await called(story, { customer_phone: "+5511911112222" });
    expect(next.view).toMatchObject({ status: "written" });
  });
});
