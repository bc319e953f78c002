import { type Begun, type Suspect, keepBegun, keepSuspects, readBegun, readSuspects, stillPending } from "../ledger/begun.ts";
import { settleUnattempted } from "../ledger/settle/settlements.ts";
import { errorPlace } from "../log.ts";
import { problemOf } from "../problem/problem.ts";
import { logHeld } from "./attempt/log-held.ts";
import type { Batch } from "./batch.ts";

/** A batch that went wrong is divided by so many. */
const PARTS_AFTER_BUG = 4;
/** Small batches are taken apart at once when the object died over them. */
const PARTS_AFTER_DEATH = 8;
/** A machine that is taken away while HubSpot is waited for is nothing special; so often over one and the same call it is. */
const DEATHS_WHILE_WAITING = 4;
const DEATHS_AT_WORK = 2;
const MOST_NAMED = 20;

/**
 * Calls that went wrong together: by an exception, or because the object died over them. They go in ever smaller batches, apart from all others,
 * until the one that is to blame is alone; that one is held, and the others are written. Kept in the ledger: dying is what this is about.
 */
export class Suspects {
  readonly #storage: DurableObjectStorage;
  readonly #now: () => number;
  readonly #suspects: Map<string, Suspect>;
  readonly #begun = new Map<Batch, Begun>();

  /** When the object wakes: whatever was begun and not settled, it died over. */
  constructor(storage: DurableObjectStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
    this.#suspects = readSuspects(storage.sql);
    for (const begun of readBegun(storage.sql)) this.#diedOver(begun);
    if (readBegun(storage.sql).length > 0) keepBegun(storage.sql, []);
  }

  /** Whose calls go apart from the others'. */
  get customers(): ReadonlySet<string> {
    return new Set(this.#suspects.keys());
  }

  /** How many calls may go together with a customer's. */
  sizeOf(customer: string): number {
    return this.#suspects.get(customer)?.size ?? Number.POSITIVE_INFINITY;
  }

  /** Resolves when it is durable that these calls are begun. */
  async begins(batch: Batch): Promise<void> {
    const calls = batch.claimed.map(({ call }) => call);
    this.#begun.set(batch, { at: this.#now(), calls, phase: batch.isSuspect ? "working" : "unknown" });
    await this.#keep();
  }

  /** Only of suspects: what the object dies over must then be known for sure. */
  async enters(batch: Batch, phase: "working" | "waiting"): Promise<void> {
    const begun = this.#begun.get(batch);
    if (begun === undefined || !batch.isSuspect || begun.phase === phase) return;
    begun.phase = phase;
    await this.#keep();
  }

  /** It came to its end: those of its calls that are settled are suspects no more. */
  ends(batch: Batch): void {
    const open = new Set(this.#end(batch).map(({ customer }) => customer));
    const before = this.#suspects.size;
    for (const { customer } of batch.claimed) if (!open.has(customer)) this.#suspects.delete(customer);
    if (this.#suspects.size < before) keepSuspects(this.#storage.sql, this.#suspects);
  }

  /** A bug stopped it. Whether one call alone is to blame: it is held. */
  hitABug(batch: Batch, error: unknown): boolean {
    const calls = batch.claimed.map(({ call }) => call);
    console.error(JSON.stringify({ event: "drain_failed", count: calls.length, calls: calls.slice(0, MOST_NAMED), ...errorPlace(error) }));
    const open = this.#end(batch);
    if (calls.length === 1) for (const { call, customer } of open) this.#hold(call, customer);
    else for (const { customer } of open) this.#suspect(customer, Math.ceil(calls.length / PARTS_AFTER_BUG), 0);
    keepSuspects(this.#storage.sql, this.#suspects);
    return calls.length === 1;
  }

  #diedOver({ at, calls, phase }: Begun): void {
    const open = stillPending(this.#storage.sql, calls, at);
    const size = phase === "waiting" ? calls.length : Math.ceil(calls.length / PARTS_AFTER_DEATH);
    for (const { call, customer } of open) {
      const deaths = (this.#suspects.get(customer)?.deaths ?? 0) + 1;
      const isToBlame = calls.length === 1 && deaths >= (phase === "working" ? DEATHS_AT_WORK : DEATHS_WHILE_WAITING);
      if (isToBlame) this.#hold(call, customer);
      else this.#suspect(customer, size, deaths);
    }
    if (open.length > 0) keepSuspects(this.#storage.sql, this.#suspects);
  }

  #suspect(customer: string, size: number, deaths: number): void {
    const before = this.#suspects.get(customer);
    this.#suspects.set(customer, { size: Math.min(size, before?.size ?? size), deaths: Math.max(deaths, before?.deaths ?? 0) });
  }

  #hold(call: string, customer: string): void {
    this.#suspects.delete(customer);
    settleUnattempted(this.#storage.sql, this.#now(), { call, status: "held", problem: problemOf({ code: "hit_a_bug" }) });
    logHeld([{ call, code: "hit_a_bug" }]);
  }

  async #keep(): Promise<void> {
    keepBegun(this.#storage.sql, [...this.#begun.values()]);
    await this.#storage.sync();
  }

  /** What is left pending must not look as if the object had died over it; where all is settled that cannot be, and a row is saved. */
  #end(batch: Batch): { call: string; customer: string }[] {
    const begun = this.#begun.get(batch);
    this.#begun.delete(batch);
    const open = begun === undefined ? [] : stillPending(this.#storage.sql, begun.calls, begun.at);
    if (open.length > 0) keepBegun(this.#storage.sql, [...this.#begun.values()]);
    return open;
  }
}
