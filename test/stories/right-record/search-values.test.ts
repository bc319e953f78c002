import { expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (property: string) => `
version: 1
name: By a value
country: BR
records:
  company:
    find_by:
      - ${property}: "{{ input_variables.key }}"
    if_missing: create
    set:
      name: "{{ input_variables.customer_name }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

async function call(story: Story, key: string) {
  const body = aCall({ input_variables: { customer_name: "Mesa Nova", key } });
  await story.deliver(body);
  await story.settle();
  return story.call(body["id"] as number);
}

it("finds a record by an option, whose capital letters HubSpot's search tells apart", async () => {
  const story = await startStory({ mappings: [mapping("branch")] });
  const options = ["North", "NORTH", "south"].map((value) => ({ value, label: `Branch ${value}` }));
  story.portal.defineProperty("companies", { name: "branch", type: "enumeration", fieldType: "select", options });
  const [north, capitals] = ["North", "NORTH"].map((branch) => story.portal.add("companies", { name: branch, branch }));
  expect((await call(story, "North")).records["company"]).toMatchObject({ id: north });
  expect((await call(story, "NORTH")).records["company"]).toMatchObject({ id: capitals });
  expect(story.portal.all("companies")).toHaveLength(2);
});

it("finds a record by a text in whatever case it is written", async () => {
  const story = await startStory({ mappings: [mapping("customer_code")] });
  story.portal.defineProperty("companies", { name: "customer_code" });
  const company = story.portal.add("companies", { name: "Mesa Nova", customer_code: "AB-12" });
  expect((await call(story, "ab-12")).records["company"]).toMatchObject({ id: company });
});

it("finds a hundred and twenty records in one burst by short codes, a hundred in an IN", async () => {
  const story = await startStory({ mappings: [mapping("customer_code")] });
  story.portal.defineProperty("companies", { name: "customer_code" });
  for (let index = 0; index < 120; index++) story.portal.add("companies", { name: `C ${index}`, customer_code: `c${index}` });
  for (let index = 0; index < 120; index++)
    await story.deliver(aCall({ customer_phone: `+551198765${1000 + index}`, input_variables: { key: `C${index}` } }));
  await story.settle();
  expect(story.portal.all("companies")).toHaveLength(120);
  expect(story.portal.all("notes")).toHaveLength(120);
});

it("holds a call whose key is longer than any search takes, and says so: it is not taken for somebody new", async () => {
  const story = await startStory({ mappings: [mapping("customer_code")] });
  story.portal.defineProperty("companies", { name: "customer_code" });
  const key = "k".repeat(3_100);
  story.portal.add("companies", { name: "Mesa Nova", customer_code: key });
  const held = await call(story, key);
  expect(held).toMatchObject({
    status: "held",
    problem: { code: "key_too_long", who: "crm_admin", params: { property: "customer_code" } },
  });
  expect(JSON.stringify(held.problem)).not.toContain("kkk");
  expect(story.portal.all("companies")).toHaveLength(1);
  expect(await call(story, "short")).toMatchObject({ status: "written" });
});
