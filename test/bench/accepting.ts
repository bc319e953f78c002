import { createPortal } from "../../src/sandbox/portal/portal.ts";
import { WorkerProcess, buildWorker } from "../process/worker-process.ts";
import { crowd } from "./crowd.ts";

/** How many deliveries a second are taken in, durable before they are answered, beside a bare handler that only parses JSON. One run, turn by turn. */

export interface AcceptingFigures {
  /** Deliveries a second, median of the rounds. */
  connector: number;
  bare: number;
  ratio: number;
}

const ROUNDS = 7;
const DELIVERIES_A_ROUND = 1_500;
/** Enough that neither waits for the client. */
const AT_ONCE = 64;

export async function accepting(bundle: string): Promise<AcceptingFigures> {
  // Without a HubSpot key nothing drains meanwhile: only taking in is measured.
  const connector = new WorkerProcess({ bundle, vars: { WEBHOOK_TOKEN: "t", ADMIN_TOKEN: "t" } });
  const bare = new WorkerProcess({ bundle: buildWorker("test/bench/bare-handler.ts"), vars: {} });
  await Promise.all([connector.start(), bare.start()]);
  const { bodies } = crowd(createPortal(), DELIVERIES_A_ROUND * (ROUNDS + 1));
  const rates: { connector: number[]; bare: number[] } = { connector: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const some = bodies.slice(round * DELIVERIES_A_ROUND, (round + 1) * DELIVERIES_A_ROUND);
    const [ours, theirs] = [await rate(connector, some), await rate(bare, some)];
    // The first round warms both up.
    if (round > 0) rates.connector.push(ours);
    if (round > 0) rates.bare.push(theirs);
  }
  await Promise.all([connector.dispose(), bare.dispose()]);
  return { connector: median(rates.connector), bare: median(rates.bare), ratio: median(rates.connector) / median(rates.bare) };
}

async function rate(worker: WorkerProcess, bodies: string[]): Promise<number> {
  const open = [...bodies];
  const startedAt = performance.now();
  const lane = async () => {
    for (let body = open.pop(); body !== undefined; body = open.pop()) await post(`${worker.url}/webhooks/post-call?token=t`, body);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const perSecond = (bodies.length / (performance.now() - startedAt)) * 1000;
  return perSecond;
}

async function post(url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", body });
  await answer.arrayBuffer();
  if (answer.status !== 202) throw new Error(`answered ${answer.status}`);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
