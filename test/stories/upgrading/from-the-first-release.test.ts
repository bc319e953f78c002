import { describe, expect, it } from "vitest";
import { contentHash } from "../../../src/ledger/bodies/content-hash.ts";
import { KeyHasher } from "../../../src/ledger/key-hash.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { type OldCall, asFirstReleaseLeftIt } from "./first-release.ts";

const CAMPAIGN = { id: 4, name: "Bakeries in March" };
const PHONES = ["+5511987650001", "+5511944440002", "+5511933330003", "+5511922220004"];
const bodyOf = (id: number, phone = PHONES[0] as string, more: Record<string, unknown> = {}) =>
  aCall({ id, customer_phone: phone, ...more });
const problem = { code: "no_such_owner", who: "crm_admin", message: "There is no such owner.", fix: "Mend the mapping." };

/** One of each state that the first release knows, in their order of arrival. */
async function upgraded(): Promise<{ story: Story; contact: string; note: string }> {
  const story = await startStory({ mappings: [SALES] });
  const at = story.clock.now - 3_600_000;
  const contact = story.portal.add("contacts", { firstname: "Beatriz", phone: PHONES[0] as string });
  const note = story.portal.add(
    "notes",
    { hs_note_body: "<p>Old</p>", hs_timestamp: "2026-03-02T14:55:00Z" },
    { associations: { contacts: [contact] } },
  );
  const lead = { id: 9, phone_number: PHONES[0], variables: [], campaign: CAMPAIGN };
  const written: OldCall = {
    call: "101",
    status: "written",
    mapping: "Sales",
    receivedAt: at,
    settledAt: at + 5_000,
    records: {
      contact: {
        object: "contacts",
        id: contact,
        action: "created",
        made: true,
        set: { firstname: { to: "Beatriz", from: null, rule: "a.yaml:9" } },
      },
      note: { object: "notes", id: note, action: "created", made: true, on: [`contacts/${contact}`], lines: [1, 2] },
    },
    body: JSON.stringify(bodyOf(101, PHONES[0], { lead })),
  };
  await asFirstReleaseLeftIt(
    story,
    [
      written,
      { call: "102", status: "held", receivedAt: at + 1, problem, mapping: "Sales", body: JSON.stringify(bodyOf(102, PHONES[1])) },
      { call: "103", status: "skipped", receivedAt: at + 2, note: "No mapping wanted it.", body: JSON.stringify(bodyOf(103, PHONES[1])) },
      {
        call: "rejected-0123456789abcdef",
        status: "rejected",
        receivedAt: at + 3,
        dueAt: 0,
        hash: "ab".repeat(32),
        problem,
        body: "not json",
      },
      {
        call: "104",
        status: "written",
        mapping: "Sales",
        receivedAt: at + 4,
        hash: contentHash(bodyOf(104, PHONES[2], { finished_at: null })),
        records: { contact: { object: "contacts", id: contact, action: "updated", erased: ["city"] } },
        body: null,
      },
      {
        call: "105",
        status: "skipped",
        mapping: "Sales",
        note: "Undone by an operator. A replay writes it again.",
        receivedAt: at + 5,
        records: { note: { object: "notes", id: "1", action: "created", made: true, undone: { done: "archived" } } },
        body: JSON.stringify(bodyOf(105, PHONES[2])),
      },
      {
        call: "106",
        status: "waiting",
        note: "Waits for its contact.",
        receivedAt: at + 6,
        dueAt: story.clock.now + 86_400_000,
        customer: "phone:22220004",
        body: JSON.stringify(bodyOf(106, PHONES[3])),
      },
      {
        call: "107",
        status: "pending",
        receivedAt: at + 7,
        customer: "phone:33330003",
        startedAt: 20,
        body: JSON.stringify(bodyOf(107, PHONES[2])),
      },
      {
        call: "108",
        status: "pending",
        receivedAt: at + 8,
        customer: "phone:33330003",
        startedAt: 10,
        body: JSON.stringify(bodyOf(108, PHONES[2])),
      },
      {
        call: "109",
        status: "pending",
        receivedAt: at + 9,
        customer: "phone:87650001",
        intent: { at, endedAt: null, records: { note: { object: "notes", op: "create", id: null, set: {} } } },
        body: JSON.stringify(bodyOf(109, PHONES[0])),
      },
    ],
    [
      `INSERT INTO fields (record, written) VALUES ('contacts/${contact}', '{"firstname":[${at},"101",7]}')`,
      `INSERT INTO rollups (name, activity, calls) VALUES ('9/note', '${note}', '{"101":${at},"104":${at + 4}}')`,
    ],
  );
  return { story, contact, note };
}

const IDS = ["109", "108", "107", "106", "105", "104", "rejected-0123456789abcdef", "103", "102", "101"];
const calls = async (story: Story, query = "") =>
  (await story.api("GET", `/api/calls${query}`)).body.calls.map(({ call }: { call: string }) => call) as string[];
const oldTables = async (story: Story) =>
  (await story.sql<{ name: string }>("SELECT name FROM sqlite_master WHERE name IN ('old_calls', 'old_deliveries')")).length;

describe("an outbox that the first release filled", () => {
  it("shows every call as it was, before anything has moved", async () => {
    const { story, contact } = await upgraded();
    expect(await calls(story)).toEqual(IDS);
    expect(await calls(story, "?limit=3")).toEqual(IDS.slice(0, 3));
    expect(await story.call("101")).toMatchObject({
      status: "written",
      mapping: "Sales",
      campaign: "Bakeries in March",
      body: "kept",
      records: { contact: { id: contact, action: "created", set: { firstname: { to: "Beatriz" } } } },
    });
    expect(await story.call("102")).toMatchObject({ status: "held", problem: { code: "no_such_owner" } });
    expect(await story.call("104")).toMatchObject({ status: "written", body: "erased", records: { contact: { erased: ["city"] } } });
    expect(await story.call("105")).toMatchObject({ status: "skipped", records: { note: { undone: { done: "archived" } } } });
    expect(await story.call("106")).toMatchObject({ status: "pending", reason: "Waits for its contact." });
  });

  it("goes on with what was on its way, the cut-off attempt and the earlier call of a customer first, and the old tables go", async () => {
    const { story } = await upgraded();
    await story.settle(3_600_000);
    for (const id of [107, 108, 109]) expect(await story.call(id)).toMatchObject({ status: "written" });
    expect(story.portal.all("notes")).toHaveLength(4);
    expect(await oldTables(story)).toBe(0);
    expect(await calls(story)).toEqual(IDS);
    expect((await story.api("GET", "/api/health")).body.calls).toEqual({ written: 5, skipped: 2, held: 1, pending: 1, rejected: 1 });
  });

  it("knows its calls again, kept or erased, and takes a revision of each", async () => {
    const { story } = await upgraded();
    const answer = async (body: object) => (await story.deliver(body)).body.status;
    const lead = { id: 9, phone_number: PHONES[0], variables: [], campaign: CAMPAIGN };
    expect(await answer(bodyOf(101, PHONES[0], { lead }))).toBe("unchanged");
    expect(await answer(bodyOf(104, PHONES[2], { finished_at: null }))).toBe("unchanged");
    expect(await answer(bodyOf(104, PHONES[2], { extracted_variables: { summary: "News" } }))).toBe("revised");
    expect(await answer(bodyOf(107, PHONES[2], { extracted_variables: { summary: "News" } }))).toBe("revised");
    expect(await answer(bodyOf(110, PHONES[2]))).toBe("accepted");
    await story.settle(3_600_000);
    for (const id of [104, 107, 110]) expect(await story.call(id)).toMatchObject({ status: "written" });
  });

  it("replays a held call, and does not archive a record in an undo that another old call has used", async () => {
    const { story, contact } = await upgraded();
    await story.settle(3_600_000);
    expect((await story.api("POST", "/api/calls/102/replay")).status).toBe(202);
    await story.settle(3_600_000);
    expect(await story.call("102")).toMatchObject({ status: "written" });
    await story.api("POST", "/api/calls/101/undo");
    await story.settle(3_600_000);
    expect(story.portal.get("contacts", contact)).toBeDefined();
    expect((await story.call("101")).records["contact"].undone).toMatchObject({ left: expect.anything() });
  });
});

it("moves so many calls at a time, with deliveries and lists in between, and the balance comes out even", async () => {
  const story = await startStory({ mappings: [SALES] });
  const at = story.clock.now - 86_400_000;
  const old = Array.from({ length: 650 }, (_, index): OldCall => ({
    call: `C${index}`,
    status: index % 10 === 0 ? "held" : "written",
    mapping: "Sales",
    receivedAt: at + index,
    body: JSON.stringify(bodyOf(index)),
  }));
  await asFirstReleaseLeftIt(story, old);
  await story.drain();
  expect(await oldTables(story)).toBe(2);
  const left = async () => (await story.sql<{ n: number }>("SELECT count(*) AS n FROM old_calls"))[0]?.n ?? 0;
  const before = await left();
  expect(before).toBeGreaterThanOrEqual(250);
  await story.deliver(aCall({ id: "new" }));
  expect((await calls(story, "?limit=200")).slice(0, 3)).toEqual(["new", "C649", "C648"]);
  expect(await calls(story, "?status=held&limit=200")).toHaveLength(65);
  await story.settle(3_600_000);
  expect(await oldTables(story)).toBe(0);
  expect((await story.api("GET", "/api/health")).body.calls).toMatchObject({ written: 586, held: 65, pending: 0 });
});

it("still knows who is which contact, asked for or not, and the table in which that stood goes", async () => {
  const story = await startStory({ mappings: [SALES] });
  const at = story.clock.now - 3_600_000;
  const known = story.portal.add("contacts", { firstname: "Beatriz", phone: PHONES[0] as string });
  const hashOf = await story.inOutbox((_, { storage }) =>
    new KeyHasher(storage.sql).key({ property: "phone", match: "phone", value: PHONES[0] as string }),
  );
  const people = 5_000;
  await asFirstReleaseLeftIt(
    story,
    [{ call: "101", status: "written", mapping: "Sales", receivedAt: at, body: JSON.stringify(bodyOf(101)) }],
    [
      `INSERT INTO people (person, contact, how) VALUES ('${hashOf}', '${known}', 'found')`,
      `INSERT INTO people (person, contact, how) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${people - 1})
       SELECT substr(i || '-kkkkkkkkkkkkkkkkkkkkkk', 1, 22), 20000000000 + i, 'chosen' FROM n`,
    ],
  );
  const identities = (where: string) => story.sql(`SELECT CAST(contact AS TEXT) AS contact, how FROM identities WHERE ${where}`);
  const searchesBefore = story.portal.requests.filter(({ kind }) => kind.includes("contacts/search")).length;
  await story.deliver(bodyOf(110));
  await story.settle();
  expect((await story.call("110")).records["contact"]).toMatchObject({ id: known });
  expect(story.portal.requests.filter(({ kind }) => kind.includes("contacts/search"))).toHaveLength(searchesBefore);
  await story.settle(60_000);
  expect(await story.sql("SELECT count(*) AS n FROM identities")).toEqual([{ n: people + 1 }]);
  expect(await identities("person = '4999-kkkkkkk'")).toEqual([{ contact: "20000004999", how: 2 }]);
  expect(await identities(`person = '${hashOf.slice(0, 12)}'`)).toEqual([{ contact: known, how: 0 }]);
  expect(await story.sql("SELECT name FROM sqlite_master WHERE name = 'old_people'")).toEqual([]);
});
