import type { SharedSearches } from "../hubspot/find/shared-searches.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { errorPlace } from "../log.ts";
import type { Claimed } from "../ledger/queue.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type Batch, type InFlight, newBatch, runBatch } from "./batch.ts";
import { Mutex } from "./mutex.ts";
import { BYTES_A_BATCH, type CallSource, gathersUntil, mustGather, nextCalls } from "./next-calls.ts";

/** How much one run of the alarm may do at once. */
export interface Pace {
  /** No batch begins after so many requests: the next run goes on. */
  requests: number;
  batchesAtOnce: number;
  callsABatch: number;
}

/** Whole batches, few that are only begun, and never idle: while one batch is written, the next is read and two more are searched for. */
export const FULL_PACE: Pace = { requests: 600, batchesAtOnce: 4, callsABatch: 600 };
/** Workers on the free plan may send 50 requests an invocation: one batch needs 25, and one that is refused in part a few more. */
export const SMALL_PACE: Pace = { requests: 20, batchesAtOnce: 1, callsABatch: 380 };

export interface BatchDone {
  calls: number;
  ms: number;
  failure: Failure | null;
  /** Whether a bug stopped it. */
  bug: boolean;
}

/** Where batches come from: a run of the alarm. */
export interface BatchSource extends CallSource {
  wait(ms: number): Promise<void>;
  pace(): Pace;
  /** Whether another batch may begin. */
  mayBegin(): boolean;
  /** What a batch needs of the portal; `turn` counts the batches. Throws HubSpotFailure. */
  contextFor(turn: number): Promise<PipelineContext>;
  /** What the batches of this run look for together. */
  readonly searches: SharedSearches;
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
      const claimed = flight.nextCalls();
      if (claimed.length === 0) break;
      flight.begin(newBatch(claimed, false, source.searches));
    }
    if (flight.batches().length === 0 && flight.mayBegin()) {
      const isTheirTurn = flight.isSuspectsTurn();
      const claimed = flight.nextSuspects();
      if (claimed.length > 0) flight.begin(newBatch(claimed, true, source.searches));
      else if (isTheirTurn) continue;
    }
    if (flight.batches().length === 0 && !flight.isGathering()) break;
    await flight.change();
  }
  flight.throwBug();
}

/** So often it is looked whether a batch has gathered. */
const GATHER_STEP_MS = 100;
/** While calls pour in, those that went wrong before are not kept waiting for longer: the others are let through to their end first. */
const SUSPECTS_WAIT_MS = 2_000;
/** Of a batch that failed: a log line has its limits. */
const MOST_NAMED = 20;

/** The batches that are in flight together. */
class Flight implements InFlight {
  readonly open = new Mutex();
  readonly find = new Mutex();
  readonly write = new Mutex();
  readonly #source: BatchSource;
  /** Each with the promise of its end. */
  readonly #running = new Map<Batch, Promise<void>>();
  readonly #bugs: unknown[] = [];
  #found = Promise.withResolvers<void>();
  #stopped: Failure | null = null;
  #turns = 0;
  /** ms */
  #gathersUntil: number;
  #isGathering = false;
  /** ms; when those that went wrong before had their last turn. */
  #suspectsAt: number;

  constructor(source: BatchSource) {
    this.#source = source;
    this.#suspectsAt = source.now();
    this.#gathersUntil = gathersUntil(source.now());
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

  /** What the next batch takes on; nothing while it gathers, or there is no room for one. */
  nextCalls(): Claimed[] {
    this.#isGathering = mustGather(this.#source, this.batches(), this.#gathersUntil);
    return this.#isGathering ? [] : nextCalls(this.#source, this.batches());
  }

  /** Whether calls are there that only wait for more of them. */
  isGathering(): boolean {
    return this.#isGathering && this.mayBegin();
  }

  begin(batch: Batch): void {
    this.#gathersUntil = gathersUntil(this.#source.now(), batch.claimed);
    const end = this.#run(batch, ++this.#turns)
      .catch((bug: unknown) => this.#note(bug, batch))
      .finally(() => this.#running.delete(batch));
    this.#running.set(batch, end);
  }

  /** When a batch has ended, or has found its records: either may make room for another. And soon where one gathers. */
  async change(): Promise<void> {
    const gathered = this.isGathering() ? [this.#source.wait(GATHER_STEP_MS)] : [];
    await Promise.race([this.#found.promise, ...this.#running.values(), ...gathered]);
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
