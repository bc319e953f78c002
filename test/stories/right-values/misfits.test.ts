import { beforeEach, describe, expect, it } from "vitest";
import shipped from "../../../mappings/otonistark.yaml?raw";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Odd values
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name }
      email: { from: extracted_variables.email }
      budget: { from: extracted_variables.budget }
      mood: { from: extracted_variables.mood }
      city: { from: extracted_variables.city }
  note:
    owner: contact
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const moods = (...values: string[]) => ({
  name: "mood",
  label: "Mood",
  type: "enumeration" as const,
  fieldType: "select",
  options: values.map((value) => ({ label: value, value })),
});

let story: Story;
beforeEach(async () => {
  story = await startStory({ mappings: [MAPPING] });
  story.portal.defineProperty("contacts", { name: "budget", label: "Budget", type: "number", fieldType: "number" });
  story.portal.defineProperty("contacts", moods("calm", "cross"));
});

async function called(extracted: object, fields: object = {}) {
  const call = aCall({ extracted_variables: { summary: "Wants desks", ...extracted }, ...fields });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}
const contact = () => story.portal.contacts().at(-1)?.properties ?? {};
const notes = () => story.portal.all("notes").map(({ properties }) => properties);

describe("A call with a value that does not fit", () => {
  it.each<[string, object]>([
    ["budget", { budget: "not sure yet" }],
    ["mood", { mood: "splendid" }],
    ["email", { email: "bia at acme" }],
  ])("is written without it, and says so: %s", async (property, extracted) => {
    const { status, problem, warnings } = await called({ city: "Recife", ...extracted });
    expect({ status, problem }).toEqual({ status: "written", problem: null });
    expect(contact()).toMatchObject({ firstname: "Beatriz", city: "Recife" });
    expect(contact()[property] ?? "").toBe("");
    expect(notes()).toHaveLength(1);
    expect(warnings).toMatchObject([{ record: "contact", property, code: "value_does_not_fit" }]);
  });

  it("that only HubSpot can know of is written without it, in two more requests at the most", async () => {
    await called({ mood: "calm" }, { customer_phone: "+5511987650009" });
    // An admin takes an option away, while we still know it.
    story.portal.defineProperty("contacts", moods("cross"));
    const before = story.portal.requests.length;
    const { status, warnings, records } = await called({ mood: "calm", city: "Recife" });
    expect(status).toBe("written");
    expect(contact()).toMatchObject({ firstname: "Beatriz", city: "Recife" });
    expect(notes()).toHaveLength(2);
    expect(records["contact"].set).not.toHaveProperty("mood");
    expect(warnings).toMatchObject([{ record: "contact", property: "mood", code: "value_does_not_fit" }]);
    expect(story.portal.requests.length - before).toBeLessThanOrEqual(8);
  });

  it("is told apart from the others of its batch, which land whole", async () => {
    const calls = ["not sure yet", "R$ 5.000", "later"].map((budget, index) =>
      aCall({ customer_phone: `+551198765010${index}`, extracted_variables: { summary: "x", budget } }),
    );
    for (const call of calls) await story.deliver(call);
    await story.settle();
    expect(
      story.portal
        .contacts()
        .map(({ properties }) => properties["budget"] ?? "")
        .toSorted(),
    ).toEqual(["", "", "5000"]);
    expect(notes()).toHaveLength(3);
  });
});

describe("A warning", () => {
  it("is gone when the call comes again with a value that fits, and is found by its filter until then", async () => {
    const call = aCall({ extracted_variables: { summary: "x", budget: "not sure yet" } });
    await story.deliver(call);
    await story.settle();
    expect((await story.api("GET", "/api/calls?warning=1")).body.calls).toHaveLength(1);
    await story.deliver({ ...call, extracted_variables: { summary: "x", budget: "5000" }, finished_at: "2026-03-02T15:56:04.000000Z" });
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", warnings: [] });
    expect(contact()).toMatchObject({ budget: "5000" });
    expect((await story.api("GET", "/api/calls?warning=1")).body.calls).toEqual([]);
  });

  it("keeps nothing of what the call said once its body is erased", async () => {
    const { warnings, call } = await called({ budget: "zebra crossing" });
    expect(JSON.stringify(warnings)).toContain("zebra crossing");
    story.clock.advance(40 * 86_400_000);
    await story.settle();
    expect(JSON.stringify(await story.call(call))).not.toContain("zebra");
  });
});

describe("The owner of a note's contact", () => {
  it("who has left leaves the note without one", async () => {
    story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    story.portal.defineOwner({ id: "41", email: "ana@mesa.example" });
    story.portal.edit("contacts", story.portal.contacts()[0]!.id, { hubspot_owner_id: "41" });
    await called({});
    expect(notes()[0]).toMatchObject({ hubspot_owner_id: "41" });
    story.portal.removeOwner("41");
    story.clock.advance(3_700_000);
    const { status, warnings } = await called({});
    expect(status).toBe("written");
    expect(notes()[1]?.["hubspot_owner_id"] ?? "").toBe("");
    expect(warnings).toMatchObject([{ record: "note", code: "owner_has_left" }]);
  });
});

describe("What was made in HubSpot within the hour", () => {
  it("is seen before anything is left out for it", async () => {
    await called({ mood: "calm" });
    story.clock.advance(120_000);
    story.portal.defineProperty("contacts", moods("calm", "cross", "splendid"));
    const { warnings } = await called({ mood: "splendid" });
    expect(contact()).toMatchObject({ mood: "splendid" });
    expect(warnings).toEqual([]);
  });

  it("is not asked for with every call: once a minute is enough", async () => {
    await called({ mood: "unheard of" });
    story.clock.advance(120_000);
    const asked = () => story.portal.requests.filter(({ path }) => path.includes("/properties/")).length;
    const before = asked();
    for (let time = 0; time < 3; time++) await called({ mood: "unheard of" });
    expect(asked() - before).toBeLessThanOrEqual(2);
  });
});

describe("The mapping that the connector is shipped with", () => {
  it.each(["ana@acme.com.", "[ana@acme.com](mailto:ana@acme.com)", "n/a", "none", "ana@acme", "ana arroba", `${"x".repeat(250)}@acme.com`])(
    "writes a call whose e-mail is odd: %j",
    async (email) => {
      await story.useMappings(shipped);
      const { status, problem } = await called({}, { input_variables: { customer_name: "Ana Prado", email } });
      expect({ status, problem }).toEqual({ status: "written", problem: null });
      expect(contact()).toMatchObject({ firstname: "Ana", lastname: "Prado" });
      expect(["", "ana@acme.com"]).toContain(contact()["email"] ?? "");
      expect(notes()).toHaveLength(1);
    },
  );
});

it("A call with an odd field is taken, written without it, and its receipt says which", async () => {
  const view = await called({}, { duration: -1, lead: '{"id":7,"variables":{"city":"Olinda"}}' });
  expect(view.status).toBe("written");
  expect(notes()).toHaveLength(1);
  expect(view.warnings).toEqual([
    expect.objectContaining({ record: "call", code: "field_left_out", message: expect.stringContaining("`duration`") }),
  ]);
});

it("Texts that mean nothing are no values, and two people who have one share no contact", async () => {
  const first = await called({ city: "N/A", email: "null" }, { customer_phone: "+5511987650001" });
  const second = await called({ city: "não informado", email: "undefined" }, { customer_phone: "+5511987650002" });
  expect(first.warnings).toEqual([]);
  expect(first.records.contact.id).not.toBe(second.records.contact.id);
  expect(story.portal.contacts().map(({ properties }) => [properties["city"] ?? null, properties["email"] ?? null])).toEqual([
    [null, null],
    [null, null],
  ]);
});
