import { expect, it } from "vitest";
import { createRandom } from "../../../src/sandbox/portal/random.ts";
import { type Story, aCall, startStory } from "../../story.ts";

/** Three calls of one customer, one of them evaluated again, in any order, with three cuts at any requests: seeded, so that a failure comes again. */
const ROUNDS = 25;
const EFFECTS = ["drop-after", "drop-before", "error-after", "error-before", "kill-after", "kill-before", "daily-before", "empty-after"];
const EARLIEST_CUT = 6;
const REQUESTS_WITH_CUTS = 40;

const MAPPING = `
version: 1
name: Rich
country: BR
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      jobtitle: "{{ extracted_variables.role }}"
      calls_count: "{{ contact.calls_count | plus: 1 }}"
      message: { from: extracted_variables.summary, write: append }
  deal:
    find: { open: true }
    if_missing: create
    set:
      dealname: Deal
      dealstage: { from: extracted_variables.stage, map: { a: Appointment scheduled, b: Contract sent }, write: forward, otherwise: Appointment scheduled }
      hs_next_step: "{{ extracted_variables.role }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
  task:
    body: "<p>T {{ extracted_variables.summary }}</p>"
`;

const at = (hour: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + hour * 3_600_000).toISOString();
const callOf = (hour: number, mark = "") =>
  aCall({
    id: 80_000 + hour,
    created_at: at(hour),
    finished_at: at(mark === "" ? hour : 9),
    extracted_variables: { summary: `S${hour}${mark}`, role: `R${hour}`, stage: hour === 2 ? "b" : "a" },
  });

interface Round {
  story: Story;
  /** A whole number below the limit. */
  pick(limit: number): number;
  /** What happened, for the message of a failure. */
  log: string[];
}

it.each([false, true])(
  "nothing is lost, doubled or moved back, whatever is cut off when (customer known: %s)",
  async (isKnown) => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = createRandom(seed * 7 + (isKnown ? 1 : 0));
      const round: Round = {
        story: await startStory({ mappings: [MAPPING], portal: { indexLagMs: 20_000 } }),
        pick: random.below,
        log: [],
      };
      const { portal, clock } = round.story;
      portal.defineProperty("contacts", { name: "calls_count", label: "Calls", type: "number", fieldType: "number" } as never);
      if (isKnown) portal.add("contacts", { firstname: "Known", phone: "+5511987650001", calls_count: "0" });
      if (isKnown) clock.advance(60_000);
      const revised = await play(round);
      expect(outcomeOf(round.story), `seed ${seed}: ${round.log.join(" ")}`).toEqual(wanted(revised));
    }
  },
  240_000,
);

/** Delivers the calls and lets the outbox run, cut off at three requests; returns which call was evaluated again. */
async function play({ story, pick, log }: Round): Promise<number> {
  const killed = cutThreeTimes({ story, pick, log });
  const open = [1, 2, 3].toSorted(() => pick(3) - 1);
  const revised = pick(3) + 1;
  let isRevised = false;
  for (let step = 0; step < 300; step++) {
    const hour = pick(2) === 0 ? open.shift() : undefined;
    if (hour !== undefined) await story.deliver(callOf(hour));
    else if (!isRevised && !open.includes(revised) && pick(3) === 0) {
      isRevised = true;
      await story.deliver(callOf(revised, "x"));
    }
    log.push(hour === undefined ? "." : `call ${hour}`);
    await drainUntilKilled(story, killed);
    const due = await story.inOutbox((_, state) => state.storage.getAlarm());
    if (due === null && open.length === 0 && isRevised) return revised;
    story.clock.now = due === null ? story.clock.now + 500 : Math.max(story.clock.now + 1, due);
  }
  return revised;
}

/** Returns a count of the kills. */
function cutThreeTimes({ story, pick, log }: Round): { times: number } {
  const cuts = new Map(Array.from({ length: 3 }, () => [EARLIEST_CUT + pick(REQUESTS_WITH_CUTS), EFFECTS[pick(EFFECTS.length)] as string]));
  const killed = { times: 0 };
  let sent = 0;
  // The story takes it away again when the test is over.
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    const [what, when] = (cuts.get(sent++) ?? "").split("-");
    if (!what || (what === "empty" && !/batch\/(create|update)$/.test(request.url))) return story.portal.fetch(request);
    log.push(`${what}-${when}@${new URL(request.url).pathname}`);
    if (when === "after") await story.portal.fetch(request);
    if (what === "drop") throw new TypeError("lost");
    if (what === "error") return new Response("<html>", { status: 502 });
    if (what === "empty") return Response.json({ results: [] });
    if (what === "daily") return Response.json({ policyName: "DAILY" }, { status: 429 });
    killed.times += 1;
    return new Promise<Response>(() => {});
  }) as typeof fetch;
  return killed;
}

async function drainUntilKilled(story: Story, killed: { times: number }): Promise<void> {
  const before = killed.times;
  let isOver = false;
  const drained = story
    .drain()
    .catch(() => {})
    .finally(() => (isOver = true));
  while (!isOver && killed.times === before) await scheduler.wait(2);
  if (killed.times === before) return;
  await story.die();
  await Promise.race([drained, scheduler.wait(30)]);
}

function outcomeOf({ portal }: Story) {
  const [contact, deal] = [portal.contacts()[0], portal.all("deals")[0]];
  const hangs = (object: string) =>
    portal.all(object).map(({ id }) => ["contacts", "deals"].map((to) => portal.associated(object, id, to).length));
  return {
    contacts: portal.contacts().length,
    deals: portal.all("deals").length,
    jobtitle: contact?.properties["jobtitle"],
    calls_count: contact?.properties["calls_count"],
    lines: (contact?.properties["message"] ?? "").split("\n").toSorted(),
    stage: deal?.properties["dealstage"],
    step: deal?.properties["hs_next_step"],
    notes: hangs("notes"),
    tasks: hangs("tasks"),
  };
}

const wanted = (revised: number): ReturnType<typeof outcomeOf> => ({
  contacts: 1,
  deals: 1,
  jobtitle: "R3",
  calls_count: "3",
  lines: [1, 2, 3].map((hour) => `S${hour}${hour === revised ? "x" : ""}`),
  stage: "contractsent",
  step: "R3",
  notes: [1, 2, 3].map(() => [1, 1]),
  tasks: [1, 2, 3].map(() => [1, 1]),
});
