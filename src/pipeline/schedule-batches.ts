import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { type Claimed, claim } from "../ledger/queue.ts";
import type { WavePorts } from "./attempt/context.ts";
import { type Convoy, type Wave, newWave, runWave } from "./batch.ts";
import { Turnstile } from "./mutex.ts";

/** How much one run of the alarm may do at once. */
export interface Pace {
  /** No wave begins after so many requests: the next run goes on. */
  requests: number;
  wavesAtOnce: number;
  callsAWave: number;
}

/** Whole batches, few that are only begun, and never idle: while one wave is written, the next is read and two more are searched for. */
export const FULL_PACE: Pace = { requests: 400, wavesAtOnce: 4, callsAWave: 582 };
/** Workers on the free plan may send 50 requests an invocation: one wave needs 25, and its culprits a few more. */
export const SMALL_PACE: Pace = { requests: 20, wavesAtOnce: 1, callsAWave: 380 };
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
  isPouring(): boolean;
  /** What a wave needs of the portal; `turn` counts the waves. Throws HubSpotFailure. */
  wavePorts(turn: number): Promise<WavePorts>;
  /** Told of each wave. */
  onWave(done: { calls: number; ms: number; failure: Failure | null }): void;
  /** Why no wave may go on after this one, if so. Not asked again in this run once it has said so. */
  stopAfter(failure: Failure | null): Failure | null;
}

/** Brings what is due into HubSpot, as far as one run may go. Never throws for what HubSpot does; a defect ends the run. */
export async function drain(ports: DrainPorts): Promise<void> {
  const waves = new Set<Wave>();
  const defects: unknown[] = [];
  let stopped: Failure | null = null;
  let turns = 0;
  let goOn = () => {};
  const convoy: Convoy = { waves, find: new Turnstile(), write: new Turnstile(), stopped: () => stopped, onFound: () => goOn() };
  const send = async (wave: Wave): Promise<void> => {
    waves.add(wave);
    const startedAt = ports.now();
    try {
      const failure = await runWaveOf(ports, wave, convoy, ++turns);
      ports.onWave({ calls: wave.claimed.length, ms: ports.now() - startedAt, failure });
      stopped ??= ports.stopAfter(failure);
    } catch (error) {
      defects.push(error);
    }
    waves.delete(wave);
    goOn();
  };
  const next = () => (stopped === null && defects.length === 0 && ports.mayBegin() ? nextCalls(ports, waves) : []);
  for (;;) {
    for (let claimed = next(); claimed.length > 0; claimed = next()) void send(newWave(claimed));
    if (waves.size === 0) break;
    await new Promise<void>((resolve) => (goOn = resolve));
  }
  if (defects.length > 0) throw defects[0];
}

async function runWaveOf(ports: DrainPorts, wave: Wave, convoy: Convoy, turn: number): Promise<Failure | null> {
  try {
    return await runWave(await ports.wavePorts(turn), wave, convoy);
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return error.failure;
  }
}

/**
 * What the next wave takes on. While others are on their way, only a full wave is worth beginning at once: the rest gathers, as long as
 * calls pour in, or they are few and another wave is still being looked for.
 */
function nextCalls({ storage, now, pace, isPouring }: DrainPorts, waves: Set<Wave>): Claimed[] {
  const { wavesAtOnce, callsAWave } = pace();
  if (waves.size >= wavesAtOnce) return [];
  const onTheirWay = [...waves].flatMap(({ claimed }) => claimed);
  const bytes = BYTES_ON_THEIR_WAY - onTheirWay.reduce((sum, call) => sum + call.bytes, 0);
  if (waves.size > 0 && bytes <= 0) return [];
  const room = { calls: callsAWave, bytes: Math.min(bytes, BYTES_A_WAVE), without: onTheirWay.map(({ customer }) => customer) };
  const claimed = claim(storage.sql, now(), room);
  const isFull = claimed.length >= callsAWave || claimed.reduce((sum, call) => sum + call.bytes, 0) > BYTES_A_WAVE * NEARLY;
  const isSmall = claimed.length < WORTH_A_WAVE && [...waves].some(({ isFinding }) => isFinding);
  const gathers = waves.size > 0 && (isPouring() || isSmall);
  return gathers && !isFull ? [] : claimed;
}
