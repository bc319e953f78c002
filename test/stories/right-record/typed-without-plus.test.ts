import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

/** Nobody knows how HubSpot indexes a number that was typed without its +: as the portal's country does, or as the United States do. */
const READINGS = ["its own country", "the United States"] as const;
type Reading = (typeof READINGS)[number];

const mapping = (country: string) => `
version: 1
name: Phones
country: ${country}
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const start = (country: string, reading: Reading): Promise<Story> =>
  startStory({ mappings: [mapping(country)], portal: { country, phonesReadAs: reading === "its own country" ? country : "US" } });

/** A number and how people type it, by country. `#` stands for a digit that tells customers apart. */
const TYPED: [country: string, called: string, typed: string[]][] = [
  ["BR", "+551198765432#", ["(11) 98765-432#", "1198765432#", "551198765432#", "011 98765-432#", "(11) 8765-432#", "+55 11 98765-432#"]],
  ["BR", "+552198765432#", ["(21) 98765-432#", "552198765432#", "021 98765-432#"]],
  ["BR", "+55113333444#", ["(11) 3333-444#", "55113333444#", "011 3333-444#"]],
  ["US", "+1212555012#", ["(212) 555-012#", "1 212 555 012#", "212.555.012#"]],
  ["GB", "+44791112345#", ["07911 12345#", "44791112345#", "7911 12345#"]],
  ["GB", "+44113496012#", ["0113 496 012#", "44113496012#"]],
  ["DE", "+491512345678#", ["0151 2345678#", "491512345678#", "1512345678#"]],
  ["IN", "+91987654321#", ["98765 4321#", "91987654321#", "098765 4321#"]],
  ["NG", "+234818085429#", ["0818 085 429#", "234818085429#", "818 085 429#"]],
  ["MX", "+5255123456#8", ["55 1234 56#8", "5255123456#8", "+52 1 55 1234 56#8"]],
];

const numbered = (text: string, index: number) => text.replace("#", String(index));

describe.each(READINGS)("where HubSpot reads numbers as %s does", (reading) => {
  describe.each(TYPED)("%s, called as %s", (country, called, typed) => {
    it.each(["phone", "mobilephone"])("every customer is found by %s in a burst, and no one is doubled", async (property) => {
      const story = await start(country, reading);
      const contacts = typed.map((text, index) =>
        story.portal.add("contacts", { firstname: `Ana ${index}`, [property]: numbered(text, index) }),
      );
      for (const [index] of typed.entries()) await story.deliver(aCall({ customer_phone: numbered(called, index) }));
      await story.settle();
      expect(contacts.map((contact) => story.portal.notesOf(contact).length)).toEqual(typed.map(() => 1));
      expect(story.portal.contacts()).toHaveLength(typed.length);
    });
  });

  it.each(["(11) 98765-4321", "5511987654321", "011 98765-4321", "(11) 8765-4321", "551187654321"])("finds %s alone", async (typed) => {
    const story = await start("BR", reading);
    const contact = story.portal.add("contacts", { firstname: "Ana", phone: typed });
    await story.deliver(aCall({ customer_phone: "+5511987654321" }));
    await story.settle();
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it.each([
    "(11) 98765-4321 ramal 12",
    "11 98765-4321 ramal 4",
    "(0xx11) 98765-4321",
    "0xx11987654321",
    "11 98765-4321 / 11 3333-4444",
    "11 3333-4444 / 11 98765-4321",
    "11 3333-4444 ou 11 98765-4321",
    "(11) 98765-4321; (11) 3333-4444",
  ])("finds a number with more around it: %s", async (typed) => {
    const story = await start("BR", reading);
    const contact = story.portal.add("contacts", { firstname: "Ana", phone: typed });
    story.portal.add("contacts", { firstname: "Bia", phone: "(21) 98765-4321" });
    await story.deliver(aCall({ customer_phone: "+5511987654321" }));
    await story.settle();
    expect(story.portal.notesOf(contact)).toHaveLength(1);
    expect(story.portal.contacts()).toHaveLength(2);
  });

  it("finds numbers with more around them in a burst, those of one block by what they share", async () => {
    const story = await start("BR", reading);
    const typed = (end: string, index: number) =>
      [
        `11 987654${end} ramal ${index}`,
        `(11) 3222-1111 / (11) 98765-4${end}`,
        `(0xx11) 98765-4${end}`,
        `+55 11 98765-4${end}`,
        `11 98765-4${end} ou 11 3333-4444`,
      ][index % 5] as string;
    const ends = Array.from({ length: 40 }, (_, index) => String(300 + index));
    const contacts = ends.map((end, index) => story.portal.add("contacts", { firstname: `Ana ${index}`, phone: typed(end, index) }));
    for (const end of ends) await story.deliver(aCall({ customer_phone: `+5511987654${end}` }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(ends.length);
    expect(contacts.map((contact) => story.portal.notesOf(contact).length)).toEqual(ends.map(() => 1));
  });

  it("finds up to five numbers with more around them that have nothing in common, in a burst", async () => {
    const story = await start("BR", reading);
    const called = ["+5511987650001", "+5521976541234", "+5531965437788", "+5541954326655", "+5551943210987"];
    const contacts = called.map((number, index) =>
      story.portal.add("contacts", { firstname: `Ana ${index}`, phone: `${number.slice(3, 5)} ${number.slice(5)} ramal ${index}` }),
    );
    for (const customer_phone of called) await story.deliver(aCall({ customer_phone }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(called.length);
    expect(contacts.map((contact) => story.portal.notesOf(contact).length)).toEqual(called.map(() => 1));
  });
});

describe("what either reading costs", () => {
  const searches = ({ portal }: Story) => portal.requests.filter(({ path }) => path.endsWith("/search")).length;
  const burst = async (typed: (end: string) => string | null, count = 100) => {
    const story = await start("BR", "the United States");
    for (let index = 0; index < count; index++) {
      const phone = typed(String(1000 + index));
      if (phone !== null) story.portal.add("contacts", { firstname: `Ana ${index}`, phone });
    }
    for (let index = 0; index < count; index++) await story.deliver(aCall({ customer_phone: `+551198765${1000 + index}` }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(count);
    return searches(story);
  };

  it("is one search for a hundred customers whose numbers are typed with +", async () => {
    expect(await burst((end) => `+55 11 98765-${end}`)).toBe(1);
  });

  it.each<[string, (end: string) => string]>([
    ["(11) 98765-…", (end) => `(11) 98765-${end}`],
    ["5511…", (end) => `551198765${end}`],
  ])("is three for a hundred typed %s", async (_, typed) => {
    expect(await burst(typed)).toBeLessThanOrEqual(3);
  });

  it("is at most one more for a hundred where some have more around them", async () => {
    const plain = await burst((end) => `(11) 98765-${end}`);
    expect(await burst((end) => `(11) 98765-${end}${end.endsWith("7") ? ` ramal ${end}` : ""}`)).toBeLessThanOrEqual(plain + 1);
  });
});

describe("in a burst of customers who show how the portal reads", () => {
  const KNOWN = 55;
  const UNKNOWN = 145;
  const numberOf = (index: number) => `+55119${String(20_000_000 + index * 7919)}`;
  const typed = (index: number) => numberOf(index).slice(3);
  /** `otherwise`: which of the unknown numbers stand in HubSpot after all, read as the United States do. */
  const burst = async (reading: Reading, otherwise: number[]) => {
    const story = await start("BR", reading);
    for (let index = 0; index < KNOWN; index++) story.portal.add("contacts", { firstname: `Ana ${index}`, phone: typed(index) });
    if (otherwise.length > 0) story.portal.phonesReadAs = "US";
    for (const index of otherwise) story.portal.add("contacts", { firstname: `Bia ${index}`, phone: typed(KNOWN + index) });
    await Promise.all(Array.from({ length: KNOWN + UNKNOWN }, (_, index) => story.deliver(aCall({ customer_phone: numberOf(index) }))));
    await story.settle();
    expect(story.portal.all("notes")).toHaveLength(KNOWN + UNKNOWN);
    const searches = story.portal.requests.filter(({ path }) => path.endsWith("/search")).length;
    return { contacts: story.portal.contacts().length, searches };
  };

  it("the reading that it does not have is looked for of few", async () => {
    const national = await burst("its own country", []);
    const american = await burst("the United States", []);
    expect([national.contacts, american.contacts]).toEqual([KNOWN + UNKNOWN, KNOWN + UNKNOWN]);
    expect(national.searches).toBeLessThan(american.searches);
  });

  it("all are looked for under both as soon as one of those few is found: nobody is doubled in a portal that has both", async () => {
    expect((await burst("its own country", [3, 100, 140])).contacts).toBe(KNOWN + UNKNOWN);
  });
});

describe("of two contacts that hold one number in different properties", () => {
  it.each([
    ["the latest", "alone", [0, 1]],
    ["the one with it in `phone`", "in a burst", [1, 0]],
  ])("%s is the customer, %s", async (_, how, notes) => {
    const story = await start("BR", "its own country");
    const inPhone = story.portal.add("contacts", { firstname: "Ana", phone: "+5511987654321" });
    const inMobile = story.portal.add("contacts", { firstname: "Later", mobilephone: "+5511987654321" });
    await story.deliver(aCall({ customer_phone: "+5511987654321" }));
    if (how === "in a burst")
      for (let index = 0; index < 5; index++) await story.deliver(aCall({ customer_phone: `+55119876500${10 + index}` }));
    await story.settle();
    expect([story.portal.notesOf(inPhone).length, story.portal.notesOf(inMobile).length]).toEqual(notes);
  });
});
