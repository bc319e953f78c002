import { expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const phoneOf = (index: number) => `+551198765${String(index).padStart(4, "0")}`;
const statuses = async (story: Story): Promise<string[]> =>
  (await story.api("GET", "/api/calls?limit=200")).body.calls.map(({ status }: { status: string }) => status).toSorted();

it("asks ever more rarely while only a part of HubSpot is down, and goes on when it is back", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver(aCall({ customer_phone: phoneOf(1) }));
  await story.settle();
  let [asked, isDown] = [0, true];
  onTheWay(async (request, pass) => {
    asked += 1;
    return isDown && request.url.includes("batch/create") ? new Response(null, { status: 503 }) : pass(request);
  });
  for (let index = 2; index < 60; index++) await story.deliver(aCall({ customer_phone: phoneOf(index) }));
  await story.settle(HOUR_MS);
  expect(asked).toBeLessThan(600);
  isDown = false;
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(59);
  expect(story.portal.contacts()).toHaveLength(59);
});

it("needs nothing of the account's own page: that alone may be down", async () => {
  const story = await startStory({ mappings: [SALES] });
  let asked = 0;
  onTheWay(async (request, pass) => {
    if (!request.url.includes("account-info")) return pass(request);
    asked += 1;
    return new Response(null, { status: 503 });
  });
  for (let index = 0; index < 5; index++) {
    await story.deliver(aCall({ customer_phone: phoneOf(index) }));
    await story.settle();
  }
  expect(asked).toBeLessThan(5);
  story.portal.faults.down = "503";
  await story.deliver(aCall({ customer_phone: phoneOf(5) }));
  await story.settle(MINUTE_MS);
  story.portal.faults.down = false;
  await story.settle(HOUR_MS);
  expect(await statuses(story)).toEqual(Array(6).fill("written"));
});

it("waits a while when the day's requests are used up, whatever Retry-After says", async () => {
  const story = await startStory({ mappings: [SALES] });
  let [asked, isUsedUp] = [0, true];
  onTheWay(async (request, pass) => {
    asked += 1;
    return isUsedUp ? Response.json({ policyName: "DAILY" }, { status: 429, headers: { "Retry-After": "1" } }) : pass(request);
  });
  await story.deliver(aCall());
  await story.settle(HOUR_MS);
  expect(asked).toBeLessThan(400);
  isUsedUp = false;
  await story.settle(HOUR_MS);
  expect(await statuses(story)).toEqual(["written"]);
});

it("a scope that was missing is noticed when it is there, with what it lets be read", async () => {
  const story = await startStory({ mappings: [SALES] });
  const contact = story.portal.add("contacts", { firstname: "Ivo", lastname: "Luz", phone: "+5511987650001" });
  const deal = story.portal.add(
    "deals",
    { dealname: "Desks", dealstage: "appointmentscheduled" },
    { associations: { contacts: [contact] } },
  );
  story.portal.missingScopes.add("crm.objects.deals.read");
  await story.deliver(aCall({ extracted_variables: { status: true, summary: "s", next_action: "send_contract" } }));
  await story.settle(10 * MINUTE_MS);
  story.portal.missingScopes.clear();
  await story.settle(30 * MINUTE_MS);
  expect(await statuses(story)).toEqual(["written"]);
  expect(story.portal.get("deals", deal)?.properties["dealstage"]).toBe("contractsent");
});

const BY_A_PROPERTY_THAT_IS_NOT_THERE = `
version: 1
name: Companies
when: { status: failed }
records:
  company:
    find_by:
      - tax_number: "{{ input_variables.tax }}"
    if_missing: create
    set:
      name: "{{ input_variables.customer_name }}"
  note:
    body: x
`;

it("a mapping that looks for something that HubSpot does not have holds its own calls, with what to do, and no others", async () => {
  const story = await startStory({ mappings: [BY_A_PROPERTY_THAT_IS_NOT_THERE, SALES] });
  for (let index = 0; index < 40; index++)
    await story.deliver(
      aCall({
        customer_phone: phoneOf(index),
        ...(index % 2 === 0 && { status: "failed", input_variables: { tax: String(index), customer_name: "Mesa Nova" } }),
      }),
    );
  await story.settle(HOUR_MS);
  expect(await statuses(story)).toEqual([...Array(20).fill("held"), ...Array(20).fill("written")]);
  const held = (await story.api("GET", "/api/calls?status=held&limit=1")).body.calls[0];
  expect(held.problem).toMatchObject({
    who: "crm_admin",
    message: expect.stringContaining("`tax_number`"),
    fix: expect.stringContaining("replay"),
  });
  expect(story.portal.requests.length).toBeLessThan(30);
  story.portal.defineProperty("companies", { name: "tax_number", label: "Tax number", type: "string", fieldType: "text" } as never);
  await story.api("POST", `/api/calls/${held.call}/replay`);
  await story.settle();
  expect((await story.call(held.call)).status).toBe("written");
});

it.each([423, 500])("one record that HubSpot answers %i to, whoever comes with it, does not hold up the others", async (status) => {
  const story = await startStory({
    mappings: [SALES.replace("      phone: {", '      jobtitle: "{{ extracted_variables.role }}"\n      phone: {')],
  });
  const contacts = Array.from({ length: 30 }, (_, index) =>
    story.portal.add("contacts", { firstname: `Known ${index}`, phone: phoneOf(index) }),
  );
  let asked = 0;
  onTheWay(async (request, pass, body) => {
    asked += 1;
    const isPoisoned = request.url.includes("contacts/batch/update") && body.inputs.some(({ id }: { id: string }) => id === contacts[7]);
    return isPoisoned ? Response.json({ status: "error" }, { status }) : pass();
  });
  for (let index = 0; index < 30; index++)
    await story.deliver(aCall({ customer_phone: phoneOf(index), extracted_variables: { summary: "s", role: "Buyer" } }));
  await story.settle(20 * MINUTE_MS);
  expect(story.portal.contacts().filter(({ properties }) => properties["jobtitle"] === "Buyer")).toHaveLength(29);
  expect(await statuses(story)).toEqual(["pending", ...Array(29).fill("written")]);
  expect(asked).toBeLessThan(1_000);
});
