import { parseArgs } from "node:util";
import { listen } from "../../src/sandbox/portal/node-server.ts";
import { type Portal, createPortal } from "../../src/sandbox/portal/portal.ts";
import { createRandom } from "../../src/sandbox/portal/random.ts";
import { WorkerProcess, buildWorker } from "../process/worker-process.ts";
import { StormCalls } from "./storm-calls.ts";
import { type Tally, tally } from "./tally.ts";

/**
 * The storm: calls pour into the real Worker process while HubSpot's stand-in fails at random and the process is killed (kill -9) again
 * and again. Afterwards the portal is asked what it holds: every call's note once, every person, every company and every lead's note once,
 * whatever the calls share, and nothing lost.
 */

export interface StormOptions {
  calls: number;
  /** Share of HubSpot's requests that fail, half of them after they took effect. */
  faults: number;
  kills: number;
  seed: number;
  bundle?: string;
  say?: (line: string) => void;
}

export interface StormResult extends Tally {
  delivered: number;
  kills: number;
  requests: number;
  seconds: number;
}

const TOKEN = "storm-token";
const INDEX_LAG_MS = 1_000;
const DELIVERIES_AT_ONCE = 20;

export async function storm(options: StormOptions): Promise<StormResult> {
  const { calls, seed, say = () => {} } = options;
  const random = createRandom(seed).next;
  const startedAt = Date.now();
  const portal = createPortal({ seed, token: "storm-key", indexLagMs: INDEX_LAG_MS });
  const storming = new StormCalls(calls);
  storming.addKnown(portal);
  const server = await listen(portal.fetch, 0);
  const worker = new WorkerProcess({ bundle: options.bundle ?? buildWorker("test/storm/storm-worker.ts"), vars: variables(server.port) });
  await worker.start();
  breakThings(portal, options.faults);
  let over = false;
  const killing = killAgainAndAgain(worker, options.kills, random, () => over, say);
  try {
    await deliverAll(worker, storming, random);
    say(`${calls} calls delivered after ${seconds(startedAt)} s`);
    await killing;
    await untilSettled(worker, calls, say);
  } finally {
    over = true;
    const kills = await killing.catch(() => 0);
    portal.faults.rates = {};
    await worker.dispose();
    await server.close();
    say(`${kills} kills`);
  }
  return {
    ...tally(portal, storming),
    delivered: calls,
    kills: options.kills,
    requests: portal.requests.length,
    seconds: seconds(startedAt),
  };
}

function variables(port: number): Record<string, string> {
  return {
    HUBSPOT_BASE_URL: `http://127.0.0.1:${port}`,
    HUBSPOT_ACCESS_TOKEN: "storm-key",
    HUBSPOT_INDEX_LAG_SECONDS: String(INDEX_LAG_MS / 1000 + 2),
    WEBHOOK_TOKEN: TOKEN,
    ADMIN_TOKEN: TOKEN,
  };
}

/** Dropped and refused, before and after the request took effect, each an equal share; and slow, so that kills find requests under way. */
function breakThings(portal: Portal, share: number): void {
  portal.faults.delayMs = [10, 80];
  for (const effect of ["error-before", "error-after", "drop-before", "drop-after"] as const) portal.faults.rates[effect] = share / 4;
}

/** As a sender would: what was not answered is sent again. */
async function deliverAll(worker: WorkerProcess, storming: StormCalls, random: () => number): Promise<void> {
  const open = Array.from({ length: storming.calls }, (_, index) => index);
  const deliverOne = async (index: number): Promise<void> => {
    for (;;) {
      const answer = await fetch(`${worker.url}/webhooks/post-call?token=${TOKEN}`, {
        method: "POST",
        body: storming.body(index),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null);
      if (answer?.status === 202) return;
      await pause(50 + random() * 100);
    }
  };
  const lane = async () => {
    for (let index = open.shift(); index !== undefined; index = open.shift()) await deliverOne(index);
  };
  await Promise.all(Array.from({ length: DELIVERIES_AT_ONCE }, lane));
}

async function killAgainAndAgain(
  worker: WorkerProcess,
  kills: number,
  random: () => number,
  isOver: () => boolean,
  say: (line: string) => void,
): Promise<number> {
  let done = 0;
  for (; done < kills && !isOver(); done++) {
    await pause(300 + random() * 1_700);
    await worker.kill();
    await worker.start();
  }
  say(`killed ${done} times`);
  return done;
}

async function untilSettled(worker: WorkerProcess, calls: number, say: (line: string) => void): Promise<void> {
  for (const end = Date.now() + 300_000; Date.now() < end; await pause(1_000)) {
    const page = await fetch(`${worker.url}/api/calls?status=pending&limit=1`, { headers: { Authorization: `Bearer ${TOKEN}` } }).catch(
      () => null,
    );
    if (page?.ok && ((await page.json()) as { calls: unknown[] }).calls.length === 0) return;
  }
  say(`still pending after five minutes (${calls} calls)`);
}

const seconds = (since: number) => Math.round((Date.now() - since) / 100) / 10;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      calls: { type: "string", default: "1000" },
      kills: { type: "string", default: "20" },
      faults: { type: "string", default: "0.05" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log("npm run storm -- [--seed 1] [--calls 1000] [--kills 20] [--faults 0.05, the share of HubSpot's requests that fail]");
    process.exit(0);
  }
  const result = await storm({
    seed: Number(values.seed),
    calls: Number(values.calls),
    kills: Number(values.kills),
    faults: Number(values.faults),
    say: (line) => console.log(line),
  });
  console.log(`seed ${values.seed}: ${result.delivered} calls, ${result.kills} kills, ${result.requests} requests, ${result.seconds} s`);
  const { written, lost, notesDoubled, contactsDoubled, companiesDoubled, sharedNotesDoubled } = result;
  console.log(
    `written ${written} · lost ${lost.length} · doubled: notes ${notesDoubled.length}, contacts ${contactsDoubled.length}, companies ${companiesDoubled.length}, shared notes ${sharedNotesDoubled.length}`,
  );
  const wrong = [lost, notesDoubled, contactsDoubled, companiesDoubled, sharedNotesDoubled].flat();
  if (wrong.length > 0) console.log(wrong.join(", "));
  process.exit(wrong.length === 0 ? 0 : 1);
}
