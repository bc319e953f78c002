import type { IndexReading } from "../hubspot/find/index-reading.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { errorPlace } from "../log.ts";
import { type Claimed, claim } from "../ledger/queue.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type Batch, type InFlight, newBatch, runBatch } from "./batch.ts";
import { Mutex } from "./mutex.ts";
import type { Suspects } from "./suspects.ts";

/** How much one run of the alarm may do at once. */
export interface Pace {
  /** No batch begins after so many requests: the next run goes on. */
  requests: number;
  batchesAtOnce: number;
  callsABatch: number;
}

/** Whole batches, few that are only begun, and never idle: while one batch is written, the next is read and two more are searched for. */
export const FULL_PACE: Pace = { requests: 400, batchesAtOnce: 4, callsABatch: 600 };
/** Workers on the free plan may send 50 requests an invocation: one batch needs 25, and one that is refused in part a few more. */
export const SMALL_PACE: Pace = { requests: 20, batchesAtOnce: 1, callsABatch: 380 };
/** Bodies of calls that are in flight: the object has 128 MB of memory for all it does. */
const BYTES_IN_FLIGHT = 12_000_000;
const BYTES_A_BATCH = BYTES_IN_FLIGHT / 2;
const NEARLY = 0.8;
/** So many are worth a batch, whatever else is in flight. */
const WORTH_A_BATCH = 100;

export interface BatchDone {
  calls: number;
  ms: number;
  failure: Failure | null;
  /** Whether a bug stopped it. */
  bug: boolean;
}

/** Where batches come from: a run of the alarm. */
export interface BatchSource {
  storage: DurableObjectStorage;
  now(): number;
  pace(): Pace;
  /** Whether another batch may begin. */
  mayBegin(): boolean;
  /** Whether calls pour in, so that the next batch fills by itself. */
  isBurst(): boolean;
  /** What a batch needs of the portal; `turn` counts the batches. Throws HubSpotFailure. */
  contextFor(turn: number): Promise<PipelineContext>;
  readonly suspects: Suspects;
  /** What this run's searches show of the portal's index. */
  readonly indexReading: IndexReading;
  /** A bug stopped a batch. */
  onBug(batch: Batch, error: unknown): void;
  onBatch(done: BatchDone): void;
  /** Why no batch may go on after this one, if so. Not asked again in this run once it has said so. */
  stopAfter(failure: Failure | null): Failure | null;
}

/** Brings what is due into HubSpot, as far as one run may go. Never throws for what HubSpot does; a bug ends the run. */
export async function drain(source: BatchSource): Promise<void> {
  const flight = new Flight(source);
  for (;;) {
    while (flight.mayBegin() && !flight.isSuspectsTurn()) {
      const claimed = nextCalls(source, flight.batches());
      if (claimed.length === 0) break;
      flight.begin(newBatch(claimed, false, source.indexReading));
    }
    if (flight.batches().length === 0 && flight.mayBegin()) {
      const isTheirTurn = flight.isSuspectsTurn();
      const claimed = flight.nextSuspects();
      if (claimed.length > 0) flight.begin(newBatch(claimed, true, source.indexReading));
      else if (isTheirTurn) continue;
    }
    if (flight.batches().length === 0) break;
    await flight.change();
  }
  flight.throwBug();
}

/** While calls pour in, those that went wrong before are not kept waiting for longer: the others are let through to their end first. */
const SUSPECTS_WAIT_MS = 2_000;
/** Of a batch that failed: a log line has its limits. */
const MOST_NAMED = 20;

/** The batches that are in flight together. */
class Flight implements InFlight {
  readonly find = new Mutex();
  readonly write = new Mutex();
  readonly #source: BatchSource;
  /** Each with the promise of its end. */
  readonly #running = new Map<Batch, Promise<void>>();
  readonly #bugs: unknown[] = [];
  #found = Promise.withResolvers<void>();
  #stopped: Failure | null = null;
  #turns = 0;
  /** ms; when those that went wrong before had their last turn. */
  #suspectsAt: number;

  constructor(source: BatchSource) {
    this.#source = source;
    this.#suspectsAt = source.now();
  }

  batches(): Batch[] {
    return [...this.#running.keys()];
  }

  stopped(): Failure | null {
    return this.#stopped;
  }

  enters(batch: Batch, phase: "working" | "waiting", call?: string): Promise<void> {
    return this.#source.suspects.enters(batch, phase, call);
  }

  isSuspectsTurn(): boolean {
    return this.#source.suspects.customers.size > 0 && this.#source.now() - this.#suspectsAt > SUSPECTS_WAIT_MS;
  }

  /** Calls that have gone wrong before: few of them, and nothing beside them. */
  nextSuspects(): Claimed[] {
    this.#suspectsAt = this.#source.now();
    return this.#source.suspects.next({ calls: this.#source.pace().callsABatch, bytes: BYTES_A_BATCH });
  }

  onFound(): void {
    this.#found.resolve();
  }

  mayBegin(): boolean {
    return this.#stopped === null && this.#bugs.length === 0 && this.#source.mayBegin();
  }

  begin(batch: Batch): void {
    const end = this.#run(batch, ++this.#turns)
      .catch((bug: unknown) => this.#note(bug, batch))
      .finally(() => this.#running.delete(batch));
    this.#running.set(batch, end);
  }

  /** When a batch has ended, or has found its records: either may make room for another. */
  async change(): Promise<void> {
    await Promise.race([this.#found.promise, ...this.#running.values()]);
    this.#found = Promise.withResolvers<void>();
  }

  /** Which calls were on their way is what whoever is on call asks first. */
  #note(bug: unknown, { claimed }: Batch): void {
    const calls = claimed.slice(0, MOST_NAMED).map(({ call }) => call);
    console.error(JSON.stringify({ event: "drain_failed", count: claimed.length, calls, ...errorPlace(bug) }));
    this.#bugs.push(bug);
  }

  throwBug(): void {
    if (this.#bugs.length > 0) throw this.#bugs[0];
  }

  async #run(batch: Batch, turn: number): Promise<void> {
    const startedAt = this.#source.now();
    const { failure, bug } = await this.#intoHubSpot(batch, turn);
    this.#source.onBatch({ calls: batch.claimed.length, ms: this.#source.now() - startedAt, failure, bug });
    if (!bug) this.#stopped ??= this.#source.stopAfter(failure);
  }

  /** A bug in a batch is its calls' affair; one on the way to it is the run's. */
  async #intoHubSpot(batch: Batch, turn: number): Promise<Pick<BatchDone, "failure" | "bug">> {
    const context = await this.#source.contextFor(turn).catch((error: unknown) => {
      if (error instanceof HubSpotFailure) return error.failure;
      throw error;
    });
    if ("reason" in context) return { failure: context, bug: false };
    try {
      await this.#source.suspects.begins(batch);
      const failure = await runBatch(context, batch, this);
      this.#source.suspects.ends(batch);
      return { failure, bug: false };
    } catch (error) {
      this.#source.onBug(batch, error);
      return { failure: null, bug: true };
    }
  }
}

/**
 * What the next batch takes on. While others are in flight, only a full batch is worth beginning at once: the rest gathers, as long as
 * calls pour in, or they are few and another batch is still being looked for.
 */
function nextCalls(source: BatchSource, batches: Batch[]): Claimed[] {
  const { batchesAtOnce, callsABatch } = source.pace();
  if (batches.length >= batchesAtOnce || batches.some(({ isSuspect }) => isSuspect)) return [];
  const inFlight = batches.flatMap(({ claimed }) => claimed);
  const bytes = BYTES_IN_FLIGHT - bytesOf(inFlight);
  if (batches.length > 0 && bytes <= 0) return [];
  const room = {
    calls: callsABatch,
    bytes: Math.min(bytes, BYTES_A_BATCH),
    without: [...source.suspects.customers, ...inFlight.map(({ customer }) => customer)],
  };
  const claimed = claim(source.storage.sql, source.now(), room);
  const isFull = claimed.length >= callsABatch || bytesOf(claimed) > BYTES_A_BATCH * NEARLY;
  const isSmall = claimed.length < WORTH_A_BATCH && batches.some(({ isFinding }) => isFinding);
  const gathers = batches.length > 0 && (source.isBurst() || isSmall);
  if (gathers && !isFull) return [];
  return source.isBurst() ? inHundreds(claimed) : claimed;
}

/** What HubSpot takes in one request. While calls pour in, what would fill a request only in part goes with the next batch. */
const A_REQUEST = 100;

const inHundreds = (claimed: Claimed[]): Claimed[] =>
  claimed.length <= A_REQUEST ? claimed : claimed.slice(0, claimed.length - (claimed.length % A_REQUEST));

const bytesOf = (calls: Claimed[]): number => calls.reduce((sum, { bytes }) => sum + bytes, 0);
