import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "./reader.ts";

const PHONE = "+5511987650001";
const TEN = SALES.replace("AI call:", "Call by our assistant:");

/** What is stored of calls, and what HubSpot holds. */
const held = async (story: Story) => ({
  rows: await story.sql<{ n: number }>(
    "SELECT (SELECT count(*) FROM calls) + (SELECT count(*) FROM bodies) + (SELECT count(*) FROM identities) AS n",
  ),
  portal: ["contacts", "deals", "notes"].map((object) => story.portal.all(object)),
});

async function called(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

describe("what a body would write", () => {
  it("is what HubSpot's own contact would get, and nothing is stored or written for it", async () => {
    const story = await startStory({ mappings: [SALES] });
    const contact = story.portal.add("contacts", { firstname: "Bea", phone: PHONE });
    const before = await held(story);
    const { body } = await story.api("POST", "/api/plan", aCall({ customer_phone: "(11) 98765-0001" }));
    expect(body).toMatchObject({ looked_up: true, mapping: "Sales", problem: null });
    expect(body.records[0]).toMatchObject({ name: "contact", action: "update", id: contact, properties: { lastname: "Prado" } });
    expect(body.records[0].properties).not.toHaveProperty("firstname");
    expect(await held(story)).toEqual(before);
    expect(story.portal.requests.filter(({ path }) => /create|update|archive/.test(path))).toEqual([]);
    expect(story.portal.requests.length).toBeLessThan(12);
  });

  it("is what a new customer would get where HubSpot does not answer, and says so", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.inOutbox(() => {});
    story.portal.add("contacts", { firstname: "Bea", phone: PHONE });
    story.portal.faults.down = "503";
    const { body } = await story.api("POST", "/api/plan", aCall());
    expect(body).toMatchObject({ looked_up: false, records: [{ action: "create" }, { action: "skip" }, { action: "create" }] });
    const page = await (await reader("admin-token")).post("/try", { body: JSON.stringify(aCall()) });
    expect(await page.text()).toContain("HubSpot was not asked, or did not answer");
  });

  it("tells of a call that is written already only what its correction would change", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await called(story);
    const operator = await reader("admin-token");
    const body = { ...aCall({ id }), extracted_variables: { summary: "Wants a quote for ten desks" } };
    const page = await (await operator.post(`/calls/${id}/correct`, { body: JSON.stringify(body), do: "plan" })).text();
    expect(page).toContain("As things stand in HubSpot now");
    expect(page).toMatch(/contact\s*<span class="did unchanged">/);
    expect(page).toMatch(/note\s*<span class="did update">/);
  });

  it("is nothing for a number that is never logged, and a choice for a person where two contacts carry it", async () => {
    const story = await startStory({ mappings: [SALES.replace("if_missing: create", "if_missing: create\n    if_several: hold")] });
    await story.inOutbox(() => {});
    for (const firstname of ["Ana", "Bia"]) story.portal.add("contacts", { firstname, phone: PHONE });
    const plan = async () => (await story.api("POST", "/api/plan", aCall())).body;
    expect((await plan()).records[0]).toMatchObject({ action: "hold", problem: { code: "several_match" } });
    await story.api("POST", "/api/never-logged", { phone: PHONE, label: "Reception" });
    expect(await plan()).toMatchObject({ records: [], reason: expect.stringContaining("never") });
  });
});

describe("an action's preview", () => {
  it("counts only what differs from what stands in HubSpot now", async () => {
    const story = await startStory({ mappings: [SALES] });
    for (let n = 1; n < 4; n++) await called(story, { customer_phone: `+551198765000${n}` });
    const preview = async () => (await story.api("POST", "/api/actions", { do: "replay", where: {}, preview: true })).body;
    expect(await preview()).toEqual({ calls: 3, changes: [], changes_of: 3, looked_up: true });
    story.portal.edit("contacts", story.portal.contacts()[0]?.id as string, { lastname: "" });
    expect((await preview()).changes).toEqual([{ record: "contact", property: "lastname", calls: 1 }]);
    await story.useMappings(TEN);
    await story.inOutbox(() => {});
    expect((await preview()).changes).toContainEqual({ record: "note", property: "hs_note_body", calls: 3 });
    story.portal.faults.down = "503";
    expect(await preview()).toMatchObject({ calls: 3, changes_of: 3, looked_up: false });
  });

  it("says of how many of the newest it tells, beside the exact count", async () => {
    const story = await startStory({ mappings: [SALES] });
    for (let n = 100; n < 215; n++) await story.deliver(aCall({ customer_phone: `+5511987650${n}` }));
    await story.settle();
    const before = story.portal.requests.length;
    const { body } = await story.api("POST", "/api/actions", { do: "replay", where: {}, preview: true });
    expect(body).toMatchObject({ calls: 115, changes_of: 100, looked_up: true });
    expect(story.portal.requests.length - before).toBeLessThan(20);
    const page = await (await reader("admin-token")).page("/actions/new?do=replay");
    expect(page).toMatch(/115 calls match now[^]*Of the newest 100 of them/);
  });
});

it("the note on a call's page is said to be what was written, or what today's mapping makes of it", async () => {
  const story = await startStory({ mappings: [SALES] });
  const id = await called(story);
  const operator = await reader("admin-token");
  expect(await operator.page(`/calls/${id}`)).toMatch(/As it was written\.[^]*AI call: Wants a quote/);
  await story.useMappings(TEN);
  await story.inOutbox(() => {});
  expect(await operator.page(`/calls/${id}`)).toMatch(/This is what today&#39;s mapping makes[^]*Call by our assistant: Wants a quote/);
  story.portal.faults.down = "503";
  expect(await operator.page(`/calls/${id}`)).toContain("Call by our assistant");
});

it("what an undo would do is told by what HubSpot holds now: what somebody has touched since stays, what is gone is gone", async () => {
  const story = await startStory({ mappings: [SALES] });
  const undo = { do: "undo", where: {}, preview: true };
  for (const index of [1, 2, 3]) await called(story, { customer_phone: `+551198765000${index}` });
  const [first, second] = story.portal.contacts();
  const clean = (await story.api("POST", "/api/actions", undo)).body;
  expect(clean).toMatchObject({ calls: 3, looked_up: true });
  expect(clean.changes).toContainEqual({ record: "contact", property: "(archived)", calls: 3 });
  expect(clean.changes).toContainEqual({ record: "note", property: "(archived)", calls: 3 });
  story.portal.edit("contacts", first?.id as string, { jobtitle: "Head of offices" });
  story.portal.archive("notes", story.portal.notesOf(second?.id as string)[0]?.id as string);
  const touched = (await story.api("POST", "/api/actions", undo)).body;
  expect(touched.changes).toContainEqual({ record: "contact", property: "(archived)", calls: 2 });
  expect(touched.changes).toContainEqual({ record: "note", property: "(archived)", calls: 2 });
  expect(story.portal.requests.filter(({ path }) => path.endsWith("/archive"))).toEqual([]);
  await story.api("POST", "/api/actions", { do: "undo", where: {} });
  await story.settle();
  expect(story.portal.contacts()).toHaveLength(1);
  expect(story.portal.all("notes")).toHaveLength(0);
});
