import { listen } from "../../src/sandbox/portal/node-server.ts";
import { type Portal, createPortal } from "../../src/sandbox/portal/portal.ts";
import { HeapWatch } from "../process/heap-watch.ts";
import { WorkerProcess } from "../process/worker-process.ts";
import { longCall } from "./long-call.ts";

/** How much of its isolate's heap the object takes at the most, as V8's inspector tells it while it works: all that is allocated, garbage that nobody collected yet too. */

export interface HeapFigures {
  what: string;
  peakMb: number;
}

const TOKEN = "bench-token";
const KEY = "bench-key";
/** The largest that is taken in: a row of the object's storage holds 2 MB. */
const LARGEST_BYTES = 1_890_000;
const LARGEST_CALLS = 12;
const IN_ACTION = 10_000;
/** Of those that wait: what comes after them is no different. */
const WRITTEN = 2_000;
const LANES = 32;

export async function heaps(bundle: string, pending: number): Promise<HeapFigures[]> {
  return [...(await ofLargest(bundle)), ...(await ofBacklog(bundle, pending))];
}

interface Bench {
  portal: Portal;
  worker: WorkerProcess;
  heap: HeapWatch;
  dispose(): Promise<void>;
}

async function start(bundle: string): Promise<Bench> {
  const portal = createPortal({ token: KEY });
  const server = await listen(portal.fetch, 0);
  const vars = { HUBSPOT_BASE_URL: `http://127.0.0.1:${server.port}`, HUBSPOT_ACCESS_TOKEN: KEY, WEBHOOK_TOKEN: TOKEN, ADMIN_TOKEN: TOKEN };
  const worker = new WorkerProcess({ bundle, vars, isInspected: true });
  await worker.start();
  const heap = await HeapWatch.of(worker.inspector);
  return { portal, worker, heap, dispose: async () => void (await Promise.all([heap.close(), worker.dispose(), server.close()])) };
}

/** Calls as large as they may be, of customers of their own: as many as a batch takes, and those that wait behind it. */
async function ofLargest(bundle: string): Promise<HeapFigures[]> {
  const { portal, worker, heap, dispose } = await start(bundle);
  const api = apiOf(worker);
  await api("POST", "/api/pause");
  const takenIn = await heap.peak(async () => {
    for (let index = 0; index < LARGEST_CALLS; index++) await deliver(worker, largestCall(index));
  });
  const written = await heap.peak(async () => {
    await api("POST", "/api/resume");
    await until(() => portal.count("notes") >= LARGEST_CALLS);
  });
  const page = await heap.peak(async () => void (await api("GET", "/api/calls?limit=200")));
  await dispose();
  return [
    { what: `taking in ${LARGEST_CALLS} bodies of 1.9 MB, one after the other`, peakMb: takenIn },
    { what: `writing them`, peakMb: written },
    { what: "a page of them", peakMb: page },
  ];
}

/** Calls that wait while an operator has paused, then go; meanwhile pages are asked for, and an action goes over many. */
async function ofBacklog(bundle: string, pending: number): Promise<HeapFigures[]> {
  const { portal, worker, heap, dispose } = await start(bundle);
  const api = apiOf(worker);
  // Of withheld numbers: nobody is looked for, and nothing is written.
  await inLanes(IN_ACTION, (index) => deliver(worker, smallCall(index, "anonymous")));
  await until(async () => ((await api("GET", "/api/calls?status=pending&limit=1")).body["calls"] as unknown[]).length === 0, 500);
  await api("POST", "/api/pause");
  const takenIn = await heap.peak(() => inLanes(pending - IN_ACTION, (index) => deliver(worker, smallCall(IN_ACTION + index))));
  const page = await heap.peak(async () => void (await api("GET", "/api/calls?limit=200")));
  const cookie = await signIn(worker);
  const shown = await heap.peak(async () => void (await (await fetch(`${worker.url}/calls?limit=200`, { headers: { cookie } })).text()));
  // Asked for while nothing goes on; its calls then go with the others.
  const action = await heap.peak(async () => void (await api("POST", "/api/actions", { do: "replay", where: { status: "skipped" } })));
  const notes = portal.count("notes");
  const drained = await heap.peak(async () => {
    await api("POST", "/api/resume");
    await until(() => portal.count("notes") >= notes + Math.min(WRITTEN, pending / 4));
  });
  await dispose();
  const waiting = pending.toLocaleString("en-US");
  return [
    { what: `taking calls in until ${waiting} wait`, peakMb: takenIn },
    { what: `a page of 200 of them, from the API`, peakMb: page },
    { what: `the console's page of them`, peakMb: shown },
    { what: `asking for an action over ${IN_ACTION.toLocaleString("en-US")} calls`, peakMb: action },
    { what: `going on with ${waiting} waiting and the action's calls`, peakMb: drained },
  ];
}

type Api = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;

function apiOf({ url }: WorkerProcess): Api {
  return async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
}

async function signIn({ url }: WorkerProcess): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ token: TOKEN }),
    headers: { origin: url },
    redirect: "manual",
  });
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] as string;
}

async function deliver({ url }: WorkerProcess, body: string): Promise<void> {
  const answer = await fetch(`${url}/webhooks/post-call?token=${TOKEN}`, { method: "POST", body });
  if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Of as many turns as fit. */
function largestCall(index: number): string {
  const call = JSON.parse(longCall(index)) as { transcript: unknown[] };
  const turns: unknown[] = [];
  for (let bytes = JSON.stringify({ ...call, transcript: [] }).length; ; turns.push(call.transcript[turns.length % 120])) {
    bytes += JSON.stringify(call.transcript[turns.length % 120]).length + 1;
    if (bytes > LARGEST_BYTES) return JSON.stringify({ ...call, transcript: turns });
  }
}

function smallCall(index: number, from?: string): string {
  const call = JSON.parse(longCall(index)) as { transcript: unknown[] };
  const withheld = from !== undefined && { customer_phone: from, input_variables: {}, lead: null };
  return JSON.stringify({ ...call, ...withheld, transcript: call.transcript.slice(0, 6) });
}

async function until(isSo: () => boolean | Promise<boolean>, stepMs = 50): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, stepMs));
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
