import { isMoving, movePending, moveSlice } from "./ledger/earlier-release/move-over.ts";
import { closeDays } from "./ledger/closed-days.ts";
import { DAY_MS } from "./ledger/counters.ts";
import { nextDue } from "./ledger/queue.ts";
import { eraseOld } from "./ledger/retention.ts";
import { errorPlace } from "./log.ts";
import { type Actions, STEP_MS } from "./operator/actions/actions.ts";
import type { Pulse } from "./operator/health/pulse.ts";
import { readPause } from "./operator/pause.ts";
import type { Run } from "./pipeline/run.ts";

export interface SchedulerPorts {
  storage: DurableObjectStorage;
  /** ms */
  now: () => number;
  run: Run;
  actions: Actions;
  pulse: Pulse;
  /** ms; how long bodies are kept. */
  retentionMs: () => number;
  /** Called after each run, however it ended. */
  onRunEnded: () => void;
}

/** When the outbox works: one run at a time, started by the object's alarm, which rings when the next call is due. */
export class DrainScheduler {
  readonly #ports: SchedulerPorts;
  readonly #sql: SqlStorage;
  #draining = false;
  /** Resolves when the run that is going on ends. */
  #drained: Promise<void> = Promise.resolve();
  /** ms; when the alarm is set to ring. */
  #alarmAt = NEVER;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#sql = ports.storage.sql;
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  /** Never throws: an alarm that does is retried six times and then gone. */
  async alarm(): Promise<void> {
    this.#alarmAt = NEVER;
    try {
      await this.drain();
    } catch (error) {
      console.error(JSON.stringify({ event: "drain_failed", ...errorPlace(error) }));
      this.ring(this.#ports.now() + AFTER_A_FAILURE_MS);
    }
  }

  /** Drains what is due, as far as one run may go, and sets the alarm for the rest. Nothing where a run is going on. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#drained = promise;
    try {
      await this.#runOnce();
    } finally {
      this.#draining = false;
      resolve();
      this.#ports.onRunEnded();
    }
    this.arm();
    this.tidy();
  }

  async #runOnce(): Promise<void> {
    const { actions, now, pulse, run } = this.#ports;
    pulse.runBegins(now());
    let ok = false;
    try {
      if (readPause(this.#sql) === null) await actions.step();
      if (!movePending(this.#sql)) await run.drainDue();
      ok = run.gate.paused === null;
    } finally {
      pulse.runEnds(now(), { ok, lastWriteAt: run.gate.limiter.lastWriteAt });
    }
  }

  /** Resolves when no run is going on, or after ten seconds. */
  async untilIdle(): Promise<void> {
    if (this.#draining) await Promise.race([this.#drained, scheduler.wait(ANSWER_MS)]);
  }

  /** Somebody waits for an answer: what is due is done at once, or after the run that is going on. Resolves after some seconds at the latest. */
  async doSoon(isDone: () => boolean): Promise<void> {
    this.arm();
    const patience = new AbortController();
    const over = scheduler.wait(this.#draining ? BEHIND_A_RUN_MS : ANSWER_MS, { signal: patience.signal }).catch(() => {});
    await Promise.race([this.#drainUntil(isDone), over]);
    patience.abort();
  }

  /** Two runs: the one that is going on, and one more. */
  async #drainUntil(isDone: () => boolean): Promise<void> {
    if (this.#draining) await this.#drained;
    if (!isDone()) await this.alarm();
  }

  /** Whatever became of the alarm. */
  async armAnew(): Promise<void> {
    this.#alarmAt = (await this.#ports.storage.getAlarm()) ?? NEVER;
    this.arm();
  }

  /** Sets the alarm for the next call that is due, or the end of the pause. */
  arm(): void {
    const { now, actions } = this.#ports;
    const due = nextDue(this.#sql);
    if (due !== null) this.ring(Math.max(due, now()));
    if (isMoving(this.#sql)) this.ring(now() + MOVE_EVERY_MS);
    if (actions.hasStep()) this.ring(now() + STEP_MS);
  }

  /** `wanted`: ms. Is part of the commit under way: what is stored and its alarm become durable together. */
  ring(wanted: number): void {
    const at = Math.max(wanted, this.#ports.run.gate.paused?.until ?? 0);
    // Asked with every group of deliveries: what is stored is looked at last.
    if (this.#draining || this.#alarmAt <= at || readPause(this.#sql) !== null) return;
    this.#alarmAt = at;
    void this.#ports.storage.setAlarm(at);
  }

  /** What can wait, and must never be in the way of the calls: old bodies go, rows of the release before move over, past days are summed up. */
  tidy(): void {
    try {
      moveSlice(this.#sql);
      closeDays(this.#sql, Math.floor(this.#ports.now() / DAY_MS));
      eraseOld(this.#ports.storage, this.#ports.now(), this.#ports.retentionMs());
    } catch (error) {
      console.error(JSON.stringify({ event: "erase_failed", ...errorPlace(error) }));
    }
  }
}

const NEVER = Number.POSITIVE_INFINITY;
const AFTER_A_FAILURE_MS = 5_000;
/** A slice of the release before takes some hundredths of a second: deliveries go in between. */
const MOVE_EVERY_MS = 250;
/** How long somebody waits for an answer that HubSpot has a part in: an undo needs some ten requests. */
const ANSWER_MS = 10_000;
/** What goes on behind a run is told as pending soon. */
const BEHIND_A_RUN_MS = 3_000;
