import { describe, expect, it } from "vitest";
import { SHELF, slotOf } from "../../../src/ledger/bodies/bodies.ts";
import { eraseOld } from "../../../src/ledger/retention.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const DAY_MS = 86_400_000;
const RETENTION_MS = 30 * DAY_MS;

const COUNTED = SALES.replace(
  "      phone: {",
  '      calls_count: "{{ contact.calls_count | plus: 1 }}"\n      message: { from: extracted_variables.summary, write: append }\n      phone: {',
);

const body = (story: Story) => story.portal.all("notes")[0]?.properties["hs_note_body"] ?? "";
const kept = async (story: Story) => (await story.sql<{ call: string }>("SELECT call FROM bodies ORDER BY call")).map(({ call }) => call);

async function written(story: Story, call: Record<string, unknown>): Promise<void> {
  await story.deliver(call);
  await story.settle();
}

/** As if the object were full, and ten minutes had passed since the last look. */
const makeRoom = (story: Story) =>
  story.inOutbox((_, state) => {
    story.clock.advance(600_000);
    eraseOld(state.storage, story.clock.now, RETENTION_MS, 1);
  });

describe("a call that is evaluated again after its values are erased", () => {
  async function erased(): Promise<{ story: Story; call: Record<string, unknown> }> {
    const story = await startStory({ mappings: [COUNTED] });
    story.portal.defineProperty("contacts", { name: "calls_count", label: "Calls", type: "number", fieldType: "number" } as never);
    const call = aCall({ extracted_variables: { status: true, summary: "Wants oak" } });
    await written(story, call);
    story.portal.edit("notes", story.portal.all("notes")[0]?.id as string, { hs_note_body: `<p>Rita: call on Friday</p>${body(story)}` });
    story.clock.advance(RETENTION_MS + DAY_MS);
    await story.drain();
    return { story, call };
  }
  const revision = (call: object) => ({ ...call, extracted_variables: { status: true, summary: "Wants pine" } });

  it("finds a person's words in its note, and leaves nothing of its own old ones", async () => {
    const { story, call } = await erased();
    await written(story, revision(call));
    expect(body(story)).toContain("Rita: call on Friday");
    expect(body(story)).toContain("Wants pine");
    expect(body(story)).not.toContain("Wants oak");
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("neither counts again nor adds its line again, and says so", async () => {
    const { story, call } = await erased();
    for (const each of [revision(call), call]) await written(story, each);
    expect(story.portal.contacts()[0]?.properties).toMatchObject({ calls_count: "1", message: "Wants oak" });
    expect((await story.call(call["id"] as number)).records["contact"].kept).toMatchObject({
      calls_count: expect.stringContaining("erased"),
      message: expect.stringContaining("erased"),
    });
  });

  it("has left nothing in the ledger that tells of the customer", async () => {
    const { story } = await erased();
    const rows = JSON.stringify([await story.sql("SELECT * FROM calls"), await story.sql("SELECT * FROM bodies")]);
    expect(rows).not.toMatch(/Beatriz|98765|oak/);
    expect(Math.max(...(/"lines\\":\[([\d,]+)\]/.exec(rows)?.[1] ?? "").split(",").map(Number))).toBeLessThan(2 ** 20);
  });
});

describe("when the object is nearly full", () => {
  it("the oldest bodies that are done with go, and calls on their way keep theirs", async () => {
    const story = await startStory({ mappings: [SALES] });
    await written(story, aCall({ id: 61 }));
    story.portal.faults.down = "503";
    await story.deliver(aCall({ id: 62, customer_phone: "+5511944440000" }));
    await makeRoom(story);
    expect(await kept(story)).toEqual(["62"]);
    expect((await story.api("GET", "/api/health")).body.storage.bodies_erased_early).toBe(1);
    await makeRoom(story);
    expect(await kept(story)).toEqual(["62"]);
  });

  it("a held call can still be replayed as long as there is anything else to erase", async () => {
    const story = await startStory({ mappings: [`${SALES}    when: { extracted_variables.held: true }\n    owner: nobody@example.com\n`] });
    const call = aCall({ id: 63, extracted_variables: { held: true } });
    await written(story, call);
    await written(story, aCall({ id: 64, customer_phone: "+5511944440000" }));
    expect(await story.call(63)).toMatchObject({ status: "held" });
    await makeRoom(story);
    expect(await kept(story)).toEqual(["63"]);
    await story.useMappings(SALES);
    await story.api("POST", "/api/calls/63/replay");
    await story.settle();
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("held ones go when nothing else is left", async () => {
    const story = await startStory({ mappings: [`${SALES}    owner: nobody@example.com\n`] });
    await written(story, aCall({ id: 65 }));
    await makeRoom(story);
    expect(await kept(story)).toEqual([]);
  });
});

it("erases only so much at a time, and the rest at the next look", async () => {
  const story = await startStory({ mappings: [SALES] });
  const look = () => story.inOutbox((_, state) => eraseOld(state.storage, story.clock.now, RETENTION_MS));
  await story.inOutbox((_, { storage }) =>
    storage.sql.exec(
      `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 700)
       INSERT INTO bodies (slot, call, received_at, weight, packing, body) SELECT ? + n, 'C' || n, n, 1, 0, x'7b7d' FROM n`,
      slotOf(SHELF.done, 0),
    ),
  );
  await look();
  expect(await kept(story)).toHaveLength(200);
  await look();
  expect(await kept(story)).toEqual([]);
});

it("erases the words that a skip reason, a problem or a warning quotes, with the body", async () => {
  const story = await startStory({
    mappings: [`${SALES}`.replace("records:", "when:\n  call.transcript: { contains: never said }\nrecords:")],
  });
  const call = aCall({ transcript: "Customer: my secret is oak", formatted_transcript: "Customer: my secret is oak" });
  await written(story, call);
  const { reason } = await story.call(call["id"] as number);
  expect(reason).toContain("call.transcript");
  expect(reason).not.toMatch(/secret|oak/);
  story.clock.advance(RETENTION_MS + DAY_MS);
  await story.drain();
  expect(await story.call(call["id"] as number)).toMatchObject({
    status: "skipped",
    reason: null,
    problem: null,
    warnings: [],
    body: "erased",
  });
});

it("erases what is old though a call that came before it is still on its way, and one row cannot be read", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.faults.down = "503";
  await story.deliver(aCall({ id: 81 }));
  await story.drain();
  story.portal.faults.down = null as never;
  await story.deliver(aCall({ id: 82, customer_phone: "+5511944440000" }));
  await story.deliver(aCall({ id: 83, customer_phone: "+5511933330000" }));
  await story.settle();
  story.portal.faults.down = "503";
  await story.api("POST", "/api/calls/81/replay");
  await story.sql("UPDATE bodies SET receipt = x'00', body = x'00' WHERE call = '82'");
  story.clock.advance(RETENTION_MS + DAY_MS);
  await story.drain();
  expect(await kept(story)).toEqual(["81"]);
});

it("erases what is old around rows of every kind that cannot be read, and lists show all calls", async () => {
  const story = await startStory({ mappings: [SALES] });
  const SPOILT = [
    "receipt = 'no JSON'",
    "receipt = x'FFFF'",
    "packing = 9",
    "body = x''",
    "receipt = NULL",
    "intent = '{'",
    "received_at = -1",
  ];
  for (const [index] of SPOILT.entries()) await story.deliver(aCall({ id: 200 + index, customer_phone: `+551198765001${index}` }));
  await story.deliver(aCall({ id: 300, customer_phone: "+5511944440000" }));
  await story.settle();
  for (const [index, change] of SPOILT.entries()) await story.sql(`UPDATE bodies SET ${change} WHERE call = '${200 + index}'`);
  await story.sql("UPDATE calls SET traces = x'00' WHERE call IN ('200', '201', '300')");
  const page = await story.api("GET", "/api/calls?limit=50");
  expect(page.body.calls.map(({ call }: { call: string }) => call)).toHaveLength(SPOILT.length + 1);
  story.clock.advance(RETENTION_MS + DAY_MS);
  await story.drain();
  expect(await kept(story)).toEqual([]);
  expect((await story.api("GET", "/api/calls?limit=50")).body.calls).toHaveLength(SPOILT.length + 1);
  expect(await story.call(300)).toMatchObject({ status: "written", body: "erased" });
});
