import type { CountChange, Counts } from "./count-change.ts";

/** What the ledger keeps in memory beside its tables: nothing that could not be found out again from them. */
export interface Memory {
  /** The latest delivery's number. */
  lastDelivery: number;
  /** Up to which first delivery calls are counted in the table. */
  countedTo: number;
  /** What the calls come to that came in later, by day and campaign (JSON). Replaced, never changed. */
  uncounted: Counts;
  /** How many calls were ready when they were counted last, and the latest delivery then. */
  ready: { counted: number; delivery: number };
  /** Calls that stand alone (alone.ts), by their customers; some have left meanwhile. Null: to be looked up. */
  alone: Map<string, string> | null;
  /** Tables of earlier releases of which it is known that nothing is left in them. */
  emptied: Set<string>;
  /** Calls that may have an intent: what an attempt sets out to write, until it is known what landed. */
  intending: Set<string>;
  /** How the counts change with the transaction under way; null outside of one. */
  changes: CountChanges | null;
}

interface CountChanges {
  byName: Map<string, CountChange>;
  /** Whether one of these calls is counted in the table: then they must all go there. */
  isInTable: boolean;
}

const memories = new WeakMap<SqlStorage, Memory>();

/** Of this object's ledger; `recall` finds it out when the object has just woken up. */
export function memoryOf(sql: SqlStorage, recall: (sql: SqlStorage) => Memory): Memory {
  let memory = memories.get(sql);
  if (memory === undefined) memories.set(sql, (memory = recall(sql)));
  return memory;
}
