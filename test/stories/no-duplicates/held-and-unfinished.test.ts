import { expect, it } from "vitest";
import { MIGRATIONS } from "../../../src/ledger/schema.ts";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const SHARED = `
version: 1
name: Shared
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
    roll_up: lead
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const OWN = SHARED.replace("    roll_up: lead\n", "");
const NOBODYS = SHARED.replace("country: BR", "country: BR\nwhen: { call.direction: web }");
const [ANA, BRUNO] = ["+5511987650001", "+5511987650002"];

const callOf = (phone: string, minute: number) =>
  aCall({
    customer_phone: phone,
    lead: { id: 9, phone_number: phone, variables: {} },
    extracted_variables: { summary: `By ${phone}` },
    created_at: `2026-03-02T14:0${minute}:00Z`,
  });

const start = (mapping = SHARED) => startStory({ mappings: [mapping], portal: { indexLagMs: 20_000 } });

/** The answer to the next request to such a path is lost: `landed` says whether it takes effect. */
function lose(path: string, landed: boolean): void {
  let isLost = false;
  onTheWay(async (request, pass) => {
    if (isLost || !request.url.includes(path)) return pass();
    isLost = true;
    if (landed) await pass();
    throw new TypeError("lost");
  });
}

/** A call whose answer from such a path was lost, and that an operator has parked before it could find out what became of it. */
async function parked(story: Story, call: Record<string, unknown>, path: string, landed: boolean): Promise<string> {
  lose(path, landed);
  await story.deliver(call);
  await story.drain();
  const id = String(call["id"]);
  expect(await story.call(id)).toMatchObject({ status: "pending", problem: { code: "finds_out_what_landed" } });
  expect((await story.api("POST", `/api/calls/${id}/park`)).status).toBe(202);
  return id;
}

const statusOf = async (story: Story, call: Record<string, unknown>) => (await story.call(call["id"] as number)).status;

it("a lead's note that a parked call may have made is made once, and the lead's next attempt waits for seconds only", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  const id = await parked(story, first, "/notes/batch/create", true);
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
  await story.api("POST", `/api/calls/${id}/replay`);
  await story.settle();
  expect(await statusOf(story, first)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
  expect(story.portal.contacts()).toHaveLength(2);
});

it("a lead's note that a parked call did not get to make is made by the lead's next attempt", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  await parked(story, first, "/notes/batch/create", false);
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a contact that a parked call may have created is created once, although the customer calls again at once", async () => {
  const story = await start(OWN);
  const [first, second] = [callOf(ANA, 1), callOf(ANA, 2)];
  await parked(story, first, "/contacts/batch/create", true);
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.contacts()).toHaveLength(1);
});

it("what a parked call may have made is known although the machine has died since", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  await parked(story, first, "/notes/batch/create", true);
  await story.die();
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a call that its mapping no longer takes leaves its note to the lead's next attempt", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  lose("/notes/batch/create", true);
  await story.deliver(first);
  await story.drain();
  await story.useMappings(NOBODYS);
  await story.settle();
  expect(await statusOf(story, first)).toBe("skipped");
  await story.useMappings(SHARED);
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a call that is parked while its writes are under way, over which the machine dies, is found out by the next attempt of its lead", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  for (const phone of [ANA, BRUNO]) story.portal.add("contacts", { phone });
  story.clock.advance(60_000);
  let isUnderWay = false;
  onTheWay(async (request, pass) => {
    if (isUnderWay || !request.url.includes("/notes/batch/create")) return pass();
    await pass();
    isUnderWay = true;
    return new Promise<Response>(() => {});
  });
  await story.deliver(first);
  const drained = story.settle(120_000).catch(() => {});
  while (!isUnderWay) await scheduler.wait(2);
  expect((await story.api("POST", `/api/calls/${first["id"]}/park`)).status).toBe(202);
  await story.die();
  await Promise.race([drained, scheduler.wait(30)]);
  await story.deliver(second);
  await story.settle(120_000);
  expect(await statusOf(story, first)).toBe("held");
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("what a call may have made that the release before this one held is looked for as well", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  await parked(story, first, "/notes/batch/create", true);
  await story.inOutbox((_, { storage: { sql } }) => {
    sql.exec("DROP TABLE unfinished");
    sql.exec(MIGRATIONS.find((text) => text.includes("CREATE TABLE unfinished")) as string);
  });
  await story.die();
  await story.deliver(second);
  await story.settle(60_000);
  expect(await statusOf(story, second)).toBe("written");
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("what is known by now is not looked at again at each awakening", async () => {
  const story = await start();
  const id = await parked(story, callOf(ANA, 1), "/notes/batch/create", true);
  const left = () => story.sql("SELECT call FROM unfinished");
  await story.die();
  await story.deliver(aCall({ customer_phone: BRUNO }));
  expect(await left()).toEqual([{ call: id }]);
  await story.api("POST", `/api/calls/${id}/replay`);
  await story.settle(60_000);
  expect((await story.call(id)).status).toBe("written");
  await story.die();
  await story.deliver(aCall({ customer_phone: BRUNO }));
  expect(await left()).toEqual([]);
});

it("an undo of a parked call finds out first what its last attempt made, and takes that back", async () => {
  const story = await start(OWN);
  const call = callOf(ANA, 1);
  const id = await parked(story, call, "/notes/batch/create", true);
  expect(story.portal.all("notes")).toHaveLength(1);
  await story.api("POST", `/api/calls/${id}/undo`);
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(0);
  expect(story.portal.contacts()).toHaveLength(0);
  expect(await story.call(id)).toMatchObject({ status: "skipped", records: { note: { undone: expect.anything() } } });
});
