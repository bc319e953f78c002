import { env } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { claim } from "../../../src/ledger/queue.ts";
import { newBatch } from "../../../src/pipeline/batch.ts";
import { Suspects } from "../../../src/pipeline/suspects.ts";
import { changed, onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Accidents
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      jobtitle: { from: extracted_variables.role, write: unless_edited }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const phoneOf = (n: number) => `+551198765000${n}`;
const POISON = 3;
const ROOM = { calls: 100, bytes: 10_000_000, without: [] };

async function fiveKnown(): Promise<{ story: Story; ids: string[]; calls: Record<string, unknown>[] }> {
  const story = await startStory({ mappings: [MAPPING] });
  const ids = [1, 2, 3, 4, 5].map((n) => story.portal.add("contacts", { firstname: `P${n}`, phone: phoneOf(n), jobtitle: "x" }));
  story.clock.advance(60_000);
  const calls = [1, 2, 3, 4, 5].map((n) => aCall({ customer_phone: phoneOf(n), extracted_variables: { summary: `S${n}`, role: `R${n}` } }));
  return { story, ids, calls };
}

async function expectOnlyPoisonHeld(story: Story, calls: Record<string, unknown>[]): Promise<void> {
  for (const [index, call] of calls.entries()) {
    const view = await story.call(call["id"] as number);
    if (index + 1 === POISON) expect(view).toMatchObject({ status: "held", problem: { code: "hit_a_bug" } });
    else expect(view).toMatchObject({ status: "written" });
  }
  expect(story.portal.all("notes").length).toBeGreaterThanOrEqual(4);
}

it("a record that cannot be read holds its own call, and the others of its batch are written", async () => {
  const { story, ids, calls } = await fiveKnown();
  onTheWay(async (request, pass) => {
    const answer = await pass();
    if (!request.url.includes("/contacts/batch/read")) return answer;
    return changed(answer, (body) => {
      for (const record of body.results ?? [])
        if (record.id === ids[POISON - 1] && record.propertiesWithHistory?.jobtitle)
          for (const version of record.propertiesWithHistory.jobtitle) delete version.timestamp;
      return body;
    });
  });
  for (const call of calls) await story.deliver(call);
  await story.settle();
  await expectOnlyPoisonHeld(story, calls);
});

it("a number where text was expected is one call's accident, too", async () => {
  const { story, ids, calls } = await fiveKnown();
  onTheWay(async (request, pass) => {
    const answer = await pass();
    if (!request.url.includes("/contacts/batch/read")) return answer;
    return changed(answer, (body) => {
      for (const record of body.results ?? []) if (record.id === ids[POISON - 1]) record.properties.phone = 5511;
      return body;
    });
  });
  for (const call of calls) await story.deliver(call);
  await story.settle();
  const held = await Promise.all(calls.map(async (call) => (await story.call(call["id"] as number)).status));
  expect(held.filter((status) => status === "written").length).toBeGreaterThanOrEqual(4);
  expect(held).not.toContain("pending");
});

/** The machine dies whenever the request comes that such a body is in. Returns how many notes were on their way each time. */
async function liveAndDie(story: Story, isFatal: (text: string) => boolean): Promise<number[]> {
  const deaths: number[] = [];
  onTheWay(async (request, pass, body) => {
    if (!isFatal(JSON.stringify(body ?? {}))) return pass();
    deaths.push(body.inputs.length);
    return new Promise<Response>(() => {});
  });
  for (let lives = 0; lives < 12; lives++) {
    const before = deaths.length;
    let isOver = false;
    const drained = story
      .settle(3_600_000)
      .catch(() => {})
      .finally(() => (isOver = true));
    while (!isOver && deaths.length === before) await scheduler.wait(2);
    if (isOver) break;
    await story.die();
    await Promise.race([drained, scheduler.wait(30)]);
    story.clock.advance(60_000);
  }
  await story.settle();
  return deaths;
}

it("a call over which the machine dies goes alone the next time, is held soon, and the others are written", async () => {
  const { story, calls } = await fiveKnown();
  for (const call of calls) await story.deliver(call);
  const deaths = await liveAndDie(story, (text) => text.includes("<p>S3"));
  await expectOnlyPoisonHeld(story, calls);
  expect(deaths).toEqual([5, 1, 1, 1]);
});

it("a lone call over which the machine dies is held as soon, though nothing is kept of its first try", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  const kills = async (summary: string) => {
    const call = aCall({ customer_phone: phoneOf(POISON), extracted_variables: { summary, role: "R" } });
    await story.deliver(call);
    expect(await liveAndDie(story, (text) => text.includes(`<p>${summary}`))).toEqual([1, 1, 1, 1]);
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "held", problem: { code: "hit_a_bug" } });
  };
  await kills("First");
  const well = aCall({ customer_phone: phoneOf(1), extracted_variables: { summary: "Well", role: "R" } });
  await story.deliver(well);
  await story.settle();
  expect(await story.call(well["id"] as number)).toMatchObject({ status: "written" });
  await kills("Second");
});

it("a lone call that was there when the object woke is held when the machine died over it twice more at its work", async () => {
  const { story, calls } = await fiveKnown();
  await story.deliver(calls[POISON - 1]);
  const live = (isSuspect: boolean) =>
    story.inOutbox(async ({ now }, { storage }) => {
      const suspects = new Suspects(storage, now, undefined);
      const due = suspects.next(ROOM);
      expect(due).toHaveLength(isSuspect ? 1 : 0);
      const batch = newBatch(isSuspect ? due : claim(storage.sql, now(), ROOM), isSuspect);
      await suspects.begins(batch);
      if (!isSuspect) expect(new Suspects(storage, now, undefined).next(ROOM)).toHaveLength(1);
    });
  await live(false);
  await live(true);
  await story.inOutbox(({ now }, { storage }) => expect(new Suspects(storage, now, undefined).next(ROOM)).toEqual([]));
  expect(await story.call(calls[POISON - 1]!["id"] as number)).toMatchObject({ status: "held", problem: { code: "hit_a_bug" } });
});

it("of forty calls over which the machine died a few go together, and whoever dies again dies alone from then on", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  const calls = Array.from({ length: 40 }, (_, n) =>
    aCall({ customer_phone: `+55119876510${10 + n}`, extracted_variables: { summary: `S${n}.`, role: "R" } }),
  );
  for (const call of calls) await story.deliver(call);
  const deaths = await liveAndDie(story, (text) => text.includes("<p>S3."));
  expect(deaths).toEqual([40, 7, 1, 1, 1]);
  const held = await story.api("GET", "/api/calls?status=held");
  expect(held.body.calls.map(({ call }: { call: string }) => call)).toEqual([String(calls[3]?.["id"])]);
  expect(story.portal.all("notes")).toHaveLength(39);
});

it("those over which the machine died have their turn although other calls pour in without end", async () => {
  const { story, calls } = await fiveKnown();
  for (const call of calls) await story.deliver(call);
  await story.inOutbox(async ({ now }, { storage }) => {
    const { VERSION } = env as { VERSION?: { id: string } };
    await new Suspects(storage, now, VERSION?.id).begins(newBatch(claim(storage.sql, now(), ROOM), false));
  });
  await story.die();
  const written = () => story.portal.all("notes").filter(({ properties }) => properties["hs_note_body"]?.includes("<p>S"));
  let others = 0;
  onTheWay(async (request, pass, body) => {
    if (request.url.includes("/notes/batch/create") && JSON.stringify(body).includes("Other") && others < 30 && written().length === 0) {
      await story.deliver(aCall({ customer_phone: `+55119876520${10 + ++others}`, extracted_variables: { summary: "Other" } }));
      story.clock.advance(500);
    }
    return pass();
  });
  await story.deliver(aCall({ customer_phone: "+5511987659999", extracted_variables: { summary: "Other" } }));
  await story.settle();
  expect(others).toBeGreaterThan(3);
  expect(others).toBeLessThan(20);
});

it("what a deployment interrupted is not suspected", async () => {
  const { story, calls } = await fiveKnown();
  for (const call of calls) await story.deliver(call);
  const suspectsOf = (version: string | undefined) =>
    story.inOutbox((_, state) => [...new Suspects(state.storage, () => story.clock.now, version).customers]);
  const begin = (version: string) =>
    story.inOutbox(async ({ now }, { storage }) => {
      await new Suspects(storage, now, version).begins(newBatch(claim(storage.sql, now(), ROOM), false));
    });
  await begin("one");
  expect(await suspectsOf("two")).toEqual([]);
  await begin("one");
  expect(await suspectsOf("one")).toHaveLength(5);
});

it("while the machine is at one call's work, that call alone is charged when it dies", async () => {
  const { story, calls } = await fiveKnown();
  for (const call of calls) await story.deliver(call);
  await story.inOutbox(async ({ now }, { storage }) => {
    const batch = newBatch(claim(storage.sql, now(), ROOM), true);
    const live = async () => {
      const suspects = new Suspects(storage, now, undefined);
      await suspects.begins(batch);
      await suspects.enters(batch, "working", String(calls[POISON - 1]?.["id"]));
    };
    await live();
    await live();
    expect(new Suspects(storage, now, undefined).next(ROOM).map(({ call }) => call)).toEqual([String(calls[POISON - 1]?.["id"])]);
    await live();
    expect(new Suspects(storage, now, undefined).next(ROOM)).toEqual([]);
  });
  await story.settle();
  await expectOnlyPoisonHeld(story, calls);
});

it("what no call is to blame for is the portal's state, said in health, and no hot loop", async () => {
  const { story, calls } = await fiveKnown();
  let isBroken = true;
  let tries = 0;
  onTheWay(async (request, pass) => {
    if (!isBroken || !/properties/.test(new URL(request.url).pathname)) return pass();
    tries += 1;
    return changed(await pass(), ({ results, ...rest }) => ({ ...rest, results: results.map(() => ({ name: "phone", options: 7 })) }));
  });
  await story.deliver(calls[0]);
  await story.settle(600_000);
  expect(await story.call(calls[0]!["id"] as number)).toMatchObject({ status: "pending", problem: { code: "run_hit_a_bug" } });
  expect(tries).toBeLessThan(30);
  isBroken = false;
  await story.settle();
  expect(await story.call(calls[0]!["id"] as number)).toMatchObject({ status: "written" });
});

it("a bug while asking whether HubSpot is back is said as one, not taken for HubSpot's own trouble, and gone when it is mended", async () => {
  const { story, calls } = await fiveKnown();
  story.portal.faults.down = "503";
  await story.deliver(calls[0]);
  await story.settle(600_000);
  const isBlamed = { status: "pending", problem: { code: "run_hit_a_bug" } };
  expect(await story.call(calls[0]!["id"] as number)).not.toMatchObject(isBlamed);
  story.portal.faults.down = false;
  let probes = 0;
  onTheWay(async (request, pass) => {
    if (request.method !== "GET" || !request.url.includes("limit=1") || probes++ > 0) return pass();
    return Response.json({ policyName: "TEN_SECONDLY_ROLLING" }, { status: 429, headers: { "Retry-After": "1" } });
  });
  const logged = vi.spyOn(console, "error");
  story.clock.advance(120_000);
  await story.inOutbox(async (outbox, state) => {
    const { wait } = outbox;
    outbox.wait = async () => {
      outbox.wait = wait;
      throw new TypeError("a slip of ours");
    };
    await state.storage.deleteAlarm();
    await outbox.alarm();
  });
  expect(probes).toBe(1);
  expect(logged.mock.calls.flat().join("\n")).toContain('"event":"drain_failed"');
  expect(await story.call(calls[0]!["id"] as number)).toMatchObject(isBlamed);
  expect(story.portal.all("notes")).toHaveLength(0);
  await story.settle();
  expect(await story.call(calls[0]!["id"] as number)).toMatchObject({ status: "written", problem: null });
});
