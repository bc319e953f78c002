import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const COMPANY = `
version: 1
name: Known by us
country: BR
records:
  company:
    find_by:
      - domain: "{{ input_variables.domain }}"
    if_missing: create
    set:
      name: "{{ input_variables.domain }}"
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const [ANA, BRUNO] = ["+5511987650001", "+5511987650002"];
const INDEX_LAG_MS = 20_000;

const callOf = (phone: string, domain = "mesanova.example") => aCall({ customer_phone: phone, input_variables: { domain } });
const start = (mapping: string): Promise<Story> => startStory({ mappings: [mapping], portal: { indexLagMs: INDEX_LAG_MS } });

async function bring(story: Story, body: Record<string, unknown>): Promise<void> {
  await story.deliver(body);
  await story.settle();
}

describe("a company that search does not see yet", () => {
  it("is the one that another customer's call created, however its domain is spelt", async () => {
    const story = await start(COMPANY);
    await bring(story, callOf(ANA));
    story.clock.advance(5_000);
    await bring(story, callOf(BRUNO, "MesaNova.example"));
    const [company] = story.portal.all("companies");
    expect(story.portal.all("companies")).toHaveLength(1);
    expect(story.portal.associated("companies", company!.id, "contacts")).toHaveLength(2);
  });

  it("is not created again after the machine has died, although the contact is known", async () => {
    const story = await start(COMPANY);
    story.portal.add("contacts", { firstname: "Ana", phone: ANA });
    story.clock.advance(60_000);
    await bring(story, { ...callOf(ANA), input_variables: {} });
    story.portal.faults.next.push({ effect: "drop-after", path: "companies/batch/create" });
    await story.deliver(callOf(ANA));
    await story.drain();
    await story.die();
    await story.settle();
    expect(story.portal.all("companies")).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(2);
  });

  it("is created anew where a person has deleted it, and known from then on", async () => {
    const story = await start(COMPANY);
    await bring(story, callOf(ANA));
    story.portal.archive("companies", story.portal.all("companies")[0]!.id);
    await bring(story, callOf(BRUNO));
    await bring(story, callOf("+5511987650003"));
    expect(story.portal.all("companies")).toHaveLength(1);
  });
});

it("a company that a person made later is taken, where the latest is wanted", async () => {
  const story = await start(COMPANY);
  await bring(story, callOf(ANA));
  story.clock.advance(60_000);
  const later = story.portal.add("companies", { name: "Mesa Nova", domain: "mesanova.example" });
  story.clock.advance(60_000);
  const call = callOf(BRUNO);
  await bring(story, call);
  expect((await story.call(call["id"] as number)).records["company"].id).toBe(later);
});

const REFERRED = `
version: 1
name: Referred
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      firstname: "{{ input_variables.customer_name }}"
  referrer:
    object: contacts
    find_by:
      - phone: "{{ input_variables.referrer_phone }}"
    if_missing: create
    set:
      phone: { from: input_variables.referrer_phone, write: if_empty }
      city: "{{ input_variables.city }}"
  note:
    on: [contact, referrer]
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const referred = (referrer_phone: string) =>
  aCall({ customer_phone: ANA, input_variables: { customer_name: "Ana", referrer_phone, city: "Recife" } });

describe("two contacts of one mapping", () => {
  it("are each known by their own number", async () => {
    const story = await start(REFERRED);
    const ana = story.portal.add("contacts", { firstname: "Ana", phone: ANA });
    const bruno = story.portal.add("contacts", { firstname: "Bruno", phone: BRUNO });
    story.clock.advance(60_000);
    await bring(story, referred(BRUNO));
    const second = referred(BRUNO);
    await bring(story, second);
    const { records } = await story.call(second["id"] as number);
    expect([records["contact"].id, records["referrer"].id]).toEqual([ana, bruno]);
    // Neither had to be looked for again.
    expect([records["contact"].tried, records["referrer"].tried]).toEqual([undefined, undefined]);
  });

  it("that have one number are one new contact, with what both records say", async () => {
    const story = await start(REFERRED);
    const call = referred(ANA);
    await bring(story, call);
    const [contact] = story.portal.contacts();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(contact!.properties).toMatchObject({ firstname: "Ana", city: "Recife" });
    expect(story.portal.notesOf(contact!.id)).toHaveLength(1);
    const { status, records } = await story.call(call["id"] as number);
    expect([status, records["contact"].id, records["referrer"].id]).toEqual(["written", contact!.id, contact!.id]);
  });

  it("that are one contact of HubSpot's are changed by one write", async () => {
    const story = await start(REFERRED);
    story.portal.add("contacts", { firstname: "A.", phone: ANA });
    story.clock.advance(60_000);
    await bring(story, referred(ANA));
    expect(story.portal.contacts().map(({ properties }) => [properties["firstname"], properties["city"]])).toEqual([["Ana", "Recife"]]);
    expect(story.portal.requests.filter(({ path }) => path.endsWith("contacts/batch/update"))).toHaveLength(1);
  });

  it("that have one number are one contact after a lost answer, too", async () => {
    const story = await start(REFERRED);
    story.portal.faults.next.push({ effect: "drop-after", path: "contacts/batch/create" });
    await bring(story, referred(ANA));
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

const SECOND_NUMBER = SALES.replace(
  '- phone: "{{ customer_phone }}"',
  '- phone: "{{ customer_phone }}"\n      - phone: "{{ input_variables.second_phone }}"',
);

describe("while it is not known what a cut-off attempt created", () => {
  it("another customer's call that names the same number waits, and goes to the same contact", async () => {
    const story = await start(SECOND_NUMBER);
    story.portal.faults.next.push({ effect: "drop-after", path: "contacts/batch/create" });
    await story.deliver(aCall({ customer_phone: ANA }));
    await story.drain();
    await story.deliver(aCall({ customer_phone: BRUNO, input_variables: { second_phone: ANA } }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.notesOf(story.portal.contacts()[0]!.id)).toHaveLength(2);
  });

  it("calls of others go on", async () => {
    const story = await start(SECOND_NUMBER);
    story.portal.faults.next.push({ effect: "drop-after", path: "contacts/batch/create" });
    await story.deliver(aCall({ customer_phone: ANA }));
    await story.drain();
    const other = aCall({ customer_phone: BRUNO });
    await story.deliver(other);
    await story.drain();
    expect((await story.call(other["id"] as number)).status).toBe("written");
  });
});
