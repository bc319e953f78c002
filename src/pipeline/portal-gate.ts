import { type HubSpot, connect } from "../hubspot/http/client.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { RateLimiter } from "../hubspot/http/limits/rate-limiter.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import { errorPlace } from "../log.ts";
import { problemOf } from "../problem/problem.ts";
import { type Settings, hubSpotSettings } from "../settings.ts";
import { type CircuitBreaker, afterBug, afterFailure, isAsked, isDown } from "./circuit-breaker.ts";
import { type Pace, SMALL_PACE } from "./schedule-batches.ts";

const CALLS_AFTER_DOWN = 10;
/** Whoever moves to a larger plan is noticed within a day. */
const SMALL_PACE_MS = 86_400_000;
/** How soon an operator's mending is tried, and how often at most. */
const TRY_SOON_MS = 2_000;
/** What is missing or wrong is looked at again so often. */
const UNSET_MS = 60_000;

/** Whether the portal may be asked at all, and how much at once. What it is paused for is kept in the `portal` table. */
export class PortalGate {
  readonly limiter: RateLimiter;
  #paused: CircuitBreaker | null;

  readonly #sql: SqlStorage;
  readonly #env: Settings;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<void>;

  constructor(sql: SqlStorage, env: Settings, now: () => number, wait: (ms: number) => Promise<void>) {
    this.#sql = sql;
    this.#env = env;
    this.#now = now;
    this.#wait = wait;
    this.limiter = new RateLimiter(now, wait);
    this.#paused = readPortal<CircuitBreaker>(sql, "pause");
  }

  get paused(): CircuitBreaker | null {
    return this.#paused;
  }

  get isPaused(): boolean {
    return (this.#paused?.until ?? 0) > this.#now();
  }

  /** Null while there is no key, or a setting cannot be followed. Requests of an earlier turn go before those of a later one. */
  connect(turn = 0): HubSpot | null {
    const settings = hubSpotSettings(this.#env);
    return "cause" in settings ? null : connect(settings, this.limiter.inTurn(turn), this.#wait);
  }

  /** For what a person looks at. What their last look ran into stands in the way of the next one only where the portal is paused for it. */
  connectForReader(): HubSpot | null {
    if (this.#paused === null) this.limiter.forgetTroubles();
    return this.connect();
  }

  /** Without a key, or with settings that cannot be followed, the portal is paused, and the operator is told why. */
  lacksSettings(): boolean {
    const settings = hubSpotSettings(this.#env);
    if (!("cause" in settings)) return false;
    const since = this.#paused?.since ?? this.#now();
    this.#pause({ until: this.#now() + UNSET_MS, since, tries: 0, problem: problemOf(settings.cause) });
    return true;
  }

  /** A bug that no call is to blame for: said once, and tried again at a falling rate. */
  hitABug(error: unknown): void {
    console.error(JSON.stringify({ event: "drain_failed", ...errorPlace(error) }));
    const problem = problemOf({ code: "run_hit_a_bug" });
    const before = this.#paused?.problem?.code === problem.code ? this.#paused : null;
    this.#pause(afterBug(problem, before, this.#now()));
  }

  /** A connection for a run; null where none should be made now. After trouble one harmless question goes first, not a batch. */
  async open(): Promise<HubSpot | null> {
    const hubspot = this.connect();
    if (hubspot === null || this.isPaused || (this.#paused !== null && !(await this.#isBack(hubspot, this.#paused)))) return null;
    this.limiter.runBegins();
    return hubspot;
  }

  /**
   * An operator may have mended what the portal was paused for, or the day's limit may have been raised: the next try comes soon, but not more
   * often than every few seconds. Where HubSpot was down, its own probes go on.
   */
  trySoon(): void {
    const pause = this.#paused;
    if (pause === null || isDown(pause)) return;
    if (isAsked(pause)) this.limiter.endWaits();
    this.#pause({ ...pause, until: Math.min(pause.until, this.#now() + TRY_SOON_MS) });
  }

  /** An operator says to go on: every wait ends now, also one that HubSpot asked for. Where it was down, a probe goes first. */
  endWait(): void {
    this.limiter.endWaits();
    if (this.#paused !== null) this.#pause({ ...this.#paused, until: this.#now() });
  }

  /** After trouble one batch goes alone, and a small one where HubSpot was down: only when it is through, all go again. */
  pace(full: Pace): Pace {
    const small = readPortal<{ at: number }>(this.#sql, "small_pace");
    const pace = small !== null && small.at > this.#now() - SMALL_PACE_MS ? SMALL_PACE : full;
    if (this.#paused === null) return pace;
    const callsABatch = isDown(this.#paused) ? Math.min(CALLS_AFTER_DOWN, pace.callsABatch) : pace.callsABatch;
    return { ...pace, batchesAtOnce: 1, callsABatch };
  }

  /** Told how each batch went. Whether the portal, or this run, should be left alone now; null: go on. */
  stopAfter(failure: Failure | null): Failure | null {
    if (this.limiter.isSpent) {
      // More than the plan allows was tried: what was not sent is sent by the next run, and runs are smaller from now on.
      writePortal(this.#sql, "small_pace", { at: this.#now() });
      return failure;
    }
    const down = this.limiter.isDown || isDown(this.#paused);
    const pause = failure && afterFailure(failure, down, this.#paused, this.#now());
    this.#pause(pause);
    return pause === null ? null : failure;
  }

  async #isBack(hubspot: HubSpot, pause: CircuitBreaker): Promise<boolean> {
    try {
      await this.limiter.probe(async () => {
        if (isDown(pause) || isAsked(pause)) await hubspot.request("GET", "/crm/v3/objects/contacts?limit=1&properties=hs_object_id");
      });
    } catch (error) {
      if (!(error instanceof HubSpotFailure)) throw error;
      // Any answer shows that it is back, a refusal too: what it means is for the run to see.
      if (error.failure.reason !== "trouble") return true;
      this.#pause(afterFailure(error.failure, true, pause, this.#now()));
      return false;
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
