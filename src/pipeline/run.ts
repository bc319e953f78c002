import type { HubSpot } from "../hubspot/http/client.ts";
import { SharedSearches } from "../hubspot/find/shared-searches.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { neverLoggedNumbers } from "../ledger/asked/never-logged.ts";
import type { GroupCommit } from "../ledger/intake/group-commit.ts";
import type { KeyHasher } from "../ledger/key-hash.ts";
import { nextDue } from "../ledger/queue.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { checkAccount } from "../portal/account.ts";
import { cachedPortalSchema, forgetPortalSchema, freshPortalSchema } from "../portal/schema-cache.ts";
import { type Settings, hubSpotSettings, indexLagMs } from "../settings.ts";
import { BatchSizeLimits } from "./attempt/batch-size-limits.ts";
import { ClaimWaits } from "./attempt/claim-waits.ts";
import type { PipelineContext } from "./attempt/context.ts";
import type { Batch } from "./batch.ts";
import { findOutLanded } from "./find-out-landed.ts";
import { PortalGate } from "./portal-gate.ts";
import { type BatchDone, type BatchSource, type Pace, drain } from "./schedule-batches.ts";
import { Suspects } from "./suspects.ts";

/** A single failed request is nothing special: its calls come again a moment later. */
const RETRY_MS = 2_000;
/** After every batch. */
const READERS_TURN = Number.MAX_SAFE_INTEGER;
/** Before every batch: nothing else is in flight. */
const UNDOS_TURN = 0;
const HELD_IN_A_ROW = 3;
/** Calls and undos take turns: an operator waits no longer than this and what is in flight. */
const WRITES_BEFORE_UNDO_MS = 2_000;

/** What the object that holds the runs gives them, for as long as it lives. */
export interface RunSetting {
  storage: DurableObjectStorage;
  env: Settings;
  keyHasher: KeyHasher;
  groupCommit: GroupCommit;
  mappings(): Mapping[];
  /** How much a run may do where nothing is known against it. */
  pace(): Pace;
  now(): number;
  wait(ms: number): Promise<void>;
  /**
   * What operators asked to be taken back, done while no batch is in flight; `findOut` says when (ms) it is known what a call has written, null: it is.
   * Returns what of HubSpot's own trouble stood in the way.
   */
  undoDue(hubspot: HubSpot, findOut: (call: string) => Promise<number | null>): Promise<Failure | null>;
  /** Whether an undo waits for the batches that are in flight. */
  hasUndoDue(): boolean;
  /** Whether an operator has said that nothing is to be written. */
  isStopped(): boolean;
}

/** The runs of the alarm: each takes what is due, in batches, as far as one run may go. */
export class Run implements BatchSource {
  readonly #setting: RunSetting;
  readonly gate: PortalGate;
  readonly suspects: Suspects;
  /** Learnt anew in each run: a portal may change its ways, or be another. */
  searches = new SharedSearches();
  readonly #batchSizeLimits = new BatchSizeLimits();
  readonly #claimWaits = new ClaimWaits();
  #heldInARow = 0;
  /** Requests that had been sent when this run began. */
  #sentBefore = 0;
  /** ms; since when this run has written calls. */
  #writesSince = 0;

  constructor(setting: RunSetting) {
    this.#setting = setting;
    this.suspects = new Suspects(setting.storage, setting.now, setting.env.VERSION?.id);
    this.gate = new PortalGate(setting.storage.sql, setting.env, setting.now, setting.wait);
  }

  get storage(): DurableObjectStorage {
    return this.#setting.storage;
  }

  now(): number {
    return this.#setting.now();
  }

  wait(ms: number): Promise<void> {
    return this.#setting.wait(ms);
  }

  /** Drains what is due, as far as one run may go. */
  async drainDue(): Promise<void> {
    if (this.#setting.isStopped() || this.gate.lacksSettings() || (nextDue(this.storage.sql) ?? Number.POSITIVE_INFINITY) > this.now())
      return;
    try {
      await this.#drain();
    } catch (error) {
      // Nothing of it can be blamed on a call: it is the portal's affair, and the next try comes at a falling rate.
      this.gate.hitABug(error);
    }
  }

  async #drain(): Promise<void> {
    const startedAt = this.now();
    this.#sentBefore = this.gate.limiter.requests;
    this.searches = new SharedSearches();
    const hubspot = await this.gate.open();
    if (hubspot === null || !(await this.#knowsPortal(hubspot))) return;
    const inTheWay = await this.#setting.undoDue(hubspot, async (call) => findOutLanded(await this.contextFor(UNDOS_TURN), call));
    if (inTheWay !== null && this.stopAfter(inTheWay) !== null) return;
    this.#writesSince = this.now();
    await drain(this);
    const requests = this.gate.limiter.requests - this.#sentBefore;
    console.log(JSON.stringify({ event: "run_finished", requests, ms: this.now() - startedAt }));
  }

  pace(): Pace {
    return this.gate.pace(this.#setting.pace());
  }

  mayBegin(): boolean {
    const { limiter, isPaused } = this.gate;
    const isUndoDue = this.now() - this.#writesSince > WRITES_BEFORE_UNDO_MS && this.#setting.hasUndoDue();
    if (this.#setting.isStopped() || isPaused || isUndoDue) return false;
    return !limiter.isSpent && limiter.requests - this.#sentBefore < this.pace().requests;
  }

  isBurst(): boolean {
    return this.#setting.groupCommit.isBurst(this.now());
  }

  /** Throws HubSpotFailure. */
  async contextFor(turn: number): Promise<PipelineContext> {
    const { storage, env, keyHasher, now, mappings } = this.#setting;
    const hubspot = this.gate.connect(turn);
    if (hubspot === null) throw new Error("The key was taken away while a run was going on.");
    return {
      storage,
      hubspot,
      portalSchema: await cachedPortalSchema(storage.sql, hubspot, mappings(), now()),
      freshSchema: () => freshPortalSchema(storage.sql, hubspot, mappings(), now()),
      mappings: mappings(),
      neverLogged: neverLoggedNumbers(storage.sql),
      batchSizeLimits: this.#batchSizeLimits,
      claimWaits: this.#claimWaits,
      indexLagMs: indexLagMs(env),
      retryMs: RETRY_MS,
      now,
      hashOf: keyHasher.key,
      breathe: () => scheduler.wait(0),
    };
  }

  /** For what a person looks at: its requests go after those of all calls. Null: HubSpot may not be asked now. Throws HubSpotFailure. */
  async contextForReader(): Promise<PipelineContext | null> {
    return this.gate.isPaused || this.gate.connectForReader() === null ? null : this.contextFor(READERS_TURN);
  }

  onBatch({ calls, ms, failure, bug }: BatchDone): void {
    if (!bug) this.#heldInARow = 0;
    console.log(JSON.stringify({ event: "batch", calls, ms, ...(failure && { failure: failure.reason }) }));
  }

  /** One call after the other, each held for a bug: then it is none of the calls. */
  onBug(batch: Batch, error: unknown): void {
    this.#heldInARow = this.suspects.hitABug(batch, error) ? this.#heldInARow + 1 : 0;
    if (this.#heldInARow >= HELD_IN_A_ROW) this.gate.hitABug(error);
  }

  stopAfter(failure: Failure | null): Failure | null {
    return this.gate.stopAfter(failure);
  }

  /** Whether it is the portal that calls were written to so far. What it calls things is read before calls gather: it takes a moment. */
  async #knowsPortal(hubspot: HubSpot): Promise<boolean> {
    const { storage, env, mappings } = this.#setting;
    const settings = hubSpotSettings(env);
    if ("cause" in settings) return false;
    // What the key could not read before, it may be able to read now.
    if (this.gate.paused?.problem) forgetPortalSchema(storage.sql);
    try {
      const another = await checkAccount(storage.sql, hubspot, settings, this.now());
      if (another !== null) throw new HubSpotFailure({ reason: "key", cause: another });
      await cachedPortalSchema(storage.sql, hubspot, mappings(), this.now());
      return true;
    } catch (error) {
      if (!(error instanceof HubSpotFailure)) throw error;
      this.stopAfter(error.failure);
      return false;
    }
  }
}
