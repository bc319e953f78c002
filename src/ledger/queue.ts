import { aloneOf } from "./alone.ts";
import { SHELF, SLOTS_A_SHELF, SLOT_OF_CALL, moveBody, slotOf } from "./bodies/bodies.ts";
import type { CountedCall } from "./count-change.ts";
import { countChange, ledgerMemory, together } from "./counters.ts";
import type { Receipt, Status } from "./settle/receipt.ts";
import { besideBody } from "./settle/row-room.ts";
import { standingIn } from "./settle/standing.ts";

/** A pending call that an attempt takes on. */
export interface Claimed {
  call: string;
  customer: string;
  delivery: number;
  /** Whoever decides about the call meanwhile (a revision, a replay, an undo) bumps it: what the attempt settles is stale then. */
  epoch: number;
  revision: number;
  attempts: number;
  startedAt: number;
  receivedAt: number;
  /** What its body takes in memory. */
  bytes: number;
  /** JSON; '' where it has been spoilt. */
  records: string;
  intent: string | null;
  /** True for a call that waits for its contact to appear. */
  waiting: boolean;
}

/** What a batch may take on. */
export interface Room {
  calls: number;
  /** Of bodies. */
  bytes: number;
  /** Whose calls are on their way already. */
  without: Iterable<string>;
}

/**
 * The calls that are due, at most one per customer: the first in that customer's queue. Reads as many rows as calls are on their way or claimed,
 * however many are pending.
 */
export function claim(sql: SqlStorage, now: number, room: Room): Claimed[] {
  const busy = new Set(room.without);
  const isFree = (customer: string) => !busy.has(customer);
  const most = room.calls + busy.size;
  const due = take(dueRows(sql, now, "pending", most), isFree, room.calls);
  const ready = take(readyRows(sql, most), isFree, room.calls);
  const inLine = [...due, ...ready].toSorted((a, b) => dueOf(a) - dueOf(b) || a.started_at - b.started_at);
  const batch = bounded(inLine.slice(0, room.calls), [], room.bytes);
  if (batch.length >= room.calls) return batch;
  // Calls that wait for their contact do not hold up later ones of the same customer, and come after all that is new.
  const waiting = take(dueRows(sql, now, "waiting", most), isFree, room.calls - batch.length);
  return bounded(waiting, batch, room.bytes);
}

/** The same of these customers alone, wherever they stand in line: at most one call each. Reads as many rows as there are such customers. */
export function claimAmong(sql: SqlStorage, now: number, customers: Iterable<string>): Claimed[] {
  const all = [...customers];
  const ids = JSON.stringify(all);
  const queued = (["pending", "waiting"] as const).map((status) =>
    sql.exec<Row & Record<string, SqlStorageValue>>(
      `SELECT ${COLUMNS} FROM json_each(?) ids JOIN calls c ON c.customer = ids.value AND c.shelf >= 0 JOIN bodies b ON b.slot = ${SLOT_OF_CALL}
       WHERE c.status = '${status}' AND c.behind = 0 AND coalesce(c.due_at, 0) <= ?`,
      ids,
      now,
    ),
  );
  const calls = aloneOf(sql, all).map(({ call }) => call);
  const alone = sql.exec<Row & Record<string, SqlStorageValue>>(
    `SELECT ${COLUMNS} FROM json_each(?) ids JOIN calls c ON c.call = ids.value JOIN bodies b ON b.slot = ${SLOT_OF_CALL}`,
    JSON.stringify(calls),
  );
  return bounded(
    [alone, ...queued].flatMap((rows) => rows.toArray()),
    [],
    Number.POSITIVE_INFINITY,
  );
}

type Row = Omit<Claimed, "startedAt" | "receivedAt" | "waiting"> & {
  started_at: number;
  received_at: number;
  due_at: number | null;
  status: string;
};

const COLUMNS = `c.call, c.status, c.customer, c.delivery, c.epoch, c.revision, c.attempts, c.started_at, c.received_at, c.due_at, b.weight AS bytes,
  CASE WHEN b.receipt IS NULL THEN '{}' WHEN json_valid(b.receipt) THEN coalesce(b.receipt ->> '$.records', '{}') ELSE '' END AS records, b.intent`;

const dueOf = ({ due_at, received_at }: Row): number => due_at ?? received_at;

/** In order of arrival. */
function readyRows(sql: SqlStorage, limit: number): Row[] {
  return sql
    .exec<Row & Record<string, SqlStorageValue>>(
      `SELECT ${COLUMNS} FROM bodies b JOIN calls c ON c.call = b.call WHERE b.slot < ${SLOTS_A_SHELF} ORDER BY b.slot LIMIT ?`,
      limit,
    )
    .toArray();
}

function dueRows(sql: SqlStorage, now: number, status: "pending" | "waiting", limit: number): Row[] {
  const rows = sql.exec<Row & Record<string, SqlStorageValue>>(
    `SELECT ${COLUMNS} FROM calls c JOIN bodies b ON b.slot = ${SLOT_OF_CALL}
     WHERE c.status = ? AND c.due_at IS NOT NULL AND c.due_at <= ? ORDER BY c.due_at LIMIT ?`,
    status,
    now,
    limit,
  );
  return rows.toArray();
}

/** Of each customer whose calls are on their way at most one row stands in the way. */
function take(rows: Row[], isFree: (customer: string) => boolean, most: number): Row[] {
  return rows.filter(({ customer }) => isFree(customer)).slice(0, most);
}

function bounded(rows: Row[], batch: Claimed[], room: number): Claimed[] {
  const customers = new Set(batch.map(({ customer }) => customer));
  let bytes = batch.reduce((sum, call) => sum + call.bytes, 0);
  for (const { started_at, received_at, due_at: _, status, ...row } of rows) {
    if (customers.has(row.customer)) continue;
    if (batch.length > 0 && bytes + row.bytes > room) break;
    customers.add(row.customer);
    bytes += row.bytes;
    batch.push({ ...row, startedAt: started_at, receivedAt: received_at, waiting: status === "waiting" });
  }
  return batch;
}

/** When the next pending call may be tried, in ms; null when there is none. A call behind an earlier one of its customer waits for that one. */
export function nextDue(sql: SqlStorage): number | null {
  const ready = `SELECT received_at FROM bodies WHERE slot < ${SLOTS_A_SHELF} ORDER BY slot LIMIT 1`;
  const at = (status: string) => `SELECT min(due_at) FROM calls WHERE status = '${status}' AND due_at IS NOT NULL`;
  return sql
    .exec<{
      due: number | null;
    }>(`SELECT min(due) AS due FROM (SELECT (${ready}) AS due UNION ALL ${at("pending")} UNION ALL ${at("waiting")}
         UNION ALL ${at("undoing")})`)
    .one().due;
}

/** Whether so many calls may be claimed at once. They are counted only when so many may have come in since it was asked last: that is often. */
export function hasReady(sql: SqlStorage, calls: number): boolean {
  const memory = ledgerMemory(sql);
  const { counted, delivery } = memory.ready;
  if (counted + memory.lastDelivery - delivery < calls) return false;
  const ready = sql
    .exec<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM bodies WHERE slot < ${SLOTS_A_SHELF} LIMIT ?)`, calls)
    .one().n;
  // It is not known how many there are beyond those that were asked for.
  memory.ready = { counted: ready < calls ? ready : Number.POSITIVE_INFINITY, delivery: memory.lastDelivery };
  return ready === calls;
}

/** So many of a customer's calls wake together. */
const MOST_WOKEN = 100;

/** A contact has appeared: the customer's other calls that wait for one come along, the earliest first; each that is written wakes the next. */
export function wakeWaiting(sql: SqlStorage, customer: string, now: number): void {
  sql.exec(
    `UPDATE calls SET due_at = ?1 WHERE call IN (SELECT call FROM
       (SELECT call, due_at FROM calls WHERE status = 'waiting' AND shelf >= 0 AND customer = ?2 AND behind = 0 ORDER BY started_at LIMIT ${MOST_WOKEN}) WHERE due_at > ?1)`,
    now,
    customer,
  );
}

/** A call's row, as far as its place in the queue goes. */
export interface Queued {
  call: string;
  status: Status;
  customer: string;
  delivery: number;
  shelf: number;
  behind: number;
  started_at: number;
}

/** The first in a customer's queue. */
export function headOf(sql: SqlStorage, customer: string): Queued | null {
  const alone = aloneOf(sql, [customer])[0];
  if (alone === undefined) return first(sql, customer, 0);
  return sql.exec<Queued & Record<string, SqlStorageValue>>(`SELECT ${QUEUED} FROM calls c WHERE call = ?`, alone.call).one();
}

const QUEUED = "c.call, c.status, c.customer, c.delivery, c.shelf, c.behind, c.started_at";

function first(sql: SqlStorage, customer: string, behind: 0 | 1): Queued | null {
  const row = sql
    .exec<Queued & Record<string, SqlStorageValue>>(
      `SELECT ${QUEUED} FROM calls c
       WHERE customer = ? AND shelf >= 0 AND status = 'pending' AND behind = ? ORDER BY started_at LIMIT 1`,
      customer,
      behind,
    )
    .toArray()[0];
  return row ?? null;
}

/** Those of the customers who have a pending call. */
export function customersInQueue(sql: SqlStorage, customers: string[]): Set<string> {
  const ids = JSON.stringify(customers);
  const queued = sql.exec<{ customer: string }>(
    `SELECT value AS customer FROM json_each(?)
     WHERE EXISTS (SELECT 1 FROM calls WHERE customer = value AND shelf >= 0 AND status = 'pending' AND behind = 0)`,
    ids,
  );
  const all = [...queued.toArray(), ...aloneOf(sql, customers)];
  return new Set(all.map(({ customer }) => customer));
}

/**
 * Where a call that becomes pending stands: the one that began first comes first, except that one whose attempt was cut off comes before all,
 * for what it did must be known first. Makes room for it: the head it comes before goes behind. Its own row is for the caller to write.
 */
export function placeInQueue(
  sql: SqlStorage,
  { call, customer, startedAt, isCutOff }: { call: string; customer: string; startedAt: number; isCutOff: boolean },
): 0 | 1 {
  const head = headOf(sql, customer);
  if (head === null || head.call === call) return 0;
  if (!isCutOff && (startedAt >= head.started_at || hasIntent(sql, head))) return 1;
  moveTo(sql, head, { shelf: SHELF.later, behind: 1 });
  return 0;
}

function hasIntent(sql: SqlStorage, { shelf, delivery }: Queued): boolean {
  return sql.exec("SELECT 1 FROM bodies WHERE slot = ? AND intent IS NOT NULL", slotOf(shelf, delivery)).toArray().length > 0;
}

/** The head of a customer's queue has left it: the next one may be claimed. */
export function promoteNext(sql: SqlStorage, customer: string): void {
  const next = first(sql, customer, 1);
  if (next !== null && headOf(sql, customer) === null) moveTo(sql, next, { shelf: SHELF.ready, behind: 0 });
}

function moveTo(sql: SqlStorage, { call, shelf, delivery }: Queued, to: { shelf: number; behind: 0 | 1 }): void {
  sql.exec("UPDATE calls SET shelf = ?, behind = ?, due_at = NULL WHERE call = ?", to.shelf, to.behind, call);
  moveBody(sql, delivery, shelf, to.shelf);
}

/** Makes a settled call pending again, for today's mapping. Its receipts then speak of what the replay does. Its body must be there. */
export function reopen(sql: SqlStorage, call: string, now: number): void {
  const row = sql
    .exec<
      Queued & CountedCall & { mapping: string | null; code: string | null; traces: ArrayBuffer | null } & Record<string, SqlStorageValue>
    >(
      "SELECT call, status, customer, delivery, shelf, behind, started_at, day, campaign, first_delivery, mapping, code, traces FROM calls WHERE call = ?",
      call,
    )
    .one();
  const stored = sql
    .exec<{ receipt: string | ArrayBuffer | null; intent: string | null }>(
      "SELECT receipt, intent FROM bodies WHERE slot = ?",
      slotOf(row.shelf, row.delivery),
    )
    .one();
  const { records, history, intent } = standingIn({ ...stored, traces: row.traces }, now);
  if (intent !== null) ledgerMemory(sql).intending.add(call);
  together(sql, () => {
    const behind = placeInQueue(sql, { call, customer: row.customer, startedAt: row.started_at, isCutOff: intent !== null });
    sql.exec(
      `UPDATE calls SET status = 'pending', epoch = epoch + 1, shelf = ?, behind = ?, due_at = ?, attempts = 0, code = NULL, warned = NULL WHERE call = ?`,
      SHELF.later,
      behind,
      behind === 1 ? null : now,
      call,
    );
    const receipt = { records: reopened(records), problem: null, note: null, ...(history.length > 0 && { history }) };
    const beside = besideBody(sql, slotOf(row.shelf, row.delivery), receipt, intent);
    sql.exec(
      "UPDATE bodies SET slot = ?, receipt = ?, intent = ? WHERE slot = ?",
      slotOf(SHELF.later, row.delivery),
      beside.receipt,
      beside.intent,
      slotOf(row.shelf, row.delivery),
    );
    countChange(sql, row, row, { status: "pending", mapping: row.mapping, code: null });
  });
}

function reopened(records: Record<string, Receipt>): Record<string, Receipt> {
  return Object.fromEntries(Object.entries(records).map(([name, { revision: _, ...receipt }]) => [name, receipt]));
}

/** The pending call that its customer's others wait for; null: none is pending. */
export function headOfQueue(sql: SqlStorage, customer: string): string | null {
  return headOf(sql, customer)?.call ?? null;
}
