import { recall } from "./awakening.ts";
import { addCounts, keepClosed, noCalls, readClosed, readSums } from "./closed-days.ts";
import { type CountChange, type CountKey, type Memory, memoryOf, nameOf } from "./memory.ts";
import type { Status } from "./settle/receipt.ts";

export type { CountKey };

export const DAY_MS = 86_400_000;

/** So many arrivals may be known in memory only: an awakening counts them again from the bodies. */
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

/** Calls that came in with deliveries up to `countedTo`. Told after they were stored; written with the next changes, for a row a call would be dear. */
export function countArrivals(sql: SqlStorage, arrived: CountKey[], countedTo: number): void {
  const memory = ledgerMemory(sql);
  for (const key of arrived) memory.arrived.set(nameOf(key), (memory.arrived.get(nameOf(key)) ?? 0) + 1);
  memory.countedTo = Math.max(memory.countedTo, countedTo);
}

/** True when the next transaction should write what was only counted in memory. */
export function hasManyUncounted(sql: SqlStorage): boolean {
  return [...ledgerMemory(sql).arrived.values()].reduce((sum, calls) => sum + calls, 0) > MOST_UNCOUNTED;
}

/** What is told about one call: its status, the mapping that took it, and its problem's code. */
interface Counted {
  status: Status;
  mapping: string | null;
  code: string | null;
}

/** A call's status changed. Null before: it was not there. */
export function countChange(sql: SqlStorage, key: CountKey, before: Counted | null, after: Counted): void {
  const memory = ledgerMemory(sql);
  if (memory.changes === null) return together(sql, () => countChange(sql, key, before, after));
  const change = memory.changes.get(nameOf(key)) ?? noCalls();
  if (before === null) change.received += 1;
  else add(change, before, -1);
  add(change, after, 1);
  memory.changes.set(nameOf(key), change);
}

/** A call that is settled as it comes in: received, and that, in one. */
export function countDirect(sql: SqlStorage, key: CountKey, as: Pick<Counted, "status" | "code">, delivery: number): void {
  const memory = ledgerMemory(sql);
  memory.countedTo = Math.max(memory.countedTo, delivery);
  countChange(sql, key, null, { ...as, mapping: null });
}

function add(change: CountChange, { status, mapping, code }: Counted, by: number): void {
  if (status === "written" || status === "skipped" || status === "held" || status === "rejected") change[status] += by;
  if (mapping !== null) change.mappings[mapping] = (change.mappings[mapping] ?? 0) + by;
  if (status === "held") change.codes[code ?? ""] = (change.codes[code ?? ""] ?? 0) + by;
}

/** Changes that belong together: the counts are written once for all of them. Call it inside a transaction; what throws leaves the memory as it was. */
export function together<T>(sql: SqlStorage, work: () => T): T {
  const memory = ledgerMemory(sql);
  if (memory.changes !== null) return work();
  memory.changes = new Map();
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
  const arrived = new Map(memory.arrived);
  try {
    return storage.transactionSync(() => together(storage.sql, work));
  } catch (error) {
    memory.arrived = arrived;
    throw error;
  }
}

function flush(sql: SqlStorage, memory: Memory): void {
  const changes = memory.changes as Map<string, CountChange>;
  if (changes.size === 0 && !hasManyUncounted(sql)) return;
  for (const [name, calls] of memory.arrived) {
    const change = changes.get(name) ?? noCalls();
    change.received += calls;
    changes.set(name, change);
  }
  memory.arrived = new Map();
  const closed = readClosed(sql);
  const isLate = ([name]: [string, CountChange]) => dayIn(name) < closed.before;
  for (const [name, change] of changes) writeChange(sql, name, change, memory.countedTo);
  for (const [, change] of [...changes].filter(isLate)) addCounts(closed, change);
  if ([...changes].some(isLate)) keepClosed(sql, closed);
}

const dayIn = (name: string): number => (JSON.parse(name) as [day: number])[0];

function writeChange(sql: SqlStorage, name: string, change: CountChange, countedTo: number): void {
  const [day, campaign] = JSON.parse(name) as [number, string];
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
    .exec<Omit<CountRow, "pending" | "mappings"> & { mappings: string } & Record<string, SqlStorageValue>>(
      "SELECT day, campaign, received, written, skipped, held, rejected, mappings FROM counts WHERE day BETWEEN ? AND ?",
      from,
      to,
    )
    .toArray()
    .map((row) => ({ ...row, mappings: JSON.parse(row.mappings) as Record<string, number> }));
  const byName = new Map<string, Omit<CountRow, "pending">>(rows.map((row) => [nameOf(row), row]));
  for (const [name, calls] of ledgerMemory(sql).arrived) {
    const [day, campaign] = JSON.parse(name) as [number, string];
    if (day < from || day > to) continue;
    const { codes: _, ...nothing } = noCalls();
    const row = byName.get(name) ?? { day, campaign, ...nothing };
    byName.set(name, { ...row, received: row.received + calls });
  }
  return [...byName.values()].map((row) => ({ ...row, pending: pendingOf(row) })).toSorted((a, b) => b.day - a.day);
}

/** Calls by status. */
export type CallTotals = Record<"pending" | "written" | "skipped" | "held" | "rejected", number>;

const pendingOf = ({ received, written, skipped, held, rejected }: Omit<CountRow, "pending">): number =>
  received - written - skipped - held - rejected;

/** All calls that there are, those that are counted in memory only too. */
export function countAll(sql: SqlStorage): CountChange {
  const sums = readSums(sql);
  for (const calls of ledgerMemory(sql).arrived.values()) sums.received += calls;
  return sums;
}
