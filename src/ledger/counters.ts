import { recall } from "./awakening.ts";
import { keepClosed, readClosed, readSums } from "./closed-days.ts";
import {
  type CountChange,
  type CountKey,
  type Counted,
  type CountedCall,
  type Counts,
  addCall,
  addCounts,
  addNew,
  keyOf,
  nameOf,
  noCalls,
  sumOf,
} from "./count-change.ts";
import { type Memory, memoryOf } from "./memory.ts";

export const DAY_MS = 86_400_000;

/** What so many calls come to may be known in memory only: an awakening counts them again. */
const MOST_UNCOUNTED = 100;

/** A day's calls of one campaign. Received = written + skipped + held + pending + rejected. */
export interface CountRow extends CountKey {
  received: number;
  written: number;
  skipped: number;
  held: number;
  pending: number;
  rejected: number;
  /** Mapping -> the calls that it took. */
  mappings: Record<string, number>;
}

export const ledgerMemory = (sql: SqlStorage): Memory => memoryOf(sql, recall);

/** A call came in. */
export function countNew(sql: SqlStorage, call: CountedCall, as: Counted): void {
  note(sql, call, (change) => addNew(change, as));
}

/** A call's status changed. */
export function countChange(sql: SqlStorage, call: CountedCall, before: Counted, after: Counted): void {
  note(sql, call, (change) => {
    addCall(change, before, -1);
    addCall(change, after, 1);
  });
}

/** A call of the earlier release moved over: whatever it is, an awakening would not find it among those that are not counted yet. */
export function countMoved(sql: SqlStorage, key: CountKey, as: Counted): void {
  countNew(sql, { ...key, first_delivery: 0 }, as);
}

function note(sql: SqlStorage, call: CountedCall, by: (change: CountChange) => void): void {
  const memory = ledgerMemory(sql);
  if (memory.changes === null) return together(sql, () => note(sql, call, by));
  const { byName } = memory.changes;
  const change = byName.get(nameOf(call)) ?? noCalls();
  by(change);
  byName.set(nameOf(call), change);
  if (call.first_delivery <= memory.countedTo) memory.changes.isInTable = true;
}

/** Changes that belong together: the counts are written once for all of them. Call it inside a transaction; what throws leaves the memory as it was. */
export function together<T>(sql: SqlStorage, work: () => T): T {
  const memory = ledgerMemory(sql);
  if (memory.changes !== null) return work();
  memory.changes = { byName: new Map(), isInTable: false };
  try {
    const result = work();
    flush(sql, memory);
    return result;
  } finally {
    memory.changes = null;
  }
}

/** A transaction of the ledger: all of it or nothing, in the tables and in memory. */
export function transact<T>(storage: DurableObjectStorage, work: () => T): T {
  const memory = ledgerMemory(storage.sql);
  const { uncounted, countedTo } = memory;
  try {
    return storage.transactionSync(() => together(storage.sql, work));
  } catch (error) {
    Object.assign(memory, { uncounted, countedTo, alone: null, emptied: new Set() });
    throw error;
  }
}

/** A part of it that may fail by itself: nothing of that is left, in the tables or in memory. */
export function transactPart<T>(storage: DurableObjectStorage, work: () => T): T {
  const memory = ledgerMemory(storage.sql);
  const before = structuredClone(memory.changes);
  try {
    return storage.transactionSync(work);
  } catch (error) {
    Object.assign(memory, { changes: before, alone: null, emptied: new Set() });
    throw error;
  }
}

/** A row a call would be dear: calls that came in lately stay in memory, and go into the table many at a time. */
function flush(sql: SqlStorage, memory: Memory): void {
  const { byName, isInTable } = memory.changes as NonNullable<Memory["changes"]>;
  if (byName.size === 0) return;
  const uncounted = sumOf(memory.uncounted, byName);
  if (!isInTable && receivedIn(uncounted) <= MOST_UNCOUNTED) {
    memory.uncounted = uncounted;
    return;
  }
  const closed = readClosed(sql);
  const isLate = ([name]: [string, CountChange]) => keyOf(name).day < closed.before;
  for (const [name, change] of uncounted) writeChange(sql, name, change, memory.lastDelivery);
  for (const [, change] of [...uncounted].filter(isLate)) addCounts(closed, change);
  if ([...uncounted].some(isLate)) keepClosed(sql, closed);
  memory.uncounted = new Map();
  memory.countedTo = memory.lastDelivery;
}

const receivedIn = (counts: Counts): number => [...counts.values()].reduce((sum, { received }) => sum + received, 0);

function writeChange(sql: SqlStorage, name: string, change: CountChange, countedTo: number): void {
  const { day, campaign } = keyOf(name);
  const before = sql
    .exec<{ mappings: string; codes: string }>("SELECT mappings, codes FROM counts WHERE day = ? AND campaign = ?", day, campaign)
    .toArray()[0];
  sql.exec(
    `INSERT INTO counts (day, campaign, received, written, skipped, held, rejected, mappings, codes, counted_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (day, campaign) DO UPDATE SET received = received + ?3, written = written + ?4, skipped = skipped + ?5, held = held + ?6,
       rejected = rejected + ?7, mappings = ?8, codes = ?9, counted_to = max(counted_to, ?10)`,
    day,
    campaign,
    change.received,
    change.written,
    change.skipped,
    change.held,
    change.rejected,
    added(before?.mappings, change.mappings),
    added(before?.codes, change.codes),
    countedTo,
  );
}

/** JSON. */
function added(before: string | undefined, change: Record<string, number>): string {
  const calls = JSON.parse(before ?? "{}") as Record<string, number>;
  for (const [name, by] of Object.entries(change)) calls[name] = (calls[name] ?? 0) + by;
  return JSON.stringify(Object.fromEntries(Object.entries(calls).filter(([, count]) => count !== 0)));
}

/** The counts of some days (both included), newest day first. Reads a row a day and campaign, however many calls there were. */
export function readCounts(sql: SqlStorage, from: number, to: number): CountRow[] {
  const rows = sql
    .exec<CountKey & Omit<CountChange, "mappings" | "codes"> & { mappings: string } & Record<string, SqlStorageValue>>(
      "SELECT day, campaign, received, written, skipped, held, rejected, mappings FROM counts WHERE day BETWEEN ? AND ?",
      from,
      to,
    )
    .toArray()
    .map(({ day, campaign, ...row }): [string, CountChange] => [
      nameOf({ day, campaign }),
      { ...row, mappings: JSON.parse(row.mappings) as Record<string, number>, codes: {} },
    ]);
  const uncounted = [...ledgerMemory(sql).uncounted].filter(([name]) => keyOf(name).day >= from && keyOf(name).day <= to);
  return [...sumOf(new Map(rows), new Map(uncounted))]
    .map(([name, { codes: _, ...row }]) => asRow(name, row))
    .toSorted((a, b) => b.day - a.day);
}

function asRow(name: string, row: Omit<CountChange, "codes">): CountRow {
  const mappings = Object.fromEntries(Object.entries(row.mappings).filter(([, calls]) => calls !== 0));
  return { ...keyOf(name), ...row, mappings, pending: row.received - row.written - row.skipped - row.held - row.rejected };
}

/** Calls by status. */
export type CallTotals = Record<"pending" | "written" | "skipped" | "held" | "rejected", number>;

/** All calls that there are, those that are counted in memory only too. */
export function countAll(sql: SqlStorage): CountChange {
  const sums = readSums(sql);
  for (const change of ledgerMemory(sql).uncounted.values()) addCounts(sums, change);
  return sums;
}
