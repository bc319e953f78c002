import { describe, expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";

const ALONE = `
version: 1
name: Office
country: BR
timezone: America/Sao_Paulo
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: skip
    set:
      city: "{{ extracted_variables.city }}"
  task:
    on: none
    owner: ana.souza@example.com
    body: "<p>{{ extracted_variables.summary }}</p>"
    set:
      hs_task_subject: "Call back {{ extracted_variables.name }}"
`;

const withheld = (fields: Record<string, unknown> = {}) =>
  aCall({ customer_phone: "anonymous", extracted_variables: { summary: "Wants a call", name: "Rui" }, ...fields });

describe("An activity that stands alone", () => {
  it("is there for a call that has no contact, and in its owner's list", async () => {
    const { portal, ...story } = await startStory({ mappings: [ALONE] });
    const call = withheld();
    await story.deliver(call);
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written" });
    expect(portal.all("tasks")).toMatchObject([{ properties: { hs_task_subject: "Call back Rui", hubspot_owner_id: "41001" } }]);
    expect(portal.contacts()).toEqual([]);
  });

  it("is on no record where there is a contact, either", async () => {
    const { portal, ...story } = await startStory({ mappings: [ALONE] });
    const contact = portal.add("contacts", { phone: "+5511987650001", firstname: "Rui" });
    await story.deliver(aCall());
    await story.settle();
    expect(portal.all("tasks")).toHaveLength(1);
    expect(portal.associated("contacts", contact, "tasks")).toEqual([]);
  });

  it("is there once when HubSpot's answer is lost", async () => {
    const { portal, ...story } = await startStory({ mappings: [ALONE], portal: { indexLagMs: 20_000 } });
    portal.faults.next.push({ effect: "drop-after", path: "tasks/batch/create" });
    const calls = [withheld(), withheld({ extracted_variables: { name: "Eva" } })];
    for (const call of calls) await story.deliver(call);
    await story.settle();
    expect(
      portal
        .all("tasks")
        .map(({ properties }) => properties["hs_task_subject"])
        .toSorted(),
    ).toEqual(["Call back Eva", "Call back Rui"]);
    for (const { id } of calls as { id: number }[]) expect(await story.call(id)).toMatchObject({ status: "written" });
  });

  it("is updated by a revision, not doubled, and taken back by an undo", async () => {
    const { portal, ...story } = await startStory({ mappings: [ALONE] });
    const call = withheld();
    await story.deliver(call);
    await story.settle();
    await story.deliver({ ...call, finished_at: "2026-03-02T14:57:00Z", extracted_variables: { summary: "Wants a quote", name: "Rui" } });
    await story.settle();
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(portal.all("tasks")).toHaveLength(1);
    expect(portal.all("tasks")[0]?.properties["hs_task_body"]).toContain("Wants a quote");
    await story.api("POST", `/api/calls/${call["id"]}/undo`);
    await story.settle();
    expect(portal.all("tasks")).toEqual([]);
  });
});
