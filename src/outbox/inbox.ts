import { createHash } from "node:crypto";
import { chunks } from "../hubspot/read.ts";
import { hashOfBody, isOlder, isSameContent, readBody } from "./body.ts";
import type { Receipt } from "./receipt.ts";

/** A delivery that proved itself and was read. */
export interface Delivery {
  call: string;
  /** Salted hash of who was called. */
  customer: string;
  /** ms */
  startedAt: number;
  receivedAt: number;
  /** The JSON as it came. */
  body: Uint8Array;
}

export type Accepted = "accepted" | "revised" | "unchanged";

/** Stores deliveries, in their order; the answers may go out when that is durable. Synchronous, so nothing comes between. */
export function acceptAll(sql: SqlStorage, deliveries: Delivery[]): Accepted[] {
  const calls = JSON.stringify(deliveries.map(({ call }) => call));
  const known = new Set(
    sql
      .exec<{ call: string }>("SELECT call FROM calls WHERE call IN (SELECT value FROM json_each(?))", calls)
      .toArray()
      .map(({ call }) => call),
  );
  const first = new Map<string, Delivery>();
  for (const delivery of deliveries) if (!known.has(delivery.call) && !first.has(delivery.call)) first.set(delivery.call, delivery);
  storeNew(sql, [...first.values()]);
  return deliveries.map((delivery) => (first.get(delivery.call) === delivery ? "accepted" : acceptAgain(sql, delivery)));
}

/** SQLite in a Durable Object binds 100 values a statement. */
const ROWS_A_STATEMENT = 20;

/** Calls that were never seen, each once: few statements for many, because each costs as much as a row. */
function storeNew(sql: SqlStorage, deliveries: Delivery[]): void {
  const rows = chunks(deliveries, ROWS_A_STATEMENT).flatMap((some) => insertDeliveries(sql, some));
  if (rows.length === 0) return;
  const deliveryOf = new Map(rows.map(({ call, delivery }) => [call, delivery]));
  const calls = deliveries.map(({ call, receivedAt, customer, startedAt }) => [
    call,
    receivedAt,
    customer,
    startedAt,
    deliveryOf.get(call),
  ]);
  sql.exec(
    `INSERT INTO calls (call, status, due_at, customer, started_at, delivery, revision, attempts, records)
     SELECT value ->> 0, 'pending', value ->> 1, value ->> 2, value ->> 3, value ->> 4, 1, 0, '{}' FROM json_each(?)`,
    JSON.stringify(calls),
  );
}

type Arrived = Pick<Delivery, "call" | "receivedAt" | "body">;

function insertDeliveries(sql: SqlStorage, deliveries: Arrived[]): { call: string; delivery: number }[] {
  return sql
    .exec<{ call: string; delivery: number }>(
      `INSERT INTO deliveries (call, received_at, bytes, body) VALUES ${deliveries.map(() => "(?, ?, ?, ?)").join(", ")} RETURNING call, delivery`,
      ...deliveries.flatMap(({ call, receivedAt, body }) => [call, receivedAt, body.byteLength, body]),
    )
    .toArray();
}

/** A call that was seen before. */
function acceptAgain(sql: SqlStorage, delivery: Delivery): Accepted {
  const known = sql.exec<{ hash: string | null; delivery: number }>("SELECT hash, delivery FROM calls WHERE call = ?", delivery.call).one();
  if (isUnchanged(sql, known, delivery.body)) return "unchanged";
  const row = insertDeliveries(sql, [delivery])[0]?.delivery as number;
  sql.exec("DELETE FROM deliveries WHERE delivery = ?", known.delivery);
  sql.exec(
    `UPDATE calls SET status = 'pending', due_at = ?, customer = ?, started_at = ?, delivery = ?, hash = NULL, revision = revision + 1, attempts = 0, problem = NULL, note = NULL
     WHERE call = ?`,
    delivery.receivedAt,
    delivery.customer,
    delivery.startedAt,
    row,
    delivery.call,
  );
  return "revised";
}

/** Compared with the body of the latest revision, or with what was kept of it when it was erased. An older one has nothing new to say. */
function isUnchanged(sql: SqlStorage, known: { hash: string | null; delivery: number }, body: Uint8Array): boolean {
  const stored = readBody(sql, known.delivery);
  return stored === null ? known.hash === hashOfBody(body) : isSameContent(stored, body) || isOlder(body, stored);
}

/** Keeps a delivery that had a good token but was no call, for the operator to see. The same body again adds nothing. */
export function keepRejected(sql: SqlStorage, rejected: { body: Uint8Array; receivedAt: number; message: string }): void {
  const hash = createHash("sha256").update(rejected.body).digest("hex");
  const call = `rejected-${hash.slice(0, 16)}`;
  if (sql.exec("SELECT 1 FROM calls WHERE call = ?", call).toArray().length > 0) return;
  const row = insertDeliveries(sql, [{ call, ...rejected }])[0]?.delivery as number;
  const problem = JSON.stringify({
    who: "sender",
    message: rejected.message,
    fix: "Compare what is sent to the webhook's URL with OtoniStark's post-call webhook.",
  });
  sql.exec(
    `INSERT INTO calls (call, status, due_at, customer, started_at, delivery, hash, revision, attempts, settled_at, records, problem)
     VALUES (?, 'rejected', 0, '', 0, ?, ?, 1, 0, ?, '{}', ?)`,
    call,
    row,
    hash,
    rejected.receivedAt,
    problem,
  );
}

/** A pending call that an attempt takes on. */
export interface Claimed {
  call: string;
  customer: string;
  delivery: number;
  revision: number;
  attempts: number;
  startedAt: number;
  receivedAt: number;
  bytes: number;
  records: string;
  intent: string | null;
  /** True for a call that waits for its contact to appear. */
  waiting: boolean;
}

/** What a wave may take on. */
export interface Room {
  calls: number;
  /** Of bodies. */
  bytes: number;
  /** Whose calls are on their way already. */
  without: Iterable<string>;
}

/** The calls that are due, at most one per customer: the one that began first among all that customer's pending calls. */
export function claim(sql: SqlStorage, now: number, room: Room): Claimed[] {
  const busy = JSON.stringify([...room.without]);
  const wave = bounded(dueRows(sql, now, room.calls, busy), [], room.bytes);
  return wave.length < room.calls ? bounded(waitingRows(sql, now, room.calls - wave.length, busy), wave, room.bytes) : wave;
}

type Row = Omit<Claimed, "startedAt" | "receivedAt" | "waiting"> & { started_at: number; received_at: number; status: string };

const COLUMNS =
  "c.call, c.status, c.customer, c.delivery, c.revision, c.attempts, c.started_at, d.received_at, d.bytes, c.records, c.intent";

/** When a call's turn comes among its customer's. One whose attempt was cut off comes before all: what it did must be known first. */
const TURN = "iif(c.intent IS NULL, c.started_at, c.started_at - 1e15)";
const HEADS = `SELECT c.customer, min(${TURN}) AS first FROM calls c WHERE c.status = 'pending' GROUP BY c.customer`;

function dueRows(sql: SqlStorage, now: number, limit: number, busy: string): Iterable<Row> {
  return sql.exec<Row & Record<string, SqlStorageValue>>(
    `WITH heads AS (${HEADS})
     SELECT ${COLUMNS}
     FROM calls c JOIN heads h ON h.customer = c.customer AND h.first = ${TURN} JOIN deliveries d ON d.delivery = c.delivery
     WHERE c.status = 'pending' AND c.due_at <= ? AND c.customer NOT IN (SELECT value FROM json_each(?))
     ORDER BY c.due_at, c.started_at LIMIT ?`,
    now,
    busy,
    limit,
  );
}

/** Calls that wait for their contact do not hold up later ones of the same customer, and come after all that is new. */
function waitingRows(sql: SqlStorage, now: number, limit: number, busy: string): Iterable<Row> {
  return sql.exec<Row & Record<string, SqlStorageValue>>(
    `SELECT ${COLUMNS} FROM calls c JOIN deliveries d ON d.delivery = c.delivery
     WHERE c.status = 'waiting' AND c.due_at <= ? AND c.customer NOT IN (SELECT value FROM json_each(?)) ORDER BY c.due_at LIMIT ?`,
    now,
    busy,
    limit,
  );
}

function bounded(rows: Iterable<Row>, wave: Claimed[], room: number): Claimed[] {
  const customers = new Set(wave.map(({ customer }) => customer));
  let bytes = wave.reduce((sum, call) => sum + call.bytes, 0);
  for (const { started_at, received_at, status, ...row } of rows) {
    if (customers.has(row.customer)) continue;
    if (wave.length > 0 && bytes + row.bytes > room) break;
    customers.add(row.customer);
    bytes += row.bytes;
    wave.push({ ...row, startedAt: started_at, receivedAt: received_at, waiting: status === "waiting" });
  }
  return wave;
}

/** When the next pending call may be tried, in ms; null when there is none. A call behind an earlier one of its customer waits for that one. */
export function nextDue(sql: SqlStorage): number | null {
  const pending = `SELECT min(c.due_at) AS due FROM calls c JOIN (${HEADS}) h ON h.customer = c.customer AND h.first = ${TURN} WHERE c.status = 'pending'`;
  return sql
    .exec<{ due: number | null }>(
      `SELECT min(due) AS due FROM (${pending} UNION ALL SELECT min(due_at) FROM calls WHERE status = 'waiting')`,
    )
    .one().due;
}

/** A contact has appeared: the customer's other calls that wait for one come along. */
export function wakeWaiting(sql: SqlStorage, customer: string, now: number): void {
  sql.exec("UPDATE calls SET due_at = ? WHERE status = 'waiting' AND customer = ?", now, customer);
}

/** Makes a settled call pending again, for today's mapping. Its receipts then speak of what the replay does. */
export function reopen(sql: SqlStorage, call: string, now: number): void {
  const { records } = sql.exec<{ records: string }>("SELECT records FROM calls WHERE call = ?", call).one();
  const before = Object.entries(JSON.parse(records) as Record<string, Receipt>).map(([name, { revision: _, ...receipt }]) => [
    name,
    receipt,
  ]);
  sql.exec(
    "UPDATE calls SET status = 'pending', due_at = ?, attempts = 0, problem = NULL, note = NULL, records = ? WHERE call = ?",
    now,
    JSON.stringify(Object.fromEntries(before)),
    call,
  );
}

export function countPending(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM calls WHERE status = 'pending'").one().n;
}
