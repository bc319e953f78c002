import { expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "../on-the-pages/reader.ts";

const HOUR_MS = 3_600_000;
const ID = 88_001;

const outcomes = async (story: Story) => (await story.call(ID)).history.map(({ outcome }) => outcome);

/** The text of a call's page, without its tags. */
const textOf = async (path: string) => (await (await reader("admin-token")).page(path)).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

it("a call's history tells each try, what HubSpot answered, what was found written after a lost answer, and when it goes on", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.drain();
  story.portal.faults.next.push(
    { effect: "error-before", path: "contacts/search" },
    { effect: "error-after", path: "contacts/batch/create" },
  );
  await story.deliver(aCall({ id: ID }));
  await story.drain();
  const waiting = await story.call(ID);
  expect(waiting.status).toBe("pending");
  expect(waiting.history[0]).toMatchObject({
    outcome: "trouble",
    problem: { code: "hubspot_unreachable", details: { status: expect.any(Number) } },
    next_try_at: expect.any(String),
  });
  expect(await textOf(`/calls/${ID}`)).toMatch(/HubSpot did not take it .* HTTP 50\d .* Next try/);
  await story.settle(HOUR_MS);
  const written = await story.call(ID);
  expect(written.history.at(-1)).toMatchObject({
    outcome: "written",
    wrote: { contact: "landed", note: "created" },
    at: written.settled_at,
  });
});

it("what HubSpot refused a record for stands with its status, code and correlation id, until and after a replay", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.removeProperty("contacts", "firstname");
  await story.deliver(aCall({ id: ID }));
  await story.settle(HOUR_MS);
  const held = (await story.call(ID)).history.at(-1);
  expect(held).toMatchObject({
    outcome: "held",
    problem: { code: "no_such_property", details: { status: 400, correlationId: expect.any(String) } },
  });
  story.portal.defineProperty("contacts", { name: "firstname", type: "string", fieldType: "text" });
  story.clock.advance(60_000);
  await (await reader("admin-token")).post(`/calls/${ID}/replay`);
  await story.settle(HOUR_MS);
  expect(await outcomes(story)).toEqual(["held", "written"]);
  expect(await textOf(`/calls/${ID}`)).toMatch(/Delivered .*Held .*no_such_property.*Replayed .*ADMIN_TOKEN.*Written · contact created/);
});

it("an earlier body, an undo and an action stand in the history too", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver(aCall({ id: ID }));
  await story.settle(HOUR_MS);
  story.clock.advance(HOUR_MS);
  await story.deliver(aCall({ id: ID, extracted_variables: { summary: "Wants ten" }, finished_at: "2026-03-02T15:56:04.000000Z" }));
  await story.settle(HOUR_MS);
  await story.api("POST", `/api/calls/${ID}/undo`);
  await story.settle(HOUR_MS);
  const action = await story.api("POST", "/api/actions", { do: "replay", where: {} });
  await story.settle(HOUR_MS);
  expect(await outcomes(story)).toEqual(["written", "delivered", "written", "undone", "written"]);
  const page = await (await reader("admin-token")).page(`/calls/${ID}`);
  expect(page).toContain(`/actions/${action.body.action}`);
});

it("keeps the latest twenty tries, none of the customer's words, and nothing once the body is erased", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.deliver(aCall({ id: ID }));
  for (let replay = 0; replay < 25; replay++) {
    await story.settle(HOUR_MS);
    await story.api("POST", `/api/calls/${ID}/replay`);
  }
  await story.settle(HOUR_MS);
  const { history } = await story.call(ID);
  expect(history).toHaveLength(20);
  expect(JSON.stringify(history)).not.toMatch(/Beatriz|98765|desks/i);
  story.clock.advance(40 * 24 * HOUR_MS);
  await story.inOutbox((outbox) => outbox.wake());
  expect(await story.call(ID)).toMatchObject({ body: "erased", history: [] });
  expect(await textOf(`/calls/${ID}`)).toMatch(/Settled: written/);
});
