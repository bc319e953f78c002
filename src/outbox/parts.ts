import { DrainScheduler } from "../drain-scheduler.ts";
import { nextUndo } from "../ledger/asked/undo-queue.ts";
import { prepareMoveOver } from "../ledger/earlier-release/move-over.ts";
import { GroupCommit } from "../ledger/intake/group-commit.ts";
import { KeyHasher } from "../ledger/key-hash.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import { migrate } from "../ledger/schema.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { Actions } from "../operator/actions/actions.ts";
import { Alerts } from "../operator/alerts/alerts.ts";
import { readFacts } from "../operator/alerts/read-facts.ts";
import { AnswerCounts } from "../operator/health/answer-counts.ts";
import type { HealthPorts } from "../operator/health/health.ts";
import { portalWait } from "../operator/health/portal-wait.ts";
import { Pulse } from "../operator/health/pulse.ts";
import { readPause } from "../operator/pause.ts";
import { undoDue } from "../operator/undo/undo-due.ts";
import { Verbs } from "../operator/verbs.ts";
import type { PortalState, SearchHashes } from "../operator/view-calls.ts";
import { Run } from "../pipeline/run.ts";
import type { Pace } from "../pipeline/schedule-batches.ts";
import { type Settings, missingSecrets, retentionMs, wrongSettings } from "../settings.ts";
import { describe } from "./hashed.ts";

/** What tests replace, at any time. */
export interface Seams {
  /** ms */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  mappings: Mapping[];
  pace: Pace;
}

/** What the outbox is made of, put together. */
export class OutboxParts {
  readonly sql: SqlStorage;
  readonly keyHasher: KeyHasher;
  readonly hashes: SearchHashes;
  readonly pulse: Pulse;
  readonly answers: AnswerCounts;
  readonly alerts: Alerts;
  readonly groupCommit: GroupCommit;
  readonly run: Run;
  readonly verbs: Verbs;
  readonly actions: Actions;
  readonly scheduler: DrainScheduler;
  readonly #storage: DurableObjectStorage;
  readonly #settings: Settings;
  readonly #seams: Seams;
  readonly #now = (): number => this.#seams.now();
  readonly #mappings = (): Mapping[] => this.#seams.mappings;
  readonly #isStopped = (): boolean => readPause(this.sql) !== null;
  #origin: string | null;

  constructor(storage: DurableObjectStorage, settings: Settings, seams: Seams) {
    [this.#storage, this.#settings, this.#seams, this.sql] = [storage, settings, seams, storage.sql];
    migrate(storage);
    this.keyHasher = new KeyHasher(this.sql);
    this.hashes = { customer: (customer) => this.keyHasher.customer(customer), email: (email) => this.keyHasher.email(email) };
    this.pulse = new Pulse(this.sql);
    this.answers = new AnswerCounts(this.sql);
    this.#origin = readPortal<string>(this.sql, "origin");
    this.alerts = this.#newAlerts();
    prepareMoveOver(this.sql, (body) => describe(this.keyHasher, body));
    this.groupCommit = new GroupCommit({ storage, now: this.#now, onStored: (receivedAt) => this.scheduler.ring(receivedAt) });
    this.run = this.#newRun();
    this.verbs = this.#newVerbs();
    this.actions = this.#newActions();
    this.scheduler = this.#newScheduler();
  }

  /** Where the pages are, as the last one knows who proved itself. */
  remember(origin: string): void {
    if (origin === this.#origin) return;
    this.#origin = origin;
    writePortal(this.sql, "origin", origin);
  }

  /** What a call's view needs of the portal. */
  portal(): PortalState {
    return {
      account: readPortal(this.sql, "account"),
      wait: portalWait(readPause(this.sql), this.run.gate.paused, this.#now()),
    };
  }

  healthPorts(): HealthPorts {
    const settings = this.#settings;
    return {
      storage: this.#storage,
      now: this.#now(),
      isConfigured: missingSecrets(settings).length === 0 && wrongSettings(settings).length === 0,
      apiVersion: settings.HUBSPOT_API_VERSION ?? "",
      deployment: settings.VERSION?.id ?? null,
      retentionMs: this.#retentionMs(),
      mappings: this.#mappings(),
      pause: readPause(this.sql),
      breaker: this.run.gate.paused,
      limiter: this.run.gate.limiter,
      pulse: this.pulse,
      answers: this.answers,
    };
  }

  /** Where what is set is no number of days, nothing is erased by a guess: health says so. */
  #retentionMs(): number {
    return retentionMs(this.#settings) ?? Number.POSITIVE_INFINITY;
  }

  /** Somebody is told of what has changed. Nobody waits for it. */
  tell(): void {
    void this.alerts.look();
  }

  #newAlerts(): Alerts {
    return new Alerts({
      sql: this.sql,
      now: this.#now,
      address: () => this.#settings.ALERT_WEBHOOK_URL?.trim() || null,
      origin: () => this.#origin,
      facts: () => readFacts(this.healthPorts(), this.#settings.ALERT_HELD),
    });
  }

  #newRun(): Run {
    const { sql } = this;
    return new Run({
      storage: this.#storage,
      env: this.#settings,
      keyHasher: this.keyHasher,
      groupCommit: this.groupCommit,
      mappings: this.#mappings,
      pace: () => this.#seams.pace,
      now: this.#now,
      wait: (ms) => this.#seams.wait(ms),
      undoDue: (hubspot, findOut) => undoDue({ sql, hubspot, now: this.#now, isStopped: this.#isStopped, findOut }),
      hasUndoDue: () => nextUndo(sql, this.#now()) !== null,
      isStopped: this.#isStopped,
    });
  }

  #newVerbs(): Verbs {
    return new Verbs({
      sql: this.sql,
      run: this.run,
      mappings: this.#mappings,
      hashOf: this.keyHasher.key,
      hashWho: (who) => this.keyHasher.who(who),
      now: this.#now,
      doSoon: (isDone) => this.scheduler.doSoon(isDone),
      arm: () => {
        this.pulse.touch(this.#now());
        this.scheduler.arm();
      },
    });
  }

  #newActions(): Actions {
    return new Actions({
      sql: this.sql,
      verbs: this.verbs,
      hashes: this.hashes,
      mappings: this.#mappings,
      look: () => this.run.contextForReader(),
      now: this.#now,
      arm: () => this.scheduler.arm(),
    });
  }

  #newScheduler(): DrainScheduler {
    return new DrainScheduler({
      storage: this.#storage,
      now: this.#now,
      run: this.run,
      actions: this.actions,
      pulse: this.pulse,
      retentionMs: () => this.#retentionMs(),
      onRunEnded: () => this.tell(),
    });
  }
}
