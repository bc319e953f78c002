import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { type Claimed, claim } from "../ledger/queue.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type InFlight, type Batch, newBatch, runBatch } from "./batch.ts";
import { Mutex } from "./mutex.ts";

/** How much one run of the alarm may do at once. */
export interface Pace {
  /** No wave begins after so many requests: the next run goes on. */
  requests: number;
  batchesAtOnce: number;
  callsABatch: number;
}

/** Whole batches, few that are only begun, and never idle: while one wave is written, the next is read and two more are searched for. */
export const FULL_PACE: Pace = { requests: 400, batchesAtOnce: 4, callsABatch: 582 };
/** Workers on the free plan may send 50 requests an invocation: one wave needs 25, and its blamedInputs a few more. */
export const SMALL_PACE: Pace = { requests: 20, batchesAtOnce: 1, callsABatch: 380 };
/** Bodies of calls that are on their way: the object has 128 MB of memory for all it does. */
const BYTES_ON_THEIR_WAY = 12_000_000;
const BYTES_A_WAVE = BYTES_ON_THEIR_WAY / 2;
const NEARLY = 0.8;
/** A batch is full with so many. */
const WORTH_A_WAVE = 100;

export interface DrainPorts {
  storage: DurableObjectStorage;
  now(): number;
  pace(): Pace;
  /** Whether another wave may begin. */
  mayBegin(): boolean;
  /** Whether calls pour in, so that the next wave fills by itself. */
  isBurst(): boolean;
  /** What a wave needs of the portal; `turn` counts the batches. Throws HubSpotFailure. */
  wavePorts(turn: number): Promise<PipelineContext>;
  /** Told of each wave. */
  onWave(done: { calls: number; ms: number; failure: Failure | null }): void;
  /** Why no wave may go on after this one, if so. Not asked again in this run once it has said so. */
  stopAfter(failure: Failure | null): Failure | null;
}

/** Brings what is due into HubSpot, as far as one run may go. Never throws for what HubSpot does; a defect ends the run. */
export async function drain(ports: DrainPorts): Promise<void> {
  const batches = new Set<Batch>();
  const defects: unknown[] = [];
  let stopped: Failure | null = null;
  let turns = 0;
  let goOn = () => {};
  const inFlight: InFlight = { batches, find: new Mutex(), write: new Mutex(), stopped: () => stopped, onFound: () => goOn() };
  const send = async (wave: Batch): Promise<void> => {
    batches.add(wave);
    const startedAt = ports.now();
    try {
      const failure = await runBatchOf(ports, wave, inFlight, ++turns);
      ports.onWave({ calls: wave.claimed.length, ms: ports.now() - startedAt, failure });
      stopped ??= ports.stopAfter(failure);
    } catch (error) {
      defects.push(error);
    }
    batches.delete(wave);
    goOn();
  };
  const next = () => (stopped === null && defects.length === 0 && ports.mayBegin() ? nextCalls(ports, batches) : []);
  for (;;) {
    for (let claimed = next(); claimed.length > 0; claimed = next()) void send(newBatch(claimed));
    if (batches.size === 0) break;
    await new Promise<void>((resolve) => (goOn = resolve));
  }
  if (defects.length > 0) throw defects[0];
}

async function runBatchOf(ports: DrainPorts, wave: Batch, inFlight: InFlight, turn: number): Promise<Failure | null> {
  try {
    return await runBatch(await ports.wavePorts(turn), wave, inFlight);
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return error.failure;
  }
}

/**
 * What the next wave takes on. While others are on their way, only a full wave is worth beginning at once: the rest gathers, as long as
 * calls pour in, or they are few and another wave is still being looked for.
 */
function nextCalls({ storage, now, pace, isBurst }: DrainPorts, batches: Set<Batch>): Claimed[] {
  const { batchesAtOnce, callsABatch } = pace();
  if (batches.size >= batchesAtOnce) return [];
  const onTheirWay = [...batches].flatMap(({ claimed }) => claimed);
  const bytes = BYTES_ON_THEIR_WAY - onTheirWay.reduce((sum, call) => sum + call.bytes, 0);
  if (batches.size > 0 && bytes <= 0) return [];
  const room = { calls: callsABatch, bytes: Math.min(bytes, BYTES_A_WAVE), without: onTheirWay.map(({ customer }) => customer) };
  const claimed = claim(storage.sql, now(), room);
  const isFull = claimed.length >= callsABatch || claimed.reduce((sum, call) => sum + call.bytes, 0) > BYTES_A_WAVE * NEARLY;
  const isSmall = claimed.length < WORTH_A_WAVE && [...batches].some(({ isFinding }) => isFinding);
  const gathers = batches.size > 0 && (isBurst() || isSmall);
  return gathers && !isFull ? [] : claimed;
}
