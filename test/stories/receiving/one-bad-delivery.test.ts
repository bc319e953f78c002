import { expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

/** A delivery that the ledger cannot store, in the middle of a group: as a defect of ours would be. */
const UNSTORABLE = "cannot be stored";

it("seven neighbours of a delivery that cannot be stored are stored, and it alone fails", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.inOutbox((_, { storage }) =>
    storage.sql.exec(
      `CREATE TRIGGER stumble BEFORE INSERT ON calls WHEN NEW.campaign = '${UNSTORABLE}' BEGIN SELECT raise(ABORT, 'stumble'); END`,
    ),
  );
  const bad = aCall({ id: "bad", lead: { id: 1, variables: [], campaign: { name: UNSTORABLE } } });
  const calls = [...Array.from({ length: 4 }, () => aCall()), bad, ...Array.from({ length: 3 }, () => aCall())];
  const answers = await Promise.all(calls.map((call) => story.deliver(call)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 500, 202, 202, 202]);
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(7);
  expect((await story.api("GET", "/api/health")).body.calls).toMatchObject({ written: 7, pending: 0 });
});

it("an id with half a character in it is refused, since two such may differ in nothing else, and its neighbours do not notice", async () => {
  const story = await startStory({ mappings: [SALES] });
  await story.inOutbox(() => {});
  const answers = await Promise.all(["a", "b\ud83d", "c"].map((id) => story.deliver(JSON.stringify(aCall({ id })))));
  expect(answers.map(({ status }) => status)).toEqual([202, 422, 202]);
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(2);
});

it("a sender's id that looks like one of ours is the sender's, before and after", async () => {
  const story = await startStory({ mappings: [SALES] });
  expect((await story.deliver("no JSON at all")).status).toBe(400);
  const rejected = (await story.api("GET", "/api/calls?status=rejected")).body.calls[0].call as string;
  expect(rejected).toMatch(/^rejected-/);
  expect((await story.deliver(aCall({ id: rejected }))).body).toEqual({ call: rejected, status: "accepted" });
  expect((await story.deliver("no JSON at all")).status).toBe(400);
  await story.settle();
  expect(await story.call(rejected)).toMatchObject({ status: "written" });
  expect((await story.api("GET", "/api/calls?status=rejected")).body.calls).toHaveLength(1);
  expect((await story.api("GET", "/api/health")).body.calls).toMatchObject({ written: 1, rejected: 1, pending: 0 });
});

it.each([
  ["a NUL", "a\u0000b"],
  ["ten thousand characters", "x".repeat(10_000)],
  ["a name that every object has", "__proto__"],
  ["slashes and a question mark", "a/b?c=d#e"],
  ["a sign that SQL knows", "x' OR '1'='1"],
  ["a line break and blanks around", " a\nb "],
  ["half a character of a higher plane", "\udc00"],
  ["a list", ["a"]],
  ["a true", true],
  ["a negative number", -1],
  ["a number beyond what doubles hold", "12345678901234567890123"],
  ["nothing", ""],
  ["one of ours", "rejected-1"],
  ["one of ours for another customer", "ID~2"],
])("seven neighbours of an id with %s are stored, and it is taken in whole or refused", async (_what, id) => {
  const story = await startStory({ mappings: [SALES] });
  const bad = aCall({ id, customer_phone: "+5511987659999" });
  const calls = [...Array.from({ length: 4 }, () => aCall()), bad, ...Array.from({ length: 3 }, () => aCall())];
  const answers = await Promise.all(calls.map((call) => story.deliver(call)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.toSpliced(4, 1)).toEqual(Array.from({ length: 7 }, () => 202));
  expect([202, 422]).toContain(statuses[4]);
  await story.settle();
  const { written, rejected, pending } = (await story.api("GET", "/api/health")).body.calls;
  expect([written, rejected, pending]).toEqual(statuses[4] === 202 ? [8, 0, 0] : [7, 1, 0]);
  const kept = answers[4]?.body.call as string | undefined;
  if (statuses[4] === 202) expect(await story.call(encodeURIComponent(kept as string))).toMatchObject({ call: kept, status: "written" });
});
