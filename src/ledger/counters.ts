import { SHELF, SLOTS_A_SHELF, SLOT_OF_CALL, slotOf } from "./bodies/bodies.ts";
import { type CountChange, type Memory, memoryOf } from "./memory.ts";
import { SETTLED, inLists } from "./settled-lists.ts";
import type { Status } from "./settle/receipt.ts";

export const DAY_MS = 86_400_000;

/** So many arrivals may be known in memory only: an awakening counts them again from the bodies. */
const MOST_UNCOUNTED = 100;

/** To which row of the counts a call belongs, for ever: the UTC day on which it first came, and its campaign ('' without one). */
export interface CountKey {
  day: number;
  campaign: string;
}

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

/** What is told about one call: its status, and the mapping that took it. */
interface Counted {
  status: Status;
  mapping: string | null;
}

/** A call's status changed. Null before: it was not there. */
export function countChange(sql: SqlStorage, key: CountKey, before: Counted | null, after: Counted): void {
  const memory = ledgerMemory(sql);
  if (memory.changes === null) return together(sql, () => countChange(sql, key, before, after));
  const change = memory.changes.get(nameOf(key)) ?? NOTHING();
  if (before === null) change.received += 1;
  else add(change, before, -1);
  add(change, after, 1);
  memory.changes.set(nameOf(key), change);
}

/** A call that is settled as it comes in: received, and that, in one. */
export function countDirect(sql: SqlStorage, key: CountKey, status: Status, delivery: number): void {
  const memory = ledgerMemory(sql);
  memory.countedTo = Math.max(memory.countedTo, delivery);
  countChange(sql, key, null, { status, mapping: null });
}

function add(change: CountChange, { status, mapping }: Counted, by: number): void {
  if (status === "written" || status === "skipped" || status === "held" || status === "rejected") change[status] += by;
  if (mapping !== null) change.mappings[mapping] = (change.mappings[mapping] ?? 0) + by;
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
    const change = changes.get(name) ?? NOTHING();
    change.received += calls;
    changes.set(name, change);
  }
  memory.arrived = new Map();
  for (const [name, change] of changes) writeChange(sql, name, change, memory.countedTo);
}

function writeChange(sql: SqlStorage, name: string, change: CountChange, countedTo: number): void {
  const [day, campaign] = JSON.parse(name) as [number, string];
  const before = sql
    .exec<{ mappings: string }>("SELECT mappings FROM counts WHERE day = ? AND campaign = ?", day, campaign)
    .toArray()[0]?.mappings;
  const mappings = JSON.parse(before ?? "{}") as Record<string, number>;
  for (const [mapping, calls] of Object.entries(change.mappings)) mappings[mapping] = (mappings[mapping] ?? 0) + calls;
  sql.exec(
    `INSERT INTO counts (day, campaign, received, written, skipped, held, rejected, mappings, counted_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
     ON CONFLICT (day, campaign) DO UPDATE SET received = received + ?3, written = written + ?4, skipped = skipped + ?5, held = held + ?6,
       rejected = rejected + ?7, mappings = ?8, counted_to = max(counted_to, ?9)`,
    day,
    campaign,
    change.received,
    change.written,
    change.skipped,
    change.held,
    change.rejected,
    JSON.stringify(mappings),
    countedTo,
  );
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
    const row = byName.get(name) ?? { day, campaign, ...NOTHING() };
    byName.set(name, { ...row, received: row.received + calls });
  }
  return [...byName.values()].map((row) => ({ ...row, pending: pendingOf(row) })).toSorted((a, b) => b.day - a.day);
}

/** Calls by status. */
export type CallTotals = Record<"pending" | "written" | "skipped" | "held" | "rejected", number>;

const pendingOf = ({ received, written, skipped, held, rejected }: Omit<CountRow, "pending">): number =>
  received - written - skipped - held - rejected;

const nameOf = ({ day, campaign }: CountKey): string => JSON.stringify([day, campaign]);

const NOTHING = (): CountChange => ({ received: 0, written: 0, skipped: 0, held: 0, rejected: 0, mappings: {} });

/** After an awakening: calls that came in after the last flush were not settled since, so their bodies stand among the pending ones. */
function recall(sql: SqlStorage): Memory {
  const countedTo = sql
    .exec<{ counted_to: number | null }>("SELECT max(counted_to) AS counted_to FROM counts WHERE day = (SELECT max(day) FROM counts)")
    .one().counted_to;
  const memory: Memory = {
    lastDelivery: lastDelivery(sql),
    arrived: new Map(),
    countedTo: countedTo ?? 0,
    changes: null,
    intending: new Set(callsWithIntents(sql)),
  };
  const later = [SHELF.ready, SHELF.later].flatMap((shelf) =>
    sql
      .exec<CountKey & Record<string, SqlStorageValue>>(
        `SELECT c.day, c.campaign FROM bodies b JOIN calls c ON c.call = b.call
         WHERE b.slot > ? AND b.slot < ? AND c.first_delivery > ?`,
        slotOf(shelf, memory.countedTo),
        slotOf(shelf + 1, 0),
        memory.countedTo,
      )
      .toArray(),
  );
  for (const key of later) memory.arrived.set(nameOf(key), (memory.arrived.get(nameOf(key)) ?? 0) + 1);
  memory.countedTo = Math.max(memory.countedTo, memory.lastDelivery);
  return memory;
}

/** More than are ever in flight at once: what was being written when the object died stands at the front. */
const MOST_IN_FLIGHT = 5_000;

/** Calls that were being written when the object died, that wait until it is known what landed, or that nobody tries although it is not. */
function callsWithIntents(sql: SqlStorage): string[] {
  const ready = sql.exec<{ call: string }>(
    `SELECT call FROM (SELECT call, intent FROM bodies WHERE slot < ${SLOTS_A_SHELF} ORDER BY slot LIMIT ${MOST_IN_FLIGHT}) WHERE intent IS NOT NULL`,
  );
  const due = sql.exec<{ call: string }>(
    `SELECT c.call FROM (SELECT call, shelf, delivery FROM calls WHERE status IN ('pending', 'waiting') AND due_at IS NOT NULL LIMIT ${MOST_IN_FLIGHT}) c
     JOIN bodies b ON b.slot = ${SLOT_OF_CALL} WHERE b.intent IS NOT NULL`,
  );
  const left = sql.exec<{ call: string }>("SELECT call FROM unfinished");
  return [...ready.toArray(), ...due.toArray(), ...left.toArray()].map(({ call }) => call);
}

/** The number of the latest delivery, whose body may have been erased since. */
function lastDelivery(sql: SqlStorage): number {
  const largest = (sentence: string) => sql.exec<{ last: number | null }>(sentence).toArray()[0]?.last ?? 0;
  const onShelves = Object.values(SHELF).map((shelf) =>
    largest(
      `SELECT slot - ${shelf * SLOTS_A_SHELF} AS last FROM bodies WHERE slot BETWEEN ${slotOf(shelf, 0)} AND ${slotOf(shelf + 1, -1)} ORDER BY slot DESC LIMIT 1`,
    ),
  );
  const settled = SETTLED.flatMap(inLists).map((where) => largest(`SELECT max(delivery) AS last FROM calls WHERE ${where}`));
  const earlier = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'old_deliveries'").toArray();
  return Math.max(...onShelves, ...settled, ...earlier.map(() => largest("SELECT max(delivery) AS last FROM old_deliveries")));
}
