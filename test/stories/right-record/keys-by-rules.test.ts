import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Keys
country: BR
records:
  contact:
    find_by:
      - email: { from: input_variables.writes_as, format: email }
      - phone: { from: extracted_variables.callback, format: phone }
    set:
      jobtitle: { from: extracted_variables.job }
  company:
    when: { input_variables.writes_as: { not: { ends_with: ["@gmail.com", "@hotmail.com"] } } }
    find_by:
      - domain: { from: input_variables.site, format: domain }
      - domain: { from: input_variables.writes_as, format: domain }
      - name: { from: input_variables.branch, map: { sp: Acme São Paulo, rj: Acme Rio }, otherwise: keep }
    if_missing: create
    set:
      name: { from: input_variables.company, write: if_empty }
      description: { from: extracted_variables.summary }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

async function begin(): Promise<Story> {
  return startStory({ mappings: [MAPPING] });
}

async function called(story: Story, input_variables: object, extracted_variables: object = {}) {
  const call = aCall({ input_variables, extracted_variables: { summary: "Desks", job: "Buyer", ...extracted_variables } });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

describe("what a record is found by may be a rule", () => {
  it.each([
    ["the domain of a web address", { site: "https://www.Acme.com/contact?from=x" }],
    ["the domain of an e-mail address", { writes_as: "Ana <ana@acme.com>" }],
    ["what a map makes of a word", { branch: "SP" }],
  ])("%s", async (_says, variables) => {
    const story = await begin();
    const acme = story.portal.add("companies", { name: "Acme São Paulo", domain: "acme.com" });
    story.portal.add("companies", { name: "Acme Rio", domain: "acme.com.br" });
    const view = await called(story, variables);
    expect(view).toMatchObject({ status: "written", records: { company: { id: acme, action: "updated" } } });
  });

  it("an address and a number within what was said", async () => {
    const story = await begin();
    const ana = story.portal.add("contacts", { email: "ana@gmail.com" });
    const bia = story.portal.add("contacts", { firstname: "Bia", phone: "+55 11 98765-0002" });
    expect(await called(story, { writes_as: "it is ana@gmail.com" })).toMatchObject({
      records: { contact: { id: ana }, company: { action: "skipped" } },
    });
    expect(await called(story, {}, { callback: "(11) 98765-0002" })).toMatchObject({ records: { contact: { id: bia } } });
  });

  it("and a record that is missing is created with what was looked for, as the rule made it", async () => {
    const story = await begin();
    await called(story, { site: "www.prado.example/about", company: "Prado" });
    expect(story.portal.all("companies").map(({ properties }) => properties)).toMatchObject([{ domain: "prado.example", name: "Prado" }]);
  });

  it("where the format reads nothing, or the map names no such word, nothing is looked for", async () => {
    const story = await begin();
    story.portal.add("companies", { name: "mg", domain: "none.example" });
    const view = await called(story, { site: "no site", branch: "mg" });
    expect(view.records["company"]).toMatchObject({
      action: "skipped",
      tried: ["the call brought no domain", "the call brought no domain", "the call brought no name"],
    });
    expect(story.portal.all("companies")).toHaveLength(1);
  });
});
