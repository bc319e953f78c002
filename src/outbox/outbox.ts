import { DurableObject } from "cloudflare:workers";
import { errorPlace } from "../error-place.ts";
import { connect, type HubSpot } from "../hubspot/client.ts";
import { HubSpotFailure } from "../hubspot/failure.ts";
import type { PhoneHints } from "../hubspot/find-records.ts";
import { compiledMappings } from "../mapping/compiled.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { type Env, hubSpotSettings, indexLagMs, retentionMs } from "../settings.ts";
import { type CallView, type CallsPage, type PortalState, listCalls, viewCall } from "./calls.ts";
import { chooseContact } from "./choose.ts";
import { type DrainResult, drainWave } from "./drain.ts";
import { eraseOld } from "./erase.ts";
import { type Health, healthOf } from "./health.ts";
import { type Accepted, CALLS_A_WAVE, countPending, type Delivery, keepRejected, nextDue, reopen } from "./inbox.ts";
import { GATHER_STEP_MS, Intake } from "./intake.ts";
import { readPortal, writePortal } from "./ledger.ts";
import { migrate } from "./migrations.ts";
import { forgetPortalWords, portalWords } from "./portal-words.ts";
import { Salted } from "./salted.ts";
import type { Receipt } from "./receipt.ts";
import { undoCall } from "./undo.ts";
import { Pacing, TROUBLES_UNTIL_DOWN } from "./pacing.ts";
import { afterFailure, type Pause } from "./pause.ts";

/** A run ends after so many requests and the alarm starts the next: Workers on the free plan may send 50 an invocation. */
const REQUESTS_A_RUN = 20;
const GATHER_MS = 600;
/** What was searched for ahead is used at once or not at all. */
const HINTS_MS = 5_000;

/** One per HubSpot portal: takes calls in, remembers what was written, and drains what is due in batches, at the portal's pace. */
export class Outbox extends DurableObject<Env> {
  /** Replaced by tests. */
  now: () => number = Date.now;
  wait: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms);
  mappings: Mapping[] = compiledMappings;

  readonly #sql: SqlStorage;
  readonly #salted: Salted;
  readonly #intake: Intake;
  #pacing = new Pacing(
    () => this.now(),
    (ms) => this.wait(ms),
  );
  #draining = false;
  /** Filled while one wave is written, used up by the next. */
  readonly #hints: PhoneHints = new Map();
  #hintedAt = 0;
  /** As in the `portal` table. */
  #paused: Pause | null;
  /** ms; when the alarm is set to ring. Null: not known. */
  #alarmAt: number | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    migrate(state.storage);
    this.#salted = new Salted(this.#sql);
    this.#intake = new Intake(state.storage);
    this.#paused = readPortal<Pause>(this.#sql, "pause");
    // An alarm that was lost would leave calls lying: every awakening sets it again.
    state.blockConcurrencyWhile(() => this.#arm());
  }

  /** Stores a delivery. When this returns to the caller, it is durable. */
  async accept(delivery: Omit<Delivery, "customer" | "receivedAt"> & { customer: string }): Promise<Accepted> {
    const receivedAt = this.now();
    const accepted = await this.#intake.store({ ...delivery, customer: this.#salted.customer(delivery.customer), receivedAt });
    if (accepted !== "unchanged") await this.#ring(receivedAt);
    return accepted;
  }

  /** Keeps a delivery that proved itself but was no call. */
  async keepRejected(rejected: { body: Uint8Array; message: string }): Promise<void> {
    keepRejected(this.#sql, { ...rejected, receivedAt: this.now() });
  }

  async call(id: string): Promise<CallView | null> {
    return viewCall(this.#sql, id, this.#portal());
  }

  async calls(query: { status: string | null; limit: number; before: number | null }): Promise<CallsPage> {
    return listCalls(this.#sql, query, this.#portal());
  }

  /** Applies today's mapping to the stored call again. Null: no such call; `rejected` and erased ones cannot be replayed. */
  async replay(id: string): Promise<CallView | { refused: string } | null> {
    const call = viewCall(this.#sql, id, this.#portal());
    if (call === null) return null;
    if (call.status === "rejected") return { refused: "This delivery was no call: there is nothing to write." };
    if (call.body === "erased") return { refused: "The call's body has been erased (RETENTION_DAYS). Have OtoniStark resend its webhook." };
    reopen(this.#sql, id, this.now());
    forgetPortalWords(this.#sql);
    await this.#tryAgainSoon();
    return viewCall(this.#sql, id, this.#portal());
  }

  /** An operator picks one of several contacts for a held call. Null: no such call. */
  async choose(id: string, contact: string): Promise<CallView | { refused: string } | null> {
    const chosen = chooseContact(this.#sql, id, contact, this.mappings, this.#salted.key, this.now());
    if (chosen === null || "refused" in chosen) return chosen;
    await this.#tryAgainSoon();
    return viewCall(this.#sql, id, this.#portal());
  }

  /** Takes back what a call wrote. Null: no such call. */
  async undo(id: string): Promise<CallView | { refused: string } | null> {
    const call = viewCall(this.#sql, id, this.#portal());
    if (call === null) return null;
    const hubspot = this.#connect();
    if (call.status === "pending" || hubspot === null)
      return { refused: "The call is on its way into HubSpot. Undo it when it is settled." };
    const { records } = this.#sql.exec<{ records: string }>("SELECT records FROM calls WHERE call = ?", id).one();
    try {
      const undone = await undoCall(this.#sql, hubspot, id, JSON.parse(records) as Record<string, Receipt>);
      this.#sql.exec(
        "UPDATE calls SET status = 'skipped', records = ?, problem = NULL, note = ? WHERE call = ? AND revision = ?",
        JSON.stringify(undone),
        UNDONE,
        id,
        call.revision,
      );
    } catch (error) {
      if (!(error instanceof HubSpotFailure)) throw error;
      return { refused: "HubSpot did not answer well enough to undo it all. Try again: what is undone stays undone." };
    }
    return viewCall(this.#sql, id, this.#portal());
  }

  /** What a call's view needs of the portal. */
  #portal(): PortalState {
    return { account: readPortal(this.#sql, "account"), problem: this.#paused?.problem ?? null };
  }

  async health(): Promise<Health> {
    return healthOf(this.ctx.storage, this.#paused, this.#pacing);
  }

  /** From the cron: an alarm should be set already, and old bodies go even when no calls come. */
  async wake(): Promise<void> {
    eraseOld(this.ctx.storage, this.now(), retentionMs(this.env));
    await this.#arm();
  }

  /** Never throws: an alarm that does is retried six times and then gone. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    try {
      await this.drain();
    } catch (error) {
      console.error(JSON.stringify({ event: "drain_failed", ...errorPlace(error) }));
      await this.#ring(this.now() + 5_000);
    }
  }

  /** Drains what is due, as far as one run may go, and sets the alarm for the rest. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      eraseOld(this.ctx.storage, this.now(), retentionMs(this.env));
      await this.#drainDue();
    } finally {
      this.#draining = false;
    }
    await this.#arm();
  }

  async #drainDue(): Promise<void> {
    const hubspot = this.#connect();
    if (hubspot === null) return this.#pause({ until: this.now() + 60_000, tries: 0, problem: NO_TOKEN });
    const from = this.#pacing.requests;
    while (
      !this.#isPaused() &&
      (nextDue(this.#sql) ?? Number.POSITIVE_INFINITY) <= this.now() &&
      this.#pacing.requests - from < REQUESTS_A_RUN
    ) {
      if (this.#paused !== null && !(await this.#probe(hubspot, this.#paused))) return;
      await this.#gather();
      const result = await this.#wave(hubspot);
      this.#pause(result.failure && afterFailure(result.failure, this.#pacing.troubles >= TROUBLES_UNTIL_DOWN, this.#paused, this.now()));
    }
  }

  /** While calls pour in, a moment's patience fills the batch. */
  async #gather(): Promise<void> {
    const isWorthIt = () => this.#intake.isPouring(this.now()) && countPending(this.#sql) < CALLS_A_WAVE;
    for (let waited = 0; waited < GATHER_MS && isWorthIt(); waited += GATHER_STEP_MS) await this.wait(GATHER_STEP_MS);
  }

  async #wave(hubspot: HubSpot): Promise<DrainResult> {
    const startedAt = this.now();
    const requests = this.#pacing.requests;
    if (startedAt - this.#hintedAt > HINTS_MS) this.#hints.clear();
    try {
      const vocabulary = await portalWords(this.#sql, hubspot, this.mappings, this.now());
      const result = await drainWave({
        storage: this.ctx.storage,
        hubspot,
        vocabulary,
        mappings: this.mappings,
        indexLagMs: indexLagMs(this.env),
        retryMs: RETRY_MS,
        now: () => this.now(),
        hashOf: this.#salted.key,
        hints: this.#hints,
        breathe: () => scheduler.wait(0),
      });
      this.#hintedAt = this.now();
      console.log(
        JSON.stringify({
          event: "wave",
          calls: result.calls,
          requests: this.#pacing.requests - requests,
          ms: this.now() - startedAt,
          ...(result.failure && { failure: result.failure.reason }),
        }),
      );
      return result;
    } catch (error) {
      if (!(error instanceof HubSpotFailure)) throw error;
      return { calls: 0, failure: error.failure };
    }
  }

  /** After trouble one harmless question goes first, not a batch. */
  async #probe(hubspot: HubSpot, pause: Pause): Promise<boolean> {
    this.#pacing.troubles = 0;
    if (pause.problem !== null || pause.tries === 0) return true;
    this.#pacing.readTries = 1;
    try {
      await hubspot.request("GET", "/account-info/v3/details");
    } catch (error) {
      if (error instanceof HubSpotFailure && error.failure.reason === "trouble") {
        this.#pause(afterFailure(error.failure, true, pause, this.now()));
        return false;
      }
    } finally {
      this.#pacing.readTries = 2;
    }
    this.#pause(null);
    return true;
  }

  #connect(): HubSpot | null {
    const settings = hubSpotSettings(this.env);
    return settings === null ? null : connect(settings, this.#pacing, (ms) => this.wait(ms));
  }

  #isPaused(): boolean {
    return (this.#paused?.until ?? 0) > this.now();
  }

  /** The portal as a whole waits; said once, not for every call. */
  #pause(pause: Pause | null): void {
    const before = this.#paused;
    if (pause === null && before === null) return;
    this.#paused = pause;
    writePortal(this.#sql, "pause", pause);
    if (pause?.problem && before?.problem?.message !== pause.problem.message)
      console.error(JSON.stringify({ event: "paused", ...pause.problem }));
    if (pause === null) console.log(JSON.stringify({ event: "resumed" }));
  }

  /** An operator may have mended what the portal was paused for: the next try comes soon, but not more often than every few seconds. */
  async #tryAgainSoon(): Promise<void> {
    const pause = this.#paused;
    if (pause?.problem) this.#pause({ ...pause, until: Math.min(pause.until, this.now() + 2_000) });
    await this.#arm();
  }

  /** Sets the alarm for the next call that is due, or the end of the pause. */
  async #arm(): Promise<void> {
    const due = nextDue(this.#sql);
    if (due === null) return;
    await this.#ring(Math.max(due, this.now()));
  }

  async #ring(wanted: number): Promise<void> {
    const at = Math.max(wanted, this.#paused?.until ?? 0);
    this.#alarmAt ??= await this.ctx.storage.getAlarm();
    if (this.#draining || (this.#alarmAt !== null && this.#alarmAt <= at)) return;
    this.#alarmAt = at;
    await this.ctx.storage.setAlarm(at);
  }
}

/** A single failed request is nothing special: its calls come again a moment later. */
const RETRY_MS = 2_000;

const UNDONE = "Undone by an operator. A replay writes it again.";

const NO_TOKEN = {
  who: "operator" as const,
  message: "HUBSPOT_ACCESS_TOKEN is not set: calls are kept, not written.",
  fix: "`wrangler secret put HUBSPOT_ACCESS_TOKEN`. Everything waiting is written then.",
};
