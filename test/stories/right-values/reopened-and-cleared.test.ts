import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (find: string, set: string) => `
version: 1
name: Deals
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
  deal:
    find: ${find}
    set:
${set.replace(/^/gm, "      ")}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const PIPELINE = {
  id: "777",
  label: "Renewals",
  stages: [
    { id: "r1", label: "Due" },
    { id: "r9", label: "Closed lost", metadata: { isClosed: "true", probability: "0.0" } },
  ],
};

async function begin(text: string): Promise<Story & { contact: string }> {
  const story = await startStory({ mappings: [text] });
  story.portal.definePipeline("deals", PIPELINE as never);
  return { ...story, contact: story.portal.add("contacts", { firstname: "Ana", phone: "+5511987650001" }) };
}

function deal(story: Story & { contact: string }, properties: Record<string, string>): string {
  const id = story.portal.add("deals", { dealname: "Desks", pipeline: "default", ...properties });
  story.portal.associate("deals", id, "contacts", story.contact);
  return id;
}

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return { id: call["id"] as number, view: await story.call(call["id"] as number) };
}

const held = (story: Story, id: string, property: string) => story.portal.get("deals", id)?.properties[property] ?? null;

describe("a deal is found by its stage", () => {
  const REOPEN = "dealstage: Appointment scheduled\nnext_step: Reopened";

  it("and a lost one is reopened, once: a replay finds it again though it stands elsewhere by now", async () => {
    const story = await begin(mapping("{ stage: Closed lost, pipeline: Sales Pipeline }", REOPEN));
    story.portal.defineProperty("deals", { name: "next_step" });
    const open = deal(story, { dealstage: "contractsent" });
    const lost = deal(story, { dealstage: "closedlost" });
    const renewal = deal(story, { pipeline: "777", dealstage: "r9" });
    const { id, view } = await called(story);
    expect(view.records["deal"]).toMatchObject({
      id: lost,
      action: "updated",
      set: { dealstage: { from: "closedlost", to: "appointmentscheduled" } },
    });
    await story.api("POST", `/api/calls/${id}/replay`);
    await story.settle();
    expect((await story.call(id)).records["deal"]).toMatchObject({ id: lost });
    expect([open, lost, renewal].map((one) => held(story, one, "dealstage"))).toEqual(["contractsent", "appointmentscheduled", "r9"]);
    const next = await called(story, { created_at: "2026-03-03T10:00:00Z", finished_at: "2026-03-03T10:01:00Z" });
    expect(next.view.records["deal"]).toMatchObject({ action: "skipped" });
  });

  it.each([
    ["of any pipeline where none is named", "{ stage: closed LOST }", ["closedlost", "r9"]],
    ["by its id", "{ stage: r9 }", ["r9"]],
    ["or in one of several stages", "{ stage: [Due, Contract sent] }", ["contractsent"]],
  ])("%s", async (_says, find, stages) => {
    const story = await begin(mapping(find, "next_step: Call again"));
    story.portal.defineProperty("deals", { name: "next_step" });
    for (const [pipeline, dealstage] of [
      ["default", "contractsent"],
      ["default", "closedlost"],
      ["777", "r9"],
      ["default", "closedwon"],
    ] as const)
      deal(story, { pipeline, dealstage });
    await called(story);
    const written = story.portal.all("deals").filter(({ properties }) => properties["next_step"] === "Call again");
    expect(written).toHaveLength(1);
    expect(stages).toContain(written[0]?.properties["dealstage"]);
  });

  it("and a stage that the pipeline has not is for the CRM's admin", async () => {
    const story = await begin(mapping("{ stage: Due, pipeline: Sales Pipeline }", REOPEN));
    const { view } = await called(story);
    expect(view).toMatchObject({ status: "held", problem: { code: "no_such_stage", who: "crm_admin" } });
  });
});

describe("`write: clear` empties a property", () => {
  const CLEAR = mapping(
    "{ open: true }",
    `next_step: { write: clear, when: { ended_by: customer } }
description: { value: "Called, and stayed", when: { not: { ended_by: customer } } }
closed_lost_reason: { write: clear }`,
  );
  const filled = { dealstage: "contractsent", next_step: "Send the contract", description: "Desks", closed_lost_reason: "Price" };

  async function beginFilled() {
    const story = await begin(CLEAR);
    for (const name of ["next_step", "closed_lost_reason"]) story.portal.defineProperty("deals", { name });
    return { story, id: deal(story, filled) };
  }
  const now = (story: Story, id: string) => ["next_step", "description", "closed_lost_reason"].map((name) => held(story, id, name) || null);

  it("in the calls that its `when` names, and the receipt says what stood there", async () => {
    const { story, id } = await beginFilled();
    const { view } = await called(story, { ended_by: "customer" });
    expect(now(story, id)).toEqual([null, "Desks", null]);
    expect(view.records["deal"]).toMatchObject({
      action: "updated",
      set: { next_step: { from: "Send the contract", to: "", rule: "story.yaml:12" }, closed_lost_reason: { from: "Price", to: "" } },
      kept: { description: "`ended_by` is `customer`, which it must not" },
    });
  });

  it("and not in the others", async () => {
    const { story, id } = await beginFilled();
    const { view } = await called(story, { ended_by: "assistant" });
    expect(now(story, id)).toEqual(["Send the contract", "Called, and stayed", null]);
    expect(view.records["deal"].kept).toMatchObject({ next_step: "`ended_by` is `assistant`, not `customer`" });
  });

  it("once, and undo brings back what was cleared", async () => {
    const { story, id } = await beginFilled();
    const call = await called(story, { ended_by: "customer" });
    await story.api("POST", `/api/calls/${call.id}/replay`);
    await story.settle();
    expect((await story.call(call.id)).records["deal"].set).toMatchObject({ next_step: { from: "Send the contract", to: "" } });
    await story.api("POST", `/api/calls/${call.id}/undo`);
    await story.settle();
    expect(now(story, id)).toEqual(["Send the contract", "Desks", "Price"]);
  });

  it("but a person's word that came after it stays", async () => {
    const { story, id } = await beginFilled();
    const call = await called(story, { ended_by: "customer" });
    story.portal.edit("deals", id, { next_step: "Visit them" });
    await story.api("POST", `/api/calls/${call.id}/undo`);
    await story.settle();
    expect(now(story, id)).toEqual(["Visit them", "Desks", "Price"]);
  });
});
