import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (country: string, more = "") => `
version: 1
name: Phones
country: ${country}
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
${more}
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

async function called(story: Story, customer_phone: string | null, fields: Record<string, unknown> = {}) {
  const call = aCall({ customer_phone, ...fields });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

/** What somebody typed into HubSpot -> the number that OtoniStark called. */
const TYPED: [country: string, property: string, typed: string, called: string][] = [
  ["BR", "phone", "(11) 98765-0001", "+5511987650001"],
  ["BR", "phone", "011 98765-0001", "+5511987650001"],
  ["BR", "phone", "+55 11 98765 0001", "+5511987650001"],
  ["BR", "mobilephone", "5511987650001", "+5511987650001"],
  ["BR", "phone", "(11) 8765-0001", "+5511987650001"],
  ["BR", "phone", "+5511987650001", "+551187650001"],
  ["BR", "phone", "11 3003-0001 x12", "+551130030001"],
  ["BR", "phone", "+55 11 98765-0001 (WhatsApp)", "+5511987650001"],
  ["PT", "phone", "912 345 678", "+351912345678"],
  ["US", "phone", "(212) 555-0123", "+12125550123"],
  ["US", "phone", "212.555.0123 ext. 44", "+12125550123"],
  ["US", "mobilephone", "1-212-555-0123", "+12125550123"],
  ["MX", "phone", "044 55 1234 5678", "+525512345678"],
  ["MX", "phone", "+52 1 55 1234 5678", "+525512345678"],
  ["AR", "phone", "011 15-2345-6789", "+5491123456789"],
  ["DE", "phone", "0151 23456789", "+4915123456789"],
  ["GB", "phone", "07700 900123", "+447700900123"],
  ["IN", "mobilephone", "098765 43210", "+919876543210"],
];

describe("a contact is found however its number was typed", () => {
  it.each(TYPED)("%s %s %s, called as %s", async (country, property, typed, number) => {
    const story = await startStory({ mappings: [mapping(country)], portal: { country } });
    const contact = story.portal.add("contacts", { firstname: "Ana", [property]: typed });
    story.portal.add("contacts", { firstname: "Somebody else", phone: "+442079460000" });
    const view = await called(story, number);
    expect(view).toMatchObject({ status: "written", records: { contact: { id: contact } } });
    expect(story.portal.contacts()).toHaveLength(2);
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(view.records["contact"].tried.join(" ")).toMatch(/by phone.*found/);
  });
});

describe("further phone properties", () => {
  const more = "    phone_properties: [whatsapp, old_phone, reception]";
  const withProperties = async () => {
    const story = await startStory({ mappings: [mapping("BR", more)] });
    for (const name of ["whatsapp", "old_phone", "reception"]) story.portal.defineProperty("contacts", { name });
    return story;
  };

  it.each(["+5511987650001", "(11) 98765-0001", "11987650001", "11 98765-0001", "(11) 8765-0001"])(
    "are looked through too: %s",
    async (typed) => {
      const story = await withProperties();
      const contact = story.portal.add("contacts", { firstname: "Ana", reception: typed });
      expect(await called(story, "+5511987650001")).toMatchObject({ records: { contact: { id: contact } } });
      expect(story.portal.contacts()).toHaveLength(1);
    },
  );

  it("do not keep the usual ones from being found", async () => {
    const story = await withProperties();
    const contact = story.portal.add("contacts", { firstname: "Ana", phone: "11 98765-0001 / recado com Bia" });
    expect(await called(story, "+5511987650001")).toMatchObject({ records: { contact: { id: contact } } });
  });
});

describe("another person is not taken for the customer", () => {
  it("where only the last digits agree", async () => {
    const story = await startStory({ mappings: [mapping("BR")] });
    story.portal.add("contacts", { firstname: "Lisbon", phone: "+351 11 987 650 001" });
    story.portal.add("contacts", { firstname: "Rio", phone: "(21) 98765-0001" });
    expect(await called(story, "+5511987650001")).toMatchObject({ records: { contact: { action: "created" } } });
    expect(story.portal.contacts()).toHaveLength(3);
  });

  it("where a landline looks like a mobile without its ninth digit", async () => {
    const story = await startStory({ mappings: [mapping("BR")] });
    const landline = story.portal.add("contacts", { firstname: "Office", phone: "(11) 3765-0001" });
    await called(story, "+5511937650001");
    expect(story.portal.notesOf(landline)).toHaveLength(0);
  });
});

describe("a number that belongs to nobody in particular", () => {
  const NOBODY: [string | null, RegExp][] = [
    [null, /no phone number/],
    ["anonymous", /withheld/],
    ["Restricted", /withheld/],
    ["+266696687", /withheld/],
    ["sip:anonymous@anonymous.invalid", /withheld/],
    ["1042", /too short/],
    ["+190", /too short/],
  ];

  it.each(NOBODY)("%s: matches nobody, creates nobody, and the receipt says why", async (number, why) => {
    const story = await startStory({ mappings: [mapping("BR")] });
    if (number) story.portal.add("contacts", { firstname: "Trap", phone: number });
    const before = story.portal.contacts().length;
    const view = await called(story, number, { type: "inbound" });
    expect(view).toMatchObject({
      status: "skipped",
      problem: null,
      records: { contact: { action: "skipped", id: null }, note: { action: "skipped" } },
    });
    expect(view.reason).toMatch(why);
    expect(JSON.stringify(view.records["contact"])).toMatch(why);
    expect(story.portal.contacts()).toHaveLength(before);
    expect(story.portal.all("notes")).toHaveLength(0);
  });
});

it("takes a number from the platform at its word, even where no numbering plan knows it", async () => {
  const story = await startStory({ mappings: [mapping("BR")] });
  const first = await called(story, "+1234567890", { input_variables: [] });
  expect(first).toMatchObject({ status: "written", records: { contact: { action: "created" } } });
  expect(story.portal.contacts()[0]?.properties["phone"]).toBe("+1234567890");
  const second = await called(story, "+1234567890");
  expect(second).toMatchObject({ records: { contact: { id: first.records["contact"].id } } });
});

it("knows the customer again without asking search, in either spelling of the number", async () => {
  const story = await startStory({ mappings: [mapping("BR")], portal: { indexLagMs: 3_600_000 } });
  const first = await called(story, "+5511987650001");
  const second = await called(story, "+551187650001");
  expect(second.records["contact"].id).toBe(first.records["contact"].id);
  expect(story.portal.contacts()).toHaveLength(1);
  expect(story.portal.notesOf(first.records["contact"].id)).toHaveLength(2);
});

it("says in the receipt what was tried and what it came to", async () => {
  const story = await startStory({
    mappings: [mapping("BR").replace("find_by:\n", 'find_by:\n      - email: "{{ input_variables.email }}"\n')],
  });
  story.portal.add("contacts", { firstname: "Ana", mobilephone: "(11) 98765-0001" });
  const view = await called(story, "+5511987650001", { input_variables: { email: "ana@example.com" } });
  expect(view.records["contact"].tried).toEqual([expect.stringMatching(/^by email: none/), expect.stringMatching(/^by phone: 1 found/)]);
  expect(JSON.stringify(view.records["contact"].tried)).not.toContain("98765");
});
