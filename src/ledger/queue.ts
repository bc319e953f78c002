import type { Intent, Receipt } from "./receipt.ts";

/** Whether a body tells of an earlier state of the call than a stored one: only its sender's folder knows. */
export type IsOlder = (body: Uint8Array, stored: Uint8Array) => boolean;

/** A pending call that an attempt takes on. */
export interface Claimed {
  call: string;
  customer: string;
  delivery: number;
  revision: number;
  /** Changes with every word of the sender or an operator: what an attempt settles must still be what was asked. */
  epoch: number;
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
  "c.call, c.status, c.customer, c.delivery, c.revision, c.epoch, c.attempts, c.started_at, d.received_at, d.bytes, c.records, c.intent";

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
      `SELECT min(due) AS due FROM (${pending} UNION ALL SELECT min(due_at) FROM calls WHERE status = 'waiting'
         UNION ALL SELECT min(due_at) FROM calls WHERE status = 'undoing')`,
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
    "UPDATE calls SET status = 'pending', due_at = ?, attempts = 0, problem = NULL, note = NULL, verb = NULL, epoch = epoch + 1, records = ? WHERE call = ?",
    now,
    JSON.stringify(Object.fromEntries(before)),
    call,
  );
}

export function countPending(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM calls WHERE status = 'pending'").one().n;
}

/** Of calls that wait until it is known what a cut-off attempt did: the keys of what they may have created, and when that is known. */
export type Claims = Map<string, number>;

export function readClaims(sql: SqlStorage, now: number): Claims {
  const claims: Claims = new Map();
  const rows = sql.exec<{ due_at: number; intent: string }>(
    "SELECT due_at, intent FROM calls WHERE status = 'pending' AND due_at > ? AND intent IS NOT NULL",
    now,
  );
  for (const { due_at, intent } of rows)
    for (const key of (JSON.parse(intent) as Intent | null)?.keys ?? []) claims.set(key, Math.max(due_at, claims.get(key) ?? 0));
  return claims;
}
