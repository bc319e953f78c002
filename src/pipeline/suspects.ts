import { firstWithin } from "../chunks.ts";
import { type Begun, type Suspect, keepBegun, keepSuspects, readBegun, readSuspects, stillPending } from "../ledger/begun.ts";
import { ledgerMemory } from "../ledger/counters.ts";
import { type Claimed, claimAmong } from "../ledger/queue.ts";
import { settleUnattempted } from "../ledger/settle/settle-unattempted.ts";
import { errorPlace } from "../log.ts";
import { problemOf } from "../problem/problem.ts";
import { logHeld } from "./attempt/log-held.ts";
import type { Batch } from "./batch.ts";
import { goTogether, partOf } from "./suspects-together.ts";

/** A batch that a bug stopped is divided by so many. */
const PARTS_AFTER_BUG = 4;
/** A machine that is taken away while HubSpot is waited for is nothing special; so often over one and the same call it is. */
const DEATHS_WHILE_WAITING = 4;
/** Once in a batch, twice alone: two machines in a row are not taken away in the few hundredths of a second that one call's work takes. */
const DEATHS_AT_WORK = 3;
const MOST_NAMED = 20;

/**
 * Calls that went wrong together: by an exception, or because the object died over them. They go in small batches, apart from all others, and one by
 * one where they died together before, those first over which the object died least; the one to blame is held, and the others are written. While it is
 * at a single call's work, that call alone is charged. Kept in the ledger: dying is what this is about.
 */
export class Suspects {
  readonly #storage: DurableObjectStorage;
  readonly #now: () => number;
  readonly #version: string | undefined;
  readonly #suspects: Map<string, Suspect>;
  readonly #begun = new Map<Batch, Begun>();
  /** The one batch of which it is not kept that it was begun: see `begins`. */
  #unkept: Batch | null = null;
  /** The latest delivery that had come in when the object woke. */
  readonly #deliveryAtAwakening: number;
  /** How often a suspect's turn has come to nothing. */
  readonly #turns = new Map<string, number>();

  /** When the object wakes: whatever was begun and not settled, it died over, unless a deployment took the machine away. */
  constructor(storage: DurableObjectStorage, now: () => number, version: string | undefined) {
    this.#storage = storage;
    this.#now = now;
    this.#version = version;
    this.#deliveryAtAwakening = ledgerMemory(storage.sql).lastDelivery;
    this.#suspects = readSuspects(storage.sql);
    const begun = readBegun(storage.sql);
    for (const each of begun) if (each.version === version) this.#diedOver(each);
    if (begun.length > 0) keepBegun(storage.sql, []);
  }

  /** Whose calls go apart from the others'. */
  get customers(): ReadonlySet<string> {
    return new Set(this.#suspects.keys());
  }

  /** What goes next of them, together: nothing, where none is due. */
  next(room: { calls: number; bytes: number }): Claimed[] {
    if (this.#suspects.size === 0) return [];
    const due = claimAmong(this.#storage.sql, this.#now(), this.#suspects.keys()).map((claimed) => {
      const suspect = this.#suspects.get(claimed.customer) as Suspect;
      return { claimed, ...suspect, turns: this.#turns.get(claimed.customer) ?? 0, isUnfinished: claimed.intent !== null };
    });
    const together = goTogether(due).map(({ claimed }) => claimed);
    return firstWithin(together.slice(0, room.calls), room.bytes, ({ bytes }) => bytes);
  }

  /**
   * Resolves when it is durable that these calls are begun. Of a call that goes alone and has come in since the object woke nothing is kept, which saves
   * it a row: should the object die over it, the next life sees that it came before, and keeps it.
   */
  async begins(batch: Batch): Promise<void> {
    const calls = batch.claimed.map(({ call }) => call);
    const version = this.#version !== undefined && { version: this.#version };
    const isLone = calls.length === 1 && !batch.isSuspect;
    const isNew = batch.claimed.every(({ delivery }) => delivery > this.#deliveryAtAwakening);
    const again = isLone && !isNew && { again: true as const };
    this.#begun.set(batch, { at: this.#now(), calls, phase: batch.isSuspect ? "working" : "unknown", ...version, ...again });
    if (isLone && isNew && this.#begun.size === 1) this.#unkept = batch;
    else await this.#keep();
  }

  /** Only of suspects: what the object dies over must then be known for sure. `call`: the one that is worked at from now on. */
  async enters(batch: Batch, phase: "working" | "waiting", call?: string): Promise<void> {
    const begun = this.#begun.get(batch);
    if (begun === undefined || !batch.isSuspect || (begun.phase === phase && begun.at_call === call)) return;
    const { at_call: _, ...rest } = begun;
    this.#begun.set(batch, { ...rest, phase, ...(call !== undefined && { at_call: call }) });
    await this.#keep();
  }

  /** It came to its end: those of its calls that are settled are suspects no more. */
  ends(batch: Batch): void {
    const open = new Set(this.#end(batch).map(({ customer }) => customer));
    const before = this.#suspects.size;
    for (const { customer } of batch.claimed) {
      if (!open.has(customer)) this.#forget(customer);
      else if (batch.isSuspect) this.#turns.set(customer, (this.#turns.get(customer) ?? 0) + 1);
    }
    if (this.#suspects.size < before) keepSuspects(this.#storage.sql, this.#suspects);
  }

  /** A bug stopped it. Whether one call alone is to blame: it is held. */
  hitABug(batch: Batch, error: unknown): boolean {
    const calls = batch.claimed.map(({ call }) => call);
    console.error(JSON.stringify({ event: "drain_failed", count: calls.length, calls: calls.slice(0, MOST_NAMED), ...errorPlace(error) }));
    const open = this.#end(batch);
    if (calls.length === 1) for (const { call, customer } of open) this.#hold(call, customer);
    else for (const { customer } of open) this.#suspect(customer, { size: Math.ceil(calls.length / PARTS_AFTER_BUG), deaths: 0 });
    keepSuspects(this.#storage.sql, this.#suspects);
    return calls.length === 1;
  }

  #diedOver({ at, calls, phase, at_call: named, again }: Begun): void {
    const open = stillPending(this.#storage.sql, calls, at);
    const blamed = calls.length === 1 ? open : open.filter(({ call }) => call === named);
    for (const { call, customer } of blamed) this.#blame(call, customer, phase, again === true ? 1 : 0);
    // Where it is known over which call it died, the others of its batch had no part in it.
    const died = { size: partOf(calls.length), deaths: 1, together: 1, since: this.#now() };
    if (blamed.length === 0) for (const { customer } of open) this.#suspect(customer, died);
    if (open.length > 0) keepSuspects(this.#storage.sql, this.#suspects);
  }

  /** It was alone, or the object was at its work. `before`: deaths of which nothing was kept. */
  #blame(call: string, customer: string, phase: Begun["phase"], before: number): void {
    const deaths = (this.#suspects.get(customer)?.deaths ?? before) + 1;
    if (deaths >= (phase === "working" ? DEATHS_AT_WORK : DEATHS_WHILE_WAITING)) this.#hold(call, customer);
    else this.#suspect(customer, { size: 1, deaths, since: this.#now() });
  }

  /** `together`: so many more deaths over several. */
  #suspect(customer: string, { size, deaths, together = 0, since }: Suspect): void {
    const before = this.#suspects.get(customer) ?? { size, deaths: 0 };
    const first = before.since ?? since;
    this.#suspects.set(customer, {
      ...(first !== undefined && { since: first }),
      size: Math.min(size, before.size),
      deaths: Math.max(deaths, before.deaths),
      together: (before.together ?? 0) + together,
    });
  }

  #forget(customer: string): void {
    this.#suspects.delete(customer);
    this.#turns.delete(customer);
  }

  #hold(call: string, customer: string): void {
    this.#forget(customer);
    settleUnattempted(this.#storage.sql, this.#now(), { call, status: "held", problem: problemOf({ code: "hit_a_bug" }) });
    logHeld([{ call, code: "hit_a_bug" }]);
  }

  async #keep(): Promise<void> {
    this.#unkept = null;
    keepBegun(this.#storage.sql, [...this.#begun.values()]);
    await this.#storage.sync();
  }

  /** What is left pending must not look as if the object had died over it; where all is settled that cannot be, and a row is saved. */
  #end(batch: Batch): { call: string; customer: string }[] {
    const begun = this.#begun.get(batch);
    this.#begun.delete(batch);
    const open = begun === undefined ? [] : stillPending(this.#storage.sql, begun.calls, begun.at);
    const isKept = this.#unkept !== batch;
    this.#unkept = null;
    if (open.length > 0 && isKept) keepBegun(this.#storage.sql, [...this.#begun.values()]);
    return open;
  }
}
