import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { reader } from "../on-the-pages/reader.ts";

const MAPPING = `
version: 1
name: Spoilt
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  note:
    on: [contact]
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const REMATCH = MAPPING.replace("if_missing: create", "if_missing: skip\n    rematch: 7d").replace("name: Spoilt", "name: Waits");

/** What a disk, or a bug of a release, may leave in a row. */
const SPOILT = {
  "a body that is no JSON": "body = CAST('no JSON' AS BLOB), packing = 0",
  "a body that cannot be unpacked": "body = x'0001FF', packing = 3",
  "a body that is packed in a way that nobody knows": "packing = 9",
  "an empty body": "body = x'', packing = 2",
  "a receipt that is no JSON": `receipt = '{"records":'`,
  "a receipt that cannot be unpacked": "receipt = x'FFFF'",
  "an intent that is no JSON": "intent = '{'",
} as const;
const CALL = 900;

const spoil = (story: Story, how: string) => story.sql(`UPDATE bodies SET ${how} WHERE call = '${CALL}'`);

/** A neighbour's call goes through, whatever is stored of the other. */
async function expectOthersToGoOn(story: Story): Promise<void> {
  const neighbour = aCall({ customer_phone: "+5511944440009" });
  await story.deliver(neighbour);
  await story.settle(60_000);
  expect(await story.call(neighbour["id"] as number)).toMatchObject({ status: "written" });
}

async function expectPagesAndAnswers(story: Story): Promise<void> {
  for (const path of [`calls/${CALL}`, `calls/${CALL}?body=1`, "calls", "problems", "balance", "mappings", "health"])
    expect([path, (await story.api("GET", `/api/${path}`)).status]).toEqual([path, 200]);
  const operator = await reader("admin-token");
  for (const path of ["/calls", `/calls/${CALL}`, "/problems", "/balance", "/mappings", "/try"])
    expect([path, (await operator.get(path)).status]).toEqual([path, 200]);
  for (const verb of ["undo", "replay"])
    expect((await story.api("POST", "/api/actions", { do: verb, where: {}, preview: true })).status).toBe(200);
  const change = await story.api("POST", `/api/calls/${CALL}/replay`, { change: "nonsense" });
  expect(change.status).toBeLessThan(500);
}

/** In each of the states that a call may be in when its row is spoilt. */
const STATES: Record<string, (story: Story) => Promise<void>> = {
  pending: async (story) => {
    story.portal.faults.down = "503";
    await story.deliver(aCall({ id: CALL }));
    await story.drain();
    story.portal.faults.down = null as never;
  },
  written: async (story) => {
    await story.deliver(aCall({ id: CALL }));
    await story.settle();
  },
  held: async (story) => {
    await STATES["pending"]?.(story);
    await story.api("POST", `/api/calls/${CALL}/park`);
  },
};

/** Once settled, a body is a body: one way to spoil each column is enough. */
const ONE_OF_EACH = Object.entries(SPOILT).filter(([, how]) => /x'0001FF'|x'FFFF'|'\{'/.test(how));

describe.each(Object.keys(STATES))("a call that is %s, with", (state) => {
  it.each(state === "pending" ? Object.entries(SPOILT) : ONE_OF_EACH)(
    "%s, stands in nobody's way, and is written again once it is resent",
    async (_, how) => {
      const story = await startStory({ mappings: [MAPPING] });
      await STATES[state]?.(story);
      await spoil(story, how);
      await expectOthersToGoOn(story);
      await expectPagesAndAnswers(story);
      const after = await story.call(CALL);
      expect(after.status).toBe(state === "pending" ? "held" : state);
      if (state === "pending") expect(after.problem).toMatchObject({ code: "stored_unreadable", who: "operator" });
      expect((await story.api("POST", `/api/calls/${CALL}/replay`)).status).toBe(202);
      await story.settle(120_000);
      const isBody = how.startsWith("body") || how.startsWith("packing");
      expect(await story.call(CALL)).toMatchObject(
        isBody ? { status: "held", problem: { code: "stored_unreadable" } } : { status: "written" },
      );
      expect((await story.deliver(aCall({ id: CALL, extracted_variables: { summary: "Resent" } }))).body).toMatchObject({
        status: "revised",
      });
      await story.settle(120_000);
      expect(await story.call(CALL)).toMatchObject({ status: "written", problem: null });
      expect(story.portal.all("notes")).toHaveLength(2);
      expect(story.portal.contacts()).toHaveLength(2);
    },
  );
});

it("a call that waits for its contact in a spoilt row is held when its turn comes, and the others go on", async () => {
  const story = await startStory({ mappings: [REMATCH] });
  story.portal.add("contacts", { phone: "+5511944440009" });
  story.clock.advance(60_000);
  await story.deliver(aCall({ id: CALL }));
  await story.drain();
  await spoil(story, SPOILT["a receipt that is no JSON"]);
  await expectPagesAndAnswers(story);
  await expectOthersToGoOn(story);
  story.clock.advance(8 * 86_400_000);
  await story.settle(60_000);
  expect(await story.call(CALL)).toMatchObject({ status: "held", problem: { code: "stored_unreadable" } });
});

it("a call whose undo is spoilt is held, and other undos and calls go on", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  await STATES["written"]?.(story);
  await story.inOutbox(async (outbox) => void (await outbox.pause("to look at it")));
  await story.api("POST", `/api/calls/${CALL}/undo`);
  await story.sql(`UPDATE calls SET verb = '{' WHERE call = '${CALL}'`);
  await story.api("POST", "/api/resume");
  await expectOthersToGoOn(story);
  await expectPagesAndAnswers(story);
  expect(await story.call(CALL)).toMatchObject({ status: "held", problem: { code: "stored_unreadable" } });
});

it("what was written by a call whose receipt is spoilt is updated by a replay, never doubled", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  await STATES["written"]?.(story);
  await spoil(story, SPOILT["a receipt that cannot be unpacked"]);
  await story.sql(`UPDATE calls SET traces = x'00' WHERE call = '${CALL}'`);
  await expectPagesAndAnswers(story);
  await story.api("POST", `/api/calls/${CALL}/replay`);
  await story.settle(120_000);
  expect(await story.call(CALL)).toMatchObject({ status: "written" });
  expect(story.portal.all("notes")).toHaveLength(1);
  expect(story.portal.contacts()).toHaveLength(1);
});

it.each([
  ["traces that cannot be unpacked", "traces = x'00'"],
  ["words that are no JSON", "said = '{'"],
])("an erased call of which there are %s is shown as unreadable, and no verb breaks over it", async (_, how) => {
  const story = await startStory({ mappings: [MAPPING] });
  await STATES["written"]?.(story);
  story.clock.advance(40 * 86_400_000);
  await story.drain();
  expect(await story.sql("SELECT 1 FROM bodies")).toEqual([]);
  await story.sql(`UPDATE calls SET ${how} WHERE call = '${CALL}'`);
  await expectPagesAndAnswers(story);
  expect(JSON.stringify(await story.call(CALL))).toContain("cannot be read");
  for (const verb of ["undo", "replay", "park", "choose"])
    expect([verb, (await story.api("POST", `/api/calls/${CALL}/${verb}`, {})).status < 500]).toEqual([verb, true]);
  await expectOthersToGoOn(story);
  await expectPagesAndAnswers(story);
});

it("a lead's next attempt is written although what an earlier one set out to write is spoilt", async () => {
  const story = await startStory({ mappings: [MAPPING.replace("on: [contact]", "on: [contact]\n    roll_up: lead")] });
  const lead = { id: 9, phone_number: "+5511987650001", variables: {} };
  await story.deliver(aCall({ id: CALL, lead }));
  await story.settle();
  await spoil(story, SPOILT["an intent that is no JSON"]);
  await story.deliver(aCall({ id: CALL + 1, lead, created_at: "2026-03-02T16:00:00Z" }));
  await story.settle();
  expect(await story.call(CALL + 1)).toMatchObject({ status: "written", problem: null });
  expect(story.portal.all("notes")).toHaveLength(1);
});
