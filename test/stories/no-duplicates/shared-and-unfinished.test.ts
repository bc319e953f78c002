import { expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const SHARED = `
version: 1
name: Shared
country: BR
records:
  company:
    find_by:
      - domain: "{{ input_variables.domain }}"
    if_missing: create
    set:
      name: "{{ input_variables.domain }}"
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
const [ANA, BRUNO] = ["+5511987650001", "+5511987650002"];

const domainOf = (phone: string) => `of-${phone.slice(-1)}.example`;

const callOf = (phone: string, minute: number) =>
  aCall({
    customer_phone: phone,
    lead: { id: 9, phone_number: phone, variables: {} },
    input_variables: { domain: domainOf(phone) },
    extracted_variables: { summary: `By ${phone}` },
    created_at: `2026-03-02T14:0${minute}:00Z`,
  });

const start = () => startStory({ mappings: [SHARED], portal: { indexLagMs: 20_000 } });

/** The next request to such a path takes effect; its answer never comes. Says when it is under way. */
function hang(path: string): { isUnderWay(): boolean } {
  let isUnderWay = false;
  onTheWay(async (request, pass) => {
    if (isUnderWay || !request.url.includes(path)) return pass();
    await pass();
    isUnderWay = true;
    return new Promise<Response>(() => {});
  });
  return { isUnderWay: () => isUnderWay };
}

async function dieOver(story: Story, path: string): Promise<void> {
  const { isUnderWay } = hang(path);
  const drained = story.settle(120_000).catch(() => {});
  while (!isUnderWay()) await scheduler.wait(2);
  await story.die();
  await Promise.race([drained, scheduler.wait(30)]);
}

/** The answers to the next requests to such paths are lost: `landed` says whether they take effect. */
function lose(...lost: { path: string; landed: boolean }[]): void {
  const left = new Set(lost);
  onTheWay(async (request, pass) => {
    const one = [...left].find(({ path }) => request.url.includes(path));
    if (one === undefined) return pass();
    left.delete(one);
    if (one.landed) await pass();
    throw new TypeError("lost");
  });
}

async function expectOneNote(story: Story, calls: Record<string, unknown>[]): Promise<void> {
  await story.settle();
  for (const call of calls) expect(await story.call(call["id"] as number)).toMatchObject({ status: "written" });
  expect(story.portal.all("notes")).toHaveLength(1);
  expect(story.portal.contacts()).toHaveLength(2);
}

it("a lead's note is made once although the machine dies over it and the lead's next attempt comes before the first is tried again", async () => {
  const story = await start();
  for (const phone of [ANA, BRUNO]) story.portal.add("contacts", { phone });
  for (const phone of [ANA, BRUNO]) story.portal.add("companies", { domain: domainOf(phone) });
  story.clock.advance(60_000);
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  await story.deliver(first);
  await dieOver(story, "/notes/batch/create");
  await story.deliver(second);
  await story.settle(1_000);
  expect(await story.call(second["id"] as number)).toMatchObject({ status: "pending", problem: { code: "waits_for_another_call" } });
  await expectOneNote(story, [first, second]);
});

it("a lead's note is made once although an attempt that lost another answer earlier is due before the one that lost the note's", async () => {
  const story = await start();
  const [early, late] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  lose({ path: "/contacts/batch/create", landed: true });
  await story.deliver(early);
  await story.drain();
  const dueAt = Date.parse((await story.call(early["id"] as number)).next_try_at as string);
  story.clock.now = dueAt - 5_000;
  lose({ path: "/notes/batch/create", landed: true });
  await story.deliver(late);
  await story.drain();
  await expectOneNote(story, [early, late]);
});

it("a lead's note that was found again stays known although the machine dies before its call is settled", async () => {
  const story = await start();
  const [first, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  lose({ path: "/companies/batch/create", landed: false }, { path: "/notes/batch/create", landed: true });
  await story.deliver(first);
  await story.drain();
  await dieOver(story, "/companies/batch/create");
  await story.deliver(second);
  await expectOneNote(story, [first, second]);
});

it("a lead's attempt whose note HubSpot answers with trouble again and again keeps the lead's other attempts waiting for minutes, not for ever", async () => {
  const story = await start();
  const [stuck, second] = [callOf(ANA, 1), callOf(BRUNO, 2)];
  onTheWay(async (request, pass, body) => {
    const isStuck = request.url.includes("/notes/batch/create") && JSON.stringify(body).includes(`By ${ANA}`);
    return isStuck ? Response.json({ status: "error", message: "stumbled" }, { status: 500 }) : pass();
  });
  await story.deliver(stuck);
  await story.drain();
  await story.deliver(second);
  await story.settle(1_800_000);
  await expectOneNote(story, [stuck, second]);
});
