import { readPortal, writePortal } from "../../ledger/portal-values.ts";

/** How the runs go: kept in memory, and in the `portal` table now and then, so that a restart does not forget it. */
interface Beat {
  /** ms; when HubSpot last took a write. */
  lastWriteAt: number | null;
  /** Runs that ended badly since the last good one. */
  failedRuns: number;
  /** ms; when an operator last set calls going: how long they wait counts from then. */
  touchedAt: number | null;
}

const NAME = "pulse";
/** A row a minute: runs may follow each other by the second. */
const EVERY_MS = 60_000;

/** What can be said of the runs, for the operator. */
export class Pulse {
  readonly #sql: SqlStorage;
  #beat: Beat;
  #keptAt = 0;
  /** ms; since when a run is going on. */
  runSince: number | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#beat = { lastWriteAt: null, failedRuns: 0, touchedAt: null, ...readPortal<Beat>(sql, NAME) };
  }

  get beat(): Readonly<Beat> {
    return this.#beat;
  }

  runBegins(now: number): void {
    this.runSince = now;
  }

  runEnds(now: number, { ok, lastWriteAt }: { ok: boolean; lastWriteAt: number | null }): void {
    this.runSince = null;
    const failedRuns = ok ? 0 : this.#beat.failedRuns + 1;
    const hasTurned = (failedRuns === 0) !== (this.#beat.failedRuns === 0);
    const hasWritten = lastWriteAt !== null && lastWriteAt !== this.#beat.lastWriteAt;
    if (!hasTurned && !hasWritten && failedRuns === 0) return;
    this.#beat = { ...this.#beat, failedRuns, lastWriteAt: lastWriteAt ?? this.#beat.lastWriteAt };
    if (hasTurned || now - this.#keptAt >= EVERY_MS) this.#keep(now);
  }

  /** An operator replayed a call, or let the writing go on. */
  touch(now: number): void {
    this.#beat = { ...this.#beat, touchedAt: now };
    this.#keep(now);
  }

  #keep(now: number): void {
    this.#keptAt = now;
    writePortal(this.#sql, NAME, this.#beat);
  }
}
