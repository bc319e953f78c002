import { expect, it } from "vitest";
import { MIGRATIONS } from "../../../src/ledger/schema.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { attemptsMapping } from "../attempts-mapping.ts";

const MAPPING = attemptsMapping();

/** Puts an outbox back to where the release before left it: who shares a note in rows of its own, every pending call in the index of queues. */
async function asReleaseBeforeLeftIt(story: Story): Promise<void> {
  await story.inOutbox((_, { storage: { sql } }) => {
    for (const sentence of [
      "DROP INDEX calls_of_customer",
      "CREATE INDEX calls_of_customer ON calls (customer, status, behind, started_at) WHERE status = 'pending' OR status = 'waiting' OR status = 'held'",
      "UPDATE calls SET shelf = 0 WHERE shelf = -1",
      "UPDATE bodies SET slot = slot + 1099511627776 WHERE slot < 0",
      `INSERT INTO shared_activities (name, activity, attempts, latest_call, latest_at, lines)
         SELECT name, activity, attempts, call, started_at, iif(attempts = 1, '[]',
           (SELECT json_group_array(call) FROM (SELECT call FROM shared_attempts o WHERE o.name = s.name ORDER BY started_at)))
         FROM shared_attempts s WHERE started_at = (SELECT max(started_at) FROM shared_attempts o WHERE o.name = s.name)`,
      `UPDATE fields SET calls = (SELECT s.lines FROM shared_activities s WHERE fields.record = 'notes/' || s.activity) WHERE record LIKE 'notes/%'`,
      "DELETE FROM shared_attempts WHERE name IN (SELECT name FROM shared_activities WHERE attempts = 1)",
      ...["activity", "attempts", "lines"].map((column) => `ALTER TABLE shared_attempts DROP COLUMN ${column}`),
    ])
      sql.exec(sentence);
    sql.exec("DELETE FROM migrations WHERE version > ?", MIGRATIONS.length - 2);
  });
  await story.die();
}

const LEAD = { one: 7, several: 8, waiting: 9 };
const phoneOf = (lead: number) => `+551198765${1000 + lead}`;
const attempt = (lead: number, day: number) =>
  aCall({
    customer_phone: phoneOf(lead),
    lead: { id: lead, phone_number: phoneOf(lead), campaign: { name: "Spring" } },
    extracted_variables: { status: false, summary: `Try ${day} of ${lead}` },
    created_at: `2026-03-0${day}T10:00:00Z`,
    finished_at: `2026-03-0${day}T10:01:00Z`,
  });

async function written(story: Story, lead: number, day: number) {
  const call = attempt(lead, day);
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}

const bodies = (story: Story) => story.portal.all("notes").map(({ properties }) => properties["hs_note_body"] ?? "");

it("attempts that share a note share it with those of the release before, are counted with them, and none is undone alone", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  const first = await written(story, LEAD.one, 1);
  const earlier = [];
  for (const day of [1, 2, 4]) earlier.push(await written(story, LEAD.several, day));
  story.portal.edit("notes", story.portal.all("notes")[1]?.id ?? "", { hs_note_body: `${bodies(story)[1]}<p>Ana: after six.</p>` });
  await asReleaseBeforeLeftIt(story);
  expect(await story.sql("SELECT name, attempts FROM shared_activities ORDER BY name")).toEqual([
    { name: "7/note", attempts: 1 },
    { name: "8/note", attempts: 3 },
  ]);
  await written(story, LEAD.one, 2);
  // One that comes late, and one in its order.
  await written(story, LEAD.several, 3);
  expect(bodies(story)[1]).toContain("Try 4 of 8");
  await written(story, LEAD.several, 5);
  const [one = "", several = "", ...others] = bodies(story);
  expect(others).toEqual([]);
  expect(one).toMatch(/Attempt 2.*Try 2 of 7/);
  expect(several).toMatch(/Attempt 5.*Try 5 of 8/);
  expect(several).not.toContain("Try 4");
  expect(several.split("Ana: after six.")).toHaveLength(2);
  for (const call of [first, earlier[0]]) {
    const { body } = await story.api("POST", `/api/calls/${call}/undo`);
    expect(body.records.note.undone).toMatchObject({ done: "nothing", left: { notes: expect.stringContaining("other calls") } });
  }
  expect(bodies(story)).toHaveLength(2);
  expect(await story.sql("SELECT name FROM shared_activities")).toEqual([]);
});

it("an undo before any other attempt leaves the note to those of the release before", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  const first = await written(story, LEAD.several, 1);
  await written(story, LEAD.several, 2);
  await asReleaseBeforeLeftIt(story);
  const { body } = await story.api("POST", `/api/calls/${first}/undo`);
  expect(body.records.note.undone).toMatchObject({ done: "nothing" });
  expect(bodies(story)).toHaveLength(1);
});

it("calls that were on their way are written in their order, those that come then behind them", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  // Somebody is known to the ledger before, so that the object has lived.
  await written(story, LEAD.one, 1);
  const calls = [attempt(LEAD.waiting, 3), attempt(LEAD.waiting, 1)];
  for (const call of calls) await story.deliver(call);
  await asReleaseBeforeLeftIt(story);
  calls.push(attempt(LEAD.waiting, 2));
  await story.deliver(calls[2]);
  expect(await story.sql("SELECT call, shelf, behind FROM calls WHERE status = 'pending' ORDER BY started_at")).toEqual([
    { call: String(calls[1]?.["id"]), shelf: 0, behind: 0 },
    { call: String(calls[2]?.["id"]), shelf: 1, behind: 1 },
    { call: String(calls[0]?.["id"]), shelf: 1, behind: 1 },
  ]);
  await story.settle();
  expect(bodies(story)[1]).toMatch(/Attempt 3.*Try 3 of 9/);
  const settled = await Promise.all(calls.map(async ({ id }) => (await story.call(id as number)).status));
  expect(settled).toEqual(["written", "written", "written"]);
});
