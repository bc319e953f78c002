import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Moved
country: BR
records:
  company:
    find_by:
      - domain: "{{ input_variables.domain }}"
    if_missing: create
    set: { name: "{{ input_variables.domain }}" }
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    if_several: latest
    set:
      phone: { from: customer_phone, write: if_empty }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const PHONE = "+5511987650001";

const start = (mapping = MAPPING) => startStory({ mappings: [mapping], portal: { indexLagMs: 20_000 } });

async function called(story: Story, input: Record<string, unknown> = {}, fields: Record<string, unknown> = {}) {
  const call = aCall({ customer_phone: PHONE, input_variables: input, ...fields });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

describe("a contact that we made", () => {
  it("is left alone when a person has moved its number to another contact", async () => {
    const story = await start();
    const made = (await called(story)).records["contact"].id;
    const other = story.portal.add("contacts", { firstname: "Bruno", phone: "(11) 98765-0001" });
    story.portal.edit("contacts", made, { phone: "" });
    story.clock.advance(60_000);
    expect((await called(story)).records["contact"].id).toBe(other);
    expect((await called(story)).records["contact"].id).toBe(other);
  });

  it("is left alone when its number was emptied: the next call makes a new one, and only one", async () => {
    const story = await start();
    const made = (await called(story)).records["contact"].id;
    story.portal.edit("contacts", made, { phone: "+5511987659999" });
    story.clock.advance(60_000);
    const next = (await called(story)).records["contact"].id;
    expect(next).not.toBe(made);
    expect((await called(story)).records["contact"].id).toBe(next);
    expect(story.portal.contacts()).toHaveLength(2);
  });

  it("is known at once, though search does not see it yet", async () => {
    const story = await start();
    const made = (await called(story)).records["contact"].id;
    expect((await called(story)).records["contact"].id).toBe(made);
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it("is known by a number that the mapping writes elsewhere", async () => {
    const story = await start(MAPPING.replace("phone: { from: customer_phone, write: if_empty }", 'phone: "{{ input_variables.main }}"'));
    const made = (await called(story, { main: "+5511987650077" })).records["contact"].id;
    expect((await called(story, { main: "+5511987650077" })).records["contact"].id).toBe(made);
    expect(story.portal.contacts()).toHaveLength(1);
  });
});

it("a contact that was found by its e-mail is right for it, though its number differs", async () => {
  const story = await start();
  const ana = story.portal.add("contacts", { firstname: "Ana", email: "ana@acme.example", phone: "+5511987651111" });
  story.clock.advance(60_000);
  for (let times = 0; times < 2; times++) expect((await called(story, { email: "ana@acme.example" })).records["contact"].id).toBe(ana);
  expect(story.portal.contacts()).toHaveLength(1);
});

it("a contact that an operator chose is left when a person has moved the number to another", async () => {
  const story = await start(MAPPING.replace("if_several: latest", "if_several: hold"));
  const [one, two] = ["Alda", "Bruno"].map((firstname) => story.portal.add("contacts", { firstname, phone: PHONE }));
  story.clock.advance(60_000);
  const held = await called(story);
  await story.api("POST", `/api/calls/${held.call}/choose`, { contact: one });
  await story.settle();
  expect((await story.call(held.call)).records["contact"].id).toBe(one);
  story.portal.edit("contacts", one!, { phone: "" });
  story.clock.advance(60_000);
  expect((await called(story)).records["contact"].id).toBe(two);
});

it("a contact that an operator chose instead of the one written is left once the number that it carried is moved", async () => {
  const story = await start();
  const [one, two] = ["Alda", "Bruno"].map((firstname) => story.portal.add("contacts", { firstname, phone: PHONE }));
  story.clock.advance(60_000);
  const written = await called(story);
  expect(written.records["contact"].id).toBe(two);
  await story.api("POST", `/api/calls/${written.call}/choose`, { contact: one });
  await story.settle();
  expect((await called(story)).records["contact"].id).toBe(one);
  story.portal.edit("contacts", one!, { phone: "" });
  story.clock.advance(60_000);
  expect((await called(story)).records["contact"].id).toBe(two);
});

it("the survivor of a merge is the customer's contact, though the merge dropped the number", async () => {
  const story = await start();
  const made = (await called(story)).records["contact"].id;
  const other = story.portal.add("contacts", { firstname: "Bruno", phone: "+5511987652222", email: "bruno@acme.example" });
  const survivor = story.portal.merge("contacts", other, made);
  story.portal.edit("contacts", survivor, { phone: "+5511987652222", mobilephone: "" });
  story.clock.advance(60_000);
  for (let times = 0; times < 3; times++) expect((await called(story)).records["contact"].id).toBe(survivor);
});

it("a company whose domain was taken away is not given it back", async () => {
  const story = await start();
  const made = (await called(story, { domain: "https://www.mesanova.example/contact" })).records["company"].id;
  expect((await called(story, { domain: "https://www.mesanova.example/contact" })).records["company"].id).toBe(made);
  story.portal.edit("companies", made, { domain: "" });
  story.clock.advance(60_000);
  const next = (await called(story, { domain: "mesanova.example" })).records["company"].id;
  expect(next).not.toBe(made);
  expect(story.portal.all("companies").find(({ id }) => id === made)?.properties["domain"] ?? "").toBe("");
});
