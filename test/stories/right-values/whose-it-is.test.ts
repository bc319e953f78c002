import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const [ANA, BRUNO, CARLA] = ["41001", "41002", "41003"];

const withOwner = (owner: string, more = "") => `
version: 1
name: Owners
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
${more}
  task:
    owner: ${owner}
    body: Call again
`;
const TURNS = withOwner("[ana.souza@example.com, bruno.lima@example.com, carla.dias@example.com]");

let customer = 0;
async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall({ customer_phone: `+551198765${String(1000 + customer++)}`, ...fields });
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}
const ownersIn = (story: Story) => story.portal.all("tasks").map(({ properties }) => properties["hubspot_owner_id"]);

describe("A list of owners", () => {
  it("takes turns, whatever the calls' ids", async () => {
    const story = await startStory({ mappings: [TURNS] });
    for (const id of [80_002, 80_004, 80_006, 80_008, 80_010, 80_012]) await called(story, { id });
    expect(ownersIn(story)).toEqual([ANA, BRUNO, CARLA, ANA, BRUNO, CARLA]);
  });

  it("gives a call that is replayed, or undone and replayed, to the one who had it", async () => {
    const story = await startStory({ mappings: [TURNS] });
    const ids = [await called(story), await called(story)];
    for (const deed of ["replay", "undo", "replay"]) {
      await story.api("POST", `/api/calls/${ids[1]}/${deed}`);
      await story.settle();
    }
    expect(ownersIn(story)).toEqual([ANA, BRUNO]);
    await called(story);
    expect(ownersIn(story)).toEqual([ANA, BRUNO, CARLA]);
  });

  it("passes over who has left, with a warning", async () => {
    const story = await startStory({ mappings: [TURNS] });
    story.portal.removeOwner(BRUNO!);
    const ids = [await called(story), await called(story), await called(story)];
    expect(ownersIn(story)).toEqual([ANA, CARLA, ANA]);
    expect(await story.call(ids[0]!)).toMatchObject({
      status: "written",
      warnings: [
        {
          record: "task",
          property: "hubspot_owner_id",
          code: "owner_has_left",
          message: expect.stringContaining("bruno.lima@example.com"),
        },
      ],
    });
  });

  it("of which nobody is left holds the call", async () => {
    const story = await startStory({ mappings: [withOwner("[eva@example.com, rui@example.com]")] });
    const id = await called(story);
    expect(await story.call(id)).toMatchObject({ status: "held", problem: { code: "no_such_owner" } });
  });
});

describe("An owner by a value of the call", () => {
  const REGIONS = withOwner(
    "{ from: extracted_variables.region, map: { South: ana.souza@example.com, North: [bruno.lima@example.com, carla.dias@example.com] }, otherwise: contact }",
  );

  it("is the one whom the map names, in any case; in turn where it names several; else the contact's", async () => {
    const story = await startStory({ mappings: [REGIONS] });
    story.portal.add("contacts", { phone: "+5511987650001", hubspot_owner_id: CARLA! });
    for (const region of ["south", "NORTH", "north"]) await called(story, { extracted_variables: { region } });
    for (const region of ["west", ""]) await called(story, { customer_phone: "+5511987650001", extracted_variables: { region } });
    expect(ownersIn(story)).toEqual([ANA, BRUNO, CARLA, CARLA, CARLA]);
  });

  it("goes to `otherwise` where the one whom the map names has left", async () => {
    const story = await startStory({
      mappings: [withOwner("{ from: extracted_variables.region, map: { south: eva@example.com }, otherwise: bruno.lima@example.com }")],
    });
    const id = await called(story, { extracted_variables: { region: "south" } });
    expect(ownersIn(story)).toEqual([BRUNO]);
    expect(await story.call(id)).toMatchObject({ warnings: [{ code: "owner_has_left", params: { user: "eva@example.com" } }] });
  });

  it("goes to `otherwise` where the record whose owner the map names has none, or one who has left", async () => {
    const story = await startStory({
      mappings: [withOwner("{ from: extracted_variables.region, map: { south: contact }, otherwise: bruno.lima@example.com }")],
    });
    story.portal.add("contacts", { phone: "+5511987650001", hubspot_owner_id: CARLA! });
    story.portal.add("contacts", { phone: "+5511987650002", hubspot_owner_id: ANA! });
    story.portal.removeOwner(ANA!);
    const south = { extracted_variables: { region: "South" } };
    const ids = [await called(story, { ...south, customer_phone: "+5511987650001" })];
    for (const phone of ["+5511987650002", "+5511987650003"]) ids.push(await called(story, { ...south, customer_phone: phone }));
    expect(ownersIn(story)).toEqual([CARLA, BRUNO, BRUNO]);
    const warnings = await Promise.all(ids.map(async (id) => (await story.call(id)).warnings));
    expect(warnings).toMatchObject([
      [],
      [{ code: "owner_has_left", params: { of: "contact" }, message: expect.stringContaining("the next one whom the mapping names") }],
      [],
    ]);
  });

  it("may be the owner that a record has, or else the office", async () => {
    const story = await startStory({ mappings: [withOwner("{ from: contact.hubspot_owner_id, otherwise: ana.souza@example.com }")] });
    story.portal.add("contacts", { phone: "+5511987650001", hubspot_owner_id: CARLA! });
    await called(story, { customer_phone: "+5511987650001" });
    await called(story);
    expect(ownersIn(story)).toEqual([CARLA, ANA]);
  });
});

it("The deal's owner is the task's where `owner` says `deal`", async () => {
  const story = await startStory({
    mappings: [withOwner("deal", "  deal:\n    find: { open: true }\n    set: { hs_next_step: Call }")],
  });
  const contact = story.portal.add("contacts", { phone: "+5511987650001", hubspot_owner_id: CARLA! });
  story.portal.add(
    "deals",
    { dealname: "Desks", dealstage: "appointmentscheduled", hubspot_owner_id: BRUNO! },
    { associations: { contacts: [contact] } },
  );
  await called(story, { customer_phone: "+5511987650001" });
  expect(ownersIn(story)).toEqual([BRUNO]);
});
