import { type HubSpot, connect } from "../hubspot/http/client.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { RateLimiter, TROUBLES_UNTIL_DOWN } from "../hubspot/http/rate-limiter.ts";
import type { GroupCommit } from "../ledger/group-commit.ts";
import type { KeyHasher } from "../ledger/key-hash.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import { countPending, nextDue } from "../ledger/queue.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { forgetPortalSchema, cachedPortalSchema } from "../portal/schema-cache.ts";
import { type Settings, hubSpotSettings, indexLagMs } from "../settings.ts";
import { BatchSizeLimits } from "./attempt/batch-size-limits.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type CircuitBreaker, afterFailure, isDown } from "./circuit-breaker.ts";
import { problemOf } from "../problem/problem.ts";
import { type Pace, SMALL_PACE, drain } from "./schedule-batches.ts";

const GATHER_MS = 600;
const GATHER_STEP_MS = 50;
/** A single failed request is nothing special: its calls come again a moment later. */
const RETRY_MS = 2_000;
const CALLS_AFTER_DOWN = 10;
/** Calls and undos take turns: an operator waits no longer than this and what is on its way. */
const WRITES_BEFORE_UNDO_MS = 2_000;
/** Whoever moves to a larger plan is noticed within a day. */
const SMALL_PACE_MS = 86_400_000;

export interface RunPorts {
  storage: DurableObjectStorage;
  env: Settings;
  keyHasher: KeyHasher;
  groupCommit: GroupCommit;
  mappings(): Mapping[];
  /** How much a run may do where nothing is known against it. */
  pace(): Pace;
  now(): number;
  wait(ms: number): Promise<void>;
  /** What operators asked to be taken back, done while no batch is on its way. Returns what of HubSpot's own trouble stood in the way. */
  undoDue(hubspot: HubSpot): Promise<Failure | null>;
  /** Whether an undo waits for the batches that are on their way. */
  hasUndoDue(): boolean;
  /** Whether an operator has said that nothing is to be written. */
  isStopped(): boolean;
}

/** The runs of the alarm: whether the portal may be asked at all, and how much one run may do. */
export class Run {
  readonly #ports: RunPorts;
  readonly pacing: RateLimiter;
  readonly #batchSizeLimits = new BatchSizeLimits();
  /** As in the `portal` table. */
  #paused: CircuitBreaker | null;

  constructor(ports: RunPorts) {
    this.#ports = ports;
    this.pacing = new RateLimiter(ports.now, ports.wait);
    this.#paused = readPortal<CircuitBreaker>(this.#sql, "pause");
  }

  get #sql(): SqlStorage {
    return this.#ports.storage.sql;
  }

  get paused(): CircuitBreaker | null {
    return this.#paused;
  }

  /** Null while there is no key. Requests of an earlier turn go before those of a later one. */
  connect(turn = 0): HubSpot | null {
    const settings = hubSpotSettings(this.#ports.env);
    return settings === null ? null : connect(settings, this.pacing.inTurn(turn), this.#ports.wait);
  }

  /** Drains what is due, as far as one run may go. */
  async drainDue(): Promise<void> {
    const { now, storage } = this.#ports;
    if (this.#ports.isStopped()) return;
    const hubspot = this.connect();
    if (hubspot === null)
      return this.#pause({ until: now() + 60_000, since: this.#paused?.since ?? now(), tries: 0, problem: problemOf({ code: "no_key" }) });
    if (this.#isPaused() || (nextDue(this.#sql) ?? Number.POSITIVE_INFINITY) > now()) return;
    if (this.#paused !== null && !(await this.#probe(hubspot, this.#paused))) return;
    const [startedAt, from] = [now(), this.pacing.requests];
    this.pacing.isSpent = false;
    if (!(await this.#readWords(hubspot))) return;
    const inTheWay = await this.#ports.undoDue(hubspot);
    if (inTheWay !== null && this.#stopAfter(inTheWay) !== null) return;
    const wroteFrom = now();
    await this.#gather();
    await drain({
      storage,
      now,
      pace: () => this.#pace(),
      mayBegin: () =>
        !this.#ports.isStopped() &&
        !this.#isPaused() &&
        !this.pacing.isSpent &&
        this.pacing.requests - from < this.#pace().requests &&
        !(now() - wroteFrom > WRITES_BEFORE_UNDO_MS && this.#ports.hasUndoDue()),
      isBurst: () => this.#ports.groupCommit.isBurst(now()),
      wavePorts: (turn) => this.#wavePorts(this.connect(turn) ?? hubspot),
      onWave: ({ calls, ms, failure }) =>
        console.log(JSON.stringify({ event: "batch", calls, ms, ...(failure && { failure: failure.reason }) })),
      stopAfter: (failure) => this.#stopAfter(failure),
    });
    console.log(JSON.stringify({ event: "run_finished", requests: this.pacing.requests - from, ms: now() - startedAt }));
  }

  /** An operator may have mended what the portal was paused for: the next try comes soon, but not more often than every few seconds. */
  trySoon(): void {
    const pause = this.#paused;
    if (pause?.problem) this.#pause({ ...pause, until: Math.min(pause.until, this.#ports.now() + 2_000) });
  }

  /** An operator says to go on: every wait ends now, also one that HubSpot asked for. Where it was down, a probe goes first. */
  endWait(): void {
    this.pacing.endWaits();
    if (this.#paused !== null) this.#pause({ ...this.#paused, until: this.#ports.now() });
  }

  #isPaused(): boolean {
    return (this.#paused?.until ?? 0) > this.#ports.now();
  }

  /** After trouble one wave goes alone, and a small one where HubSpot was down: only when it is through, all go again. */
  #pace(): Pace {
    const small = readPortal<{ at: number }>(this.#sql, "small_pace");
    const pace = small !== null && small.at > this.#ports.now() - SMALL_PACE_MS ? SMALL_PACE : this.#ports.pace();
    if (this.#paused === null) return pace;
    return {
      ...pace,
      batchesAtOnce: 1,
      callsABatch: isDown(this.#paused) ? Math.min(CALLS_AFTER_DOWN, pace.callsABatch) : pace.callsABatch,
    };
  }

  /** The portal's words are read before calls gather: it takes a moment. */
  async #readWords(hubspot: HubSpot): Promise<boolean> {
    // What the key could not read before, it may be able to read now.
    if (this.#paused?.problem) forgetPortalSchema(this.#sql);
    try {
      await cachedPortalSchema(this.#sql, hubspot, this.#ports.mappings(), this.#ports.now());
      return true;
    } catch (error) {
      if (!(error instanceof HubSpotFailure)) throw error;
      this.#stopAfter(error.failure);
      return false;
    }
  }

  async #wavePorts(hubspot: HubSpot): Promise<PipelineContext> {
    const { storage, env, keyHasher, now, mappings } = this.#ports;
    const portalSchema = await cachedPortalSchema(this.#sql, hubspot, mappings(), now());
    return {
      storage,
      hubspot,
      portalSchema,
      mappings: mappings(),
      indexLagMs: indexLagMs(env),
      retryMs: RETRY_MS,
      batchSizeLimits: this.#batchSizeLimits,
      now,
      hashOf: keyHasher.key,
      breathe: () => scheduler.wait(0),
    };
  }

  /** While calls pour in, a moment's patience fills the batch. */
  async #gather(): Promise<void> {
    const { groupCommit, now, wait } = this.#ports;
    const isWorthIt = () => groupCommit.isBurst(now()) && countPending(this.#sql) < this.#pace().callsABatch;
    for (let waited = 0; waited < GATHER_MS && isWorthIt(); waited += GATHER_STEP_MS) await wait(GATHER_STEP_MS);
  }

  /** Whether the portal, or this run, should be left alone now; null: go on. */
  #stopAfter(failure: Failure | null): Failure | null {
    if (this.pacing.isSpent) {
      // More than the plan allows was tried: what was not sent is sent by the next run, and runs are smaller from now on.
      writePortal(this.#sql, "small_pace", { at: this.#ports.now() });
      return failure;
    }
    const down = this.pacing.troubles >= TROUBLES_UNTIL_DOWN || isDown(this.#paused);
    const pause = failure && afterFailure(failure, down, this.#paused, this.#ports.now());
    this.#pause(pause);
    return pause === null ? null : failure;
  }

  /** After trouble one harmless question goes first, not a batch. */
  async #probe(hubspot: HubSpot, pause: CircuitBreaker): Promise<boolean> {
    this.pacing.troubles = 0;
    if (!isDown(pause)) return true;
    this.pacing.isProbing = true;
    try {
      await hubspot.request("GET", "/crm/v3/objects/contacts?limit=1&properties=hs_object_id");
    } catch (error) {
      if (error instanceof HubSpotFailure && error.failure.reason === "trouble") {
        this.#pause(afterFailure(error.failure, true, pause, this.#ports.now()));
        return false;
      }
    } finally {
      this.pacing.isProbing = false;
    }
    return true;
  }

  /** The portal as a whole waits; said once, not for every call. */
  #pause(pause: CircuitBreaker | null): void {
    const before = this.#paused;
    if (pause === null && before === null) return;
    this.#paused = pause;
    writePortal(this.#sql, "pause", pause);
    if (pause?.problem && before?.problem?.code !== pause.problem.code)
      console.error(JSON.stringify({ event: "paused", ...pause.problem }));
    if (pause === null) console.log(JSON.stringify({ event: "resumed" }));
  }
}
