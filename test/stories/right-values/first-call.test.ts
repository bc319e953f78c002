import { describe, expect, it } from "vitest";
import shipped from "../../../mappings/otonistark.yaml?raw";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

it("makes a contact and a note of a first call, and does nothing when it is sent again", async () => {
  const story = await startStory({ mappings: [SALES] });
  const call = aCall();
  expect(await story.deliver(call)).toEqual({ status: 202, body: { call: String(call["id"]), status: "accepted" } });
  await story.settle();
  const view = await story.call(call["id"] as number);
  expect(view).toMatchObject({
    status: "written",
    revision: 1,
    attempts: 1,
    mapping: "Sales",
    problem: null,
    records: { contact: { action: "created" }, note: { action: "created" }, deal: { action: "skipped" } },
  });
  const [contact] = story.portal.contacts();
  expect(contact?.properties).toMatchObject({ firstname: "Beatriz", lastname: "Prado", phone: "+5511987650001" });
  expect(story.portal.notesOf(contact!.id)).toHaveLength(1);
  expect((await story.deliver(call)).body.status).toBe("unchanged");
  await story.settle();
  expect(story.portal.notesOf(contact!.id)).toHaveLength(1);
});

it("updates the same note when the call is evaluated again, and moves the open deal forward", async () => {
  const story = await startStory({ mappings: [SALES] });
  const contact = story.portal.add("contacts", { firstname: "Bia", phone: "(11) 98765-0001" });
  const deal = story.portal.add("deals", { dealname: "Desks", dealstage: "appointmentscheduled", pipeline: "default" }, {
    associations: { contacts: [contact] },
  } as never);
  const call = aCall();
  await story.deliver(call);
  await story.settle();
  expect(story.portal.contacts()).toHaveLength(1);
  const revised = { ...call, extracted_variables: { status: true, summary: "Ready to sign", next_action: "send_contract" } };
  expect((await story.deliver(revised)).body.status).toBe("revised");
  await story.settle();
  const notes = story.portal.notesOf(contact);
  expect(notes).toHaveLength(1);
  expect(notes[0]?.properties["hs_note_body"]).toContain("Ready to sign");
  expect(story.portal.get("deals", deal)?.properties["dealstage"]).toBe("contractsent");
  expect(await story.call(call["id"] as number)).toMatchObject({
    status: "written",
    revision: 2,
    records: {
      note: { action: "updated" },
      deal: { action: "updated", set: { dealstage: { from: "appointmentscheduled", to: "contractsent" } } },
    },
  });
});

describe("A number that a contact has", () => {
  it.each([
    ["(11) 98765-0001", null],
    ["+55 11 8765-0001", null],
    ["+55 11 91111-2222", "+5511987650001"],
    ["", "+5511987650001"],
  ])("as mobile number %j leaves `phone` %j", async (mobilephone, phone) => {
    const story = await startStory({ mappings: [shipped] });
    story.portal.add("contacts", { firstname: "Bia", email: "bia@prado.example", mobilephone });
    await story.deliver(aCall({ input_variables: { email: "bia@prado.example" } }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.contacts()[0]?.properties["phone"] ?? null).toBe(phone);
  });
});
