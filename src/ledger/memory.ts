/** What the ledger keeps in memory beside its tables: nothing that could not be found out again from them. */
export interface Memory {
  /** The latest delivery's number. */
  lastDelivery: number;
  /** Calls that came in and are not counted in the table yet, by day and campaign (JSON). */
  arrived: Map<string, number>;
  /** Up to which first delivery all calls are counted, in the table or here. */
  countedTo: number;
  /** Calls that may have an intent: what an attempt sets out to write, until it is known what landed. */
  intending: Set<string>;
  /** Changes of the counts that go into the table with the transaction under way; null outside of one. */
  changes: Map<string, CountChange> | null;
}

/** To which row of the counts a call belongs, for ever: the UTC day on which it first came, and its campaign ('' without one). */
export interface CountKey {
  day: number;
  campaign: string;
}

export const nameOf = ({ day, campaign }: CountKey): string => JSON.stringify([day, campaign]);

/** By how much the columns of one row of counts change, or what several come to. */
export interface CountChange {
  received: number;
  written: number;
  skipped: number;
  held: number;
  rejected: number;
  /** Mapping -> the calls that it took. */
  mappings: Record<string, number>;
  /** Problem's code, '' without one -> the calls that are held for it. */
  codes: Record<string, number>;
}

const memories = new WeakMap<SqlStorage, Memory>();

/** Of this object's ledger; `recall` finds it out when the object has just woken up. */
export function memoryOf(sql: SqlStorage, recall: (sql: SqlStorage) => Memory): Memory {
  let memory = memories.get(sql);
  if (memory === undefined) memories.set(sql, (memory = recall(sql)));
  return memory;
}
