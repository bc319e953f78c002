import { onTestFinished } from "vitest";
import { identify } from "../../src/call/identify.ts";
import { compiledMappings } from "../../src/mapping/deployed.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import type { Outbox } from "../../src/outbox.ts";
import { type Story, startStory } from "../story.ts";
import { type VirtualTime, virtualTime } from "../virtual-time.ts";
import { callAgain, crowd, isKnown } from "./crowd.ts";
import { type Floor, floorOf, floorOfKnown } from "./floor.ts";

/** What only HubSpot's limits and its distance cost: the machine's own work takes no time here. */
export interface ClockedBurst {
  calls: number;
  /** Of HubSpot's answers. */
  latencyMs: number;
  /** HubSpot's limit of requests. */
  per10s: number;
  /** So many calls come in a second. */
  perSecond: number;
  /** Every customer calls once more, known to the ledger by then; only that is counted. */
  again?: boolean;
}

export interface ClockedFigures {
  requests: number;
  searches: number;
  tooMany: number;
  /** From the first delivery to the last answer. */
  seconds: number;
  floor: Floor;
}

const STEP_MS = 20;

export async function burstOnAClock({ calls, latencyMs, per10s, perSecond, again = false }: ClockedBurst): Promise<ClockedFigures> {
  const story = await startStory({ mappings: [] });
  const { portal, clock } = story;
  const { bodies, phones } = crowd(portal, calls);
  portal.limits = { per10s, searchPerSecond: 5, associationsPer10s: 100 };
  const time = virtualTime(clock.now, (now) => void (clock.now = now));
  answerLate(time, latencyMs);
  if (again) {
    await bring(story, time, bodies, perSecond);
    // What was sent then counts in no window any more.
    await time.during(time.wait(11_000));
  }
  const [before, startedAt] = [portal.requests.length, time.now()];
  await bring(story, time, again ? callAgain(calls) : bodies, perSecond);
  const sent = portal.requests.slice(before);
  return {
    requests: sent.length,
    searches: sent.filter(({ kind }) => kind.endsWith("/search")).length,
    tooMany: sent.filter(({ status }) => status === 429).length,
    seconds: (time.now() - startedAt) / 1000,
    floor: again ? floorOfKnown(calls, phones.filter((_, index) => isKnown(index)).length) : floorOf(phones, isKnown),
  };
}

/** Half of its way a request has before it, half of it its answer. */
function answerLate(time: VirtualTime, latencyMs: number): void {
  const inner = globalThis.fetch;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    await time.wait(latencyMs / 2);
    const answer = await time.busy(inner(input, init));
    await time.wait(latencyMs / 2);
    return answer;
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
}

/** Resolves when all of it is settled. */
function bring(story: Story, time: VirtualTime, bodies: string[], perSecond: number): Promise<void> {
  return story.inOutbox(async (outbox, state) => {
    Object.assign(outbox, { mappings: compiledMappings, wait: time.wait, now: time.now });
    const open = [...bodies];
    const deliver = async () => {
      for (let due = 1; open.length > 0; due += (perSecond * STEP_MS) / 1000) {
        for (; due >= 1 && open.length > 0; due -= 1) void time.busy(take(outbox, open.shift() as string));
        await time.wait(STEP_MS);
      }
    };
    const drain = async () => {
      for (let due = await state.storage.getAlarm(); open.length > 0 || due !== null; due = await state.storage.getAlarm()) {
        if (due === null || due > time.now()) await time.wait(STEP_MS);
        else await state.storage.deleteAlarm().then(() => outbox.alarm());
      }
    };
    await time.during(Promise.all([deliver(), drain()]));
  });
}

async function take(outbox: Outbox, text: string): Promise<void> {
  const read = parsePostCall(JSON.parse(text));
  if (read.kind !== "call") throw new Error("This is no call.");
  const body = new TextEncoder().encode(text);
  const { id, startedAt } = read.call;
  const arrival = { call: id, startedAt: Date.parse(startedAt), body, weight: body.byteLength, who: identify(read.call) };
  await outbox.accept(arrival, "http://connector");
}
