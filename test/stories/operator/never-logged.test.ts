import { expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

async function called(story: Story, customer_phone: string) {
  const call = aCall({ customer_phone });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

it("a number on the list is never written, however it is spelled, and says so; its neighbours are", async () => {
  const story = await startStory({ mappings: [SALES] });
  expect(await story.api("POST", "/api/never-logged", { phone: "(11) 98765-0001", label: "reception" })).toMatchObject({ status: 201 });
  expect(await called(story, "+5511987650001")).toMatchObject({
    status: "skipped",
    reason: expect.stringContaining("never_logged_number"),
    records: {},
  });
  // The same end of another area, and Brazil's old spelling of the same subscriber.
  expect(await called(story, "+5521987650001")).toMatchObject({ status: "written" });
  expect(await called(story, "+551187650001")).toMatchObject({ status: "skipped" });
  expect(story.portal.contacts()).toHaveLength(1);
});

it("the list shows no number, and one taken off it is written by a replay", async () => {
  const story = await startStory({ mappings: [SALES] });
  const { body } = await story.api("POST", "/api/never-logged", { phone: "+5511987650001", label: "test phone" });
  const skipped = await called(story, "+5511987650001");
  expect((await story.api("GET", "/api/never-logged")).body).toEqual({
    numbers: [{ id: body.id, label: "test phone", since: expect.any(String) }],
  });
  expect(JSON.stringify(await story.sql("SELECT value FROM portal WHERE name = 'never_logged'"))).not.toMatch(/87650001/);
  expect((await story.api("DELETE", `/api/never-logged/${body.id}`)).status).toBe(204);
  expect((await story.api("DELETE", `/api/never-logged/${body.id}`)).status).toBe(404);
  await story.api("POST", `/api/calls/${skipped.call}/replay`);
  await story.settle();
  expect(await story.call(skipped.call)).toMatchObject({ status: "written" });
});

it("the same number stands there once, under its newest name; what is no number is refused", async () => {
  const story = await startStory({ mappings: [SALES] });
  for (const label of ["a", "b"]) await story.api("POST", "/api/never-logged", { phone: "+55 11 98765-0001", label });
  expect((await story.api("GET", "/api/never-logged")).body.numbers).toEqual([expect.objectContaining({ label: "b" })]);
  for (const phone of ["hello", "12", ""]) expect((await story.api("POST", "/api/never-logged", { phone })).status).toBe(400);
  expect((await called(story, "")).status).not.toBe("pending");
});
