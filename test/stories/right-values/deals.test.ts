import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (pick: string, more = "") => `
version: 1
name: Deals
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  deal:
    find: { open: true, pick: ${pick} }
    if_missing: skip
    set:
      dealstage:
        from: extracted_variables.next
        map: { demo: Appointment scheduled, qualified: qualifiedtobuy, contract: Contract sent, won: Closed won, lost: Closed lost, nonsense: No such stage }
        otherwise: keep
        write: forward
${more}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

interface Setting {
  story: Story;
  contact: string;
  deal(stage: string, more?: Record<string, string>): string;
}

async function setting(pick = "latest", more = ""): Promise<Setting> {
  const story = await startStory({ mappings: [mapping(pick, more)] });
  const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
  let age = 10;
  const deal = (dealstage: string, properties = {}) =>
    story.portal.add(
      "deals",
      { dealname: "Desks", dealstage, ...properties },
      { associations: { contacts: [contact] }, at: story.clock.now - 86_400_000 * age-- },
    );
  return { story, contact, deal };
}

async function called(story: Story, next: string, fields: Record<string, unknown> = {}) {
  const call = aCall({ extracted_variables: { status: true, summary: `Wants ${next}`, next }, ...fields });
  await story.deliver(call);
  await story.settle();
  return { call, view: await story.call(call["id"] as number) };
}

async function replayed(story: Story, id: unknown) {
  await story.api("POST", `/api/calls/${id}/replay`);
  await story.settle();
  return story.call(id as number);
}

const stageOf = (story: Story, deal: string) => story.portal.get("deals", deal)?.properties["dealstage"];

describe("`pick: only`", () => {
  it("holds the deal where two are open, names no customer, and writes contact and note", async () => {
    const { story, contact, deal } = await setting("only");
    const deals = [deal("appointmentscheduled"), deal("qualifiedtobuy")];
    const { call, view } = await called(story, "contract");
    expect(view).toMatchObject({
      status: "held",
      problem: { who: "crm_admin" },
      records: { deal: { action: "skipped", id: null, candidates: deals }, note: { action: "created" } },
    });
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(deals.map((id) => stageOf(story, id))).toEqual(["appointmentscheduled", "qualifiedtobuy"]);
    story.portal.edit("deals", deals[0] as string, { dealstage: "closedlost" });
    expect(await replayed(story, call["id"])).toMatchObject({
      status: "written",
      problem: null,
      records: { deal: { id: deals[1], action: "updated" } },
    });
    expect(stageOf(story, deals[1] as string)).toBe("contractsent");
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(story.portal.associated("deals", deals[1] as string, "notes")).toHaveLength(1);
  });

  it("takes the one that is open, whatever is closed", async () => {
    const { story, deal } = await setting("only");
    const [, open] = [deal("closedwon"), deal("appointmentscheduled"), deal("closedlost")];
    expect((await called(story, "contract")).view).toMatchObject({ status: "written", records: { deal: { id: open } } });
  });
});

describe("`pick: latest` and `oldest`", () => {
  it.each(["latest", "oldest"])("take one by when it was created: %s", async (pick) => {
    const { story, deal } = await setting(pick);
    const [oldest, , latest] = [deal("appointmentscheduled"), deal("appointmentscheduled"), deal("appointmentscheduled")];
    expect((await called(story, "contract")).view).toMatchObject({ records: { deal: { id: pick === "latest" ? latest : oldest } } });
  });
});

describe("`write: forward`", () => {
  it.each([
    ["appointmentscheduled", "contract", "contractsent"],
    ["contractsent", "demo", "contractsent"],
    ["appointmentscheduled", "won", "closedwon"],
    ["contractsent", "lost", "closedlost"],
    ["decisionmakerboughtin", "qualified", "decisionmakerboughtin"],
    ["appointmentscheduled", "something else", "appointmentscheduled"],
  ])("from %s, when the call says %s, to %s", async (from, next, to) => {
    const { story, deal } = await setting();
    const id = deal(from);
    expect((await called(story, next)).view.status).toBe("written");
    expect(stageOf(story, id)).toBe(to);
  });

  it("never leaves won or lost, whichever deal the mapping finds", async () => {
    for (const [from, next] of [
      ["closedwon", "lost"],
      ["closedlost", "won"],
      ["closedlost", "contract"],
    ] as const) {
      const { story, contact } = await setting();
      const closed = story.portal.add("deals", { dealname: "Old", dealstage: from }, { associations: { contacts: [contact] } });
      await story.useMappings(mapping("latest").replace("open: true, ", ""));
      expect((await called(story, next)).view).toMatchObject({
        status: "written",
        records: { deal: { id: closed, action: "unchanged", kept: { dealstage: expect.stringMatching(/closed already/) } } },
      });
      expect(stageOf(story, closed)).toBe(from);
    }
  });

  it("goes by the order in which the portal shows the stages, not by their ids or their order in the answer", async () => {
    const { story, contact } = await setting();
    const stage = (id: string, displayOrder: number, isClosed = "false") => ({
      id,
      label: `Stage ${id}`,
      displayOrder,
      metadata: { isClosed, probability: isClosed === "true" ? "1.0" : "0.5" },
    });
    story.portal.definePipeline("deals", {
      id: "odd",
      label: "Odd",
      displayOrder: 1,
      stages: [stage("900", 2), stage("100", 3), stage("500", 0), stage("300", 9, "true")],
    });
    await story.useMappings(mapping("latest").replace("map: {", "map: { back: Stage 500, on: Stage 100, "));
    const deal = story.portal.add(
      "deals",
      { dealname: "Odd", dealstage: "900", pipeline: "odd" },
      { associations: { contacts: [contact] } },
    );
    await called(story, "back");
    expect(stageOf(story, deal)).toBe("900");
    await called(story, "on");
    expect(stageOf(story, deal)).toBe("100");
  });

  it("does not move a deal into another pipeline", async () => {
    const { story, contact } = await setting();
    story.portal.definePipeline("deals", {
      id: "other",
      label: "Other",
      displayOrder: 1,
      stages: [{ id: "o1", label: "First", displayOrder: 0, metadata: { isClosed: "false", probability: "0.1" } }],
    });
    const deal = story.portal.add(
      "deals",
      { dealname: "Other", dealstage: "o1", pipeline: "other" },
      { associations: { contacts: [contact] } },
    );
    expect((await called(story, "contract")).view).toMatchObject({ status: "written", records: { deal: { action: "unchanged" } } });
    expect(stageOf(story, deal)).toBe("o1");
  });

  it("sees the stage that a person chose a moment ago", async () => {
    const { story, deal } = await setting();
    const id = deal("appointmentscheduled");
    const { call } = await called(story, "qualified");
    story.portal.edit("deals", id, { dealstage: "contractsent" });
    await story.deliver({ ...call, extracted_variables: { status: true, summary: "Changed", next: "demo" } });
    await story.settle();
    expect(stageOf(story, id)).toBe("contractsent");
  });
});

describe("what HubSpot demands of a stage", () => {
  const demanding = async () => {
    const at = await setting();
    at.story.portal.requireInStage("contractsent", ["amount", "closedate"]);
    return { ...at, id: at.deal("appointmentscheduled") };
  };

  it("and is missing holds the deal with the properties' names; contact and note are written", async () => {
    const { story, contact, id } = await demanding();
    const { call, view } = await called(story, "contract");
    expect(view).toMatchObject({
      status: "held",
      records: { contact: { action: "unchanged" }, deal: { id, action: "skipped" }, note: { action: "created" } },
    });
    expect(view.problem).toMatchObject({ who: "crm_admin" });
    expect(view.problem?.message).toMatch(/`amount`.*`closedate`/);
    expect(view.problem?.fix).toMatch(/replay/);
    expect(stageOf(story, id)).toBe("appointmentscheduled");
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(story.portal.associated("deals", id, "notes")).toHaveLength(1);
    expect(await replayed(story, call["id"])).toMatchObject({ status: "held" });
    story.portal.edit("deals", id, { amount: "1200", closedate: "2026-04-01" });
    expect(await replayed(story, call["id"])).toMatchObject({
      status: "written",
      problem: null,
      records: { deal: { id, action: "updated" } },
    });
    expect(stageOf(story, id)).toBe("contractsent");
    expect(story.portal.notesOf(contact)).toHaveLength(1);
  });

  it("holds one deal of a batch, and the other ninety-nine land", async () => {
    const { story } = await demanding();
    const deals = Array.from({ length: 99 }, (_, n) => {
      const contact = story.portal.add("contacts", { firstname: `N${n}`, phone: `+551198766${1000 + n}` });
      return story.portal.add(
        "deals",
        { dealname: `D${n}`, dealstage: "appointmentscheduled", amount: "1", closedate: "2026-04-01" },
        { associations: { contacts: [contact] } },
      );
    });
    const said = { extracted_variables: { summary: "x", next: "contract" } };
    const held = aCall(said);
    await story.deliver(held);
    for (const n of deals.keys()) await story.deliver(aCall({ ...said, customer_phone: `+551198766${1000 + n}` }));
    await story.settle();
    expect(new Set(deals.map((id) => stageOf(story, id)))).toEqual(new Set(["contractsent"]));
    expect((await story.api("GET", "/api/calls?status=held")).body.calls.map((one: { call: string }) => one.call)).toEqual([
      String(held["id"]),
    ]);
  });
});

it("holds a deal whose stage the portal does not have, and says its name", async () => {
  const { story, contact, deal } = await setting();
  deal("appointmentscheduled");
  const { view } = await called(story, "nonsense");
  expect(view).toMatchObject({
    status: "held",
    problem: { who: "crm_admin", message: expect.stringContaining("No such stage") },
    records: { note: { action: "created" } },
  });
  expect(story.portal.notesOf(contact)).toHaveLength(1);
});
