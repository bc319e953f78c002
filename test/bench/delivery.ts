import { listen } from "../../src/sandbox/portal/node-server.ts";
import { type Portal, createPortal } from "../../src/sandbox/portal/portal.ts";
import { WorkerProcess } from "../process/worker-process.ts";
import { callAgain, crowd, isKnown } from "./crowd.ts";
import { type Floor, floorOf, floorOfKnown } from "./floor.ts";
import { oneByOne } from "./one-by-one.ts";

/** How many requests, and how long, to bring a campaign's calls into HubSpot: the connector, a one-by-one flow, and the fewest that HubSpot's endpoints allow. */

export interface DeliveryFigures {
  calls: number;
  floor: Floor;
  requests: number;
  requestsPerCall: number;
  seconds: number;
  tooManyShare: number;
  /** Of the sequence of requests of one batch, in order: `contacts/search × 2`. */
  kinds: Record<string, number>;
}

const TOKEN = "bench-token";
const KEY = "bench-key";

interface Conditions {
  per10s: number;
  /** Of each of HubSpot's answers. */
  latencyMs?: number;
  /** Every customer calls once more, known to the ledger by then; only that is counted. */
  again?: boolean;
  /** The calls are taken in while writing is paused, and the time begins when it goes on: what HubSpot's limits leave, whatever taking in costs this machine. */
  takenInFirst?: boolean;
}

export async function deliver(
  bundle: string,
  calls: number,
  { per10s, latencyMs = 0, again = false, takenInFirst = false }: Conditions,
): Promise<DeliveryFigures> {
  const portal = limitedPortal(per10s);
  const { bodies, phones } = crowd(portal, calls);
  const server = await listen(portal.fetch, 0);
  const worker = new WorkerProcess({ bundle, vars: variables(server.port) });
  await worker.start();
  const post = async (path: string, body?: string) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await fetch(`${worker.url}${path}`, { method: "POST", headers, ...(body !== undefined && { body }) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  const takeIn = (some: string[]) => inLanes(some, 32, (body) => post("/webhooks/post-call", body));
  const allWritten = async (notes: number) => {
    while (portal.count("notes") < notes) await sleep(20);
  };
  const bring = async (some: string[]) => {
    const notes = portal.count("notes") + some.length;
    await takeIn(some);
    await allWritten(notes);
  };
  if (again) {
    await bring(bodies);
    // What was sent then counts in no window any more.
    await sleep(10_500);
  }
  const before = portal.requests.length;
  portal.faults.delayMs = latencyMs;
  if (takenInFirst) {
    await post("/api/pause");
    await takeIn(bodies);
  }
  const startedAt = performance.now();
  if (takenInFirst) {
    await post("/api/resume");
    await allWritten(bodies.length);
  } else await bring(again ? callAgain(calls) : bodies);
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(200 + latencyMs);
  const floor = again ? floorOfKnown(calls, phones.filter((_, index) => isKnown(index)).length) : floorOf(phones, isKnown);
  const figures = tally(portal.requests.slice(before), calls, seconds, floor);
  await worker.dispose();
  await server.close();
  return figures;
}

function limitedPortal(per10s: number): Portal {
  const portal = createPortal({ token: KEY });
  portal.limits = { per10s, searchPerSecond: 5, associationsPer10s: 100 };
  return portal;
}

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** What an n8n flow does, five requests a call, as fast as the limit lets it. */
export async function deliverOneByOne(calls: number, per10s: number): Promise<DeliveryFigures> {
  const portal = limitedPortal(per10s);
  const { bodies, phones } = crowd(portal, calls);
  const server = await listen(portal.fetch, 0);
  const startedAt = performance.now();
  await inLanes(bodies, 8, (body) => oneByOne(`http://127.0.0.1:${server.port}`, KEY, JSON.parse(body)));
  const figures = tally(portal.requests, calls, (performance.now() - startedAt) / 1000, floorOf(phones, isKnown));
  await server.close();
  return figures;
}

function variables(port: number): Record<string, string> {
  return { HUBSPOT_BASE_URL: `http://127.0.0.1:${port}`, HUBSPOT_ACCESS_TOKEN: KEY, WEBHOOK_TOKEN: TOKEN, ADMIN_TOKEN: TOKEN };
}

function tally(requests: { kind: string; status: number }[], calls: number, seconds: number, floor: Floor): DeliveryFigures {
  const kinds: Record<string, number> = {};
  for (const { kind } of requests) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const tooMany = requests.filter(({ status }) => status === 429).length;
  return {
    calls,
    floor,
    requests: requests.length,
    requestsPerCall: requests.length / calls,
    seconds,
    tooManyShare: tooMany / requests.length,
    kinds,
  };
}

async function inLanes<T>(items: T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const open = [...items];
  const lane = async () => {
    for (let item = open.shift(); item !== undefined; item = open.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
