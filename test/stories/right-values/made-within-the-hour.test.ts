import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (rule: string) => `
version: 1
name: Fresh
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      ${rule}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const start = async (rule = "interest: { from: extracted_variables.interest }") => {
  const story = await startStory({ mappings: [mapping(rule)] });
  const options = [{ value: "low", label: "Low" }];
  story.portal.defineProperty("contacts", { name: "interest", type: "enumeration", fieldType: "select", options });
  return story;
};

let customer = 1000;
const bring = async (story: Story, interest: string) => {
  const call = aCall({ customer_phone: `+551198765${customer++}`, extracted_variables: { summary: "x", interest } });
  await story.deliver(call);
  await story.settle(10_000);
  return story.call(call["id"] as number);
};

const addOption = (story: Story, value: string) => {
  const options = [
    { value: "low", label: "Low" },
    { value, label: value },
  ];
  story.portal.defineProperty("contacts", { name: "interest", type: "enumeration", fieldType: "select", options });
};

const schemaReads = ({ portal }: Story) => portal.requests.filter(({ path }) => path.includes("/properties/")).length;

describe("what was made in HubSpot within the hour", () => {
  it("is seen before a call's value is left out", async () => {
    const story = await start();
    await bring(story, "low");
    story.clock.advance(120_000);
    addOption(story, "huge");
    expect(await bring(story, "huge")).toMatchObject({ status: "written", records: { contact: { set: { interest: { to: "huge" } } } } });
    expect(story.portal.contacts().at(-1)?.properties["interest"]).toBe("huge");
  });

  it("is seen before a call is held for what the mapping's author wrote", async () => {
    const story = await start("interest: { value: huge }");
    story.clock.advance(120_000);
    expect(await bring(story, "x")).toMatchObject({ status: "held", problem: { code: "no_such_option" } });
    story.clock.advance(120_000);
    addOption(story, "huge");
    expect(await bring(story, "x")).toMatchObject({ status: "written" });
  });

  it("is seen at once where the mapping changes", async () => {
    const story = await start();
    await bring(story, "low");
    story.portal.defineProperty("contacts", {
      name: "branch",
      type: "enumeration",
      fieldType: "select",
      options: [{ value: "b1", label: "Recife" }],
    });
    await story.useMappings(mapping("branch: { value: Recife }"));
    expect(await bring(story, "low")).toMatchObject({ status: "written", records: { contact: { set: { branch: { to: "b1" } } } } });
  });

  it("is asked for at most once a minute, however many calls bring what the portal lacks", async () => {
    const story = await start();
    await bring(story, "low");
    const before = schemaReads(story);
    for (let index = 0; index < 6; index++) await bring(story, `nothing ${index}`);
    expect(schemaReads(story) - before).toBeLessThanOrEqual(2);
  });
});
