import { parseArgs } from "node:util";
import { listen } from "../../src/sandbox/portal/node-server.ts";
import { type Portal, createPortal } from "../../src/sandbox/portal/portal.ts";
import { createRandom } from "../../src/sandbox/portal/random.ts";
import { WorkerProcess, buildWorker } from "../process/worker-process.ts";

/**
 * The storm: calls pour into the real Worker process while HubSpot's stand-in fails at random and the process is killed (kill -9) again
 * and again. Afterwards the portal is asked what it holds: every call's note once, every customer once, nothing lost.
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

export interface StormResult {
  delivered: number;
  written: number;
  lost: string[];
  notesDoubled: string[];
  contactsDoubled: string[];
  kills: number;
  requests: number;
  seconds: number;
}

const TOKEN = "storm-token";
const INDEX_LAG_MS = 1_000;
const DELIVERIES_AT_ONCE = 20;
/** Half of the customers are in the portal already, their numbers typed by hand; every tenth calls twice. */
const customerOf = (index: number, calls: number) => (index >= calls * 0.9 ? index - Math.floor(calls * 0.9) : index);
const phoneOf = (customer: number) => `+55119${String(60_000_000 + customer * 7)}`;
const typed = (phone: string) => `(${phone.slice(3, 5)}) ${phone.slice(5, 10)}-${phone.slice(10)}`;

export async function storm(options: StormOptions): Promise<StormResult> {
  const { calls, seed, say = () => {} } = options;
  const random = createRandom(seed).next;
  const startedAt = Date.now();
  const portal = createPortal({ seed, token: "storm-key", indexLagMs: INDEX_LAG_MS });
  for (let customer = 0; customer < calls / 2; customer++) {
    const contact = portal.add("contacts", { firstname: `Known ${customer}`, phone: typed(phoneOf(customer)) });
    portal.add("deals", { dealname: `Deal ${customer}`, dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
  }
  const server = await listen(portal.fetch, 0);
  const worker = new WorkerProcess({ bundle: options.bundle ?? buildWorker(), vars: variables(server.port) });
  await worker.start();
  breakThings(portal, options.faults);
  let over = false;
  const killing = killAgainAndAgain(worker, options.kills, random, () => over, say);
  try {
    await deliverAll(worker, calls, random);
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
  return { ...tally(portal, calls), kills: options.kills, requests: portal.requests.length, seconds: seconds(startedAt) };
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

const body = (index: number, calls: number) => {
  const customer = customerOf(index, calls);
  const at = new Date(Date.parse("2026-04-06T09:00:00Z") + index * 1000).toISOString();
  return JSON.stringify({
    id: 500_000 + index,
    status: "completed",
    duration: 40,
    customer_phone: phoneOf(customer),
    extracted_variables: { status: true, summary: `Storm ${index}`, next_action: `Call back ${index}` },
    input_variables: customer % 3 === 0 ? { customer_name: `Person ${customer}` } : [],
    transcript: [{ text: `Sentence of call ${index}`, type: "transcript", sender: "human", timestamp: 1 }],
    created_at: at,
    finished_at: at,
  });
};

/** As a sender would: what was not answered is sent again. */
async function deliverAll(worker: WorkerProcess, calls: number, random: () => number): Promise<void> {
  const open = Array.from({ length: calls }, (_, index) => index);
  const deliverOne = async (index: number): Promise<void> => {
    for (;;) {
      const answer = await fetch(`${worker.url}/webhooks/post-call?token=${TOKEN}`, {
        method: "POST",
        body: body(index, calls),
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

function tally(portal: Portal, calls: number): Omit<StormResult, "kills" | "requests" | "seconds"> {
  const notes = new Map<string, number>();
  for (const note of portal.all("notes")) {
    const mark = /Storm (\d+)/.exec(note.properties["hs_note_body"] ?? "")?.[1];
    if (mark !== undefined && portal.associated("notes", note.id, "contacts").length > 0) notes.set(mark, (notes.get(mark) ?? 0) + 1);
  }
  const phones = Map.groupBy(portal.contacts(), ({ properties }) => (properties["phone"] ?? "").replace(/\D/g, "").slice(-11));
  return {
    delivered: calls,
    written: notes.size,
    lost: Array.from({ length: calls }, (_, index) => String(index)).filter((index) => !notes.has(index)),
    notesDoubled: [...notes].filter(([, count]) => count > 1).map(([mark]) => mark),
    contactsDoubled: [...phones].filter(([phone, contacts]) => phone !== "" && contacts.length > 1).map(([phone]) => phone),
  };
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
    },
  });
  const result = await storm({
    seed: Number(values.seed),
    calls: Number(values.calls),
    kills: Number(values.kills),
    faults: Number(values.faults),
    say: (line) => console.log(line),
  });
  console.log(`seed ${values.seed}: ${result.delivered} calls, ${result.kills} kills, ${result.requests} requests, ${result.seconds} s`);
  console.log(
    `written ${result.written} · lost ${result.lost.length} · notes doubled ${result.notesDoubled.length} · contacts doubled ${result.contactsDoubled.length}`,
  );
  process.exit(result.lost.length + result.notesDoubled.length + result.contactsDoubled.length === 0 ? 0 : 1);
}
