import { createHash } from "node:crypto";
import { chunks } from "../chunks.ts";
import { problemOf } from "../problem/problem.ts";
import { hashOfBody, isSameContent, readBody } from "./bodies.ts";
import type { IsOlder } from "./queue.ts";

/** A delivery that proved itself and was read. */
export interface Delivery {
  call: string;
  /** salted hash of who was called. */
  customer: string;
  /** ms */
  startedAt: number;
  receivedAt: number;
  /** The JSON as it came. */
  body: Uint8Array;
}

export type Accepted = "accepted" | "revised" | "unchanged";

/** Stores deliveries, in their order; the answers may go out when that is durable. Synchronous, so nothing comes between. */
export function acceptAll(sql: SqlStorage, deliveries: Delivery[], isOlder: IsOlder): Accepted[] {
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
  return deliveries.map((delivery) => (first.get(delivery.call) === delivery ? "accepted" : acceptAgain(sql, delivery, isOlder)));
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
function acceptAgain(sql: SqlStorage, delivery: Delivery, isOlder: IsOlder): Accepted {
  const known = sql.exec<{ hash: string | null; delivery: number }>("SELECT hash, delivery FROM calls WHERE call = ?", delivery.call).one();
  if (isUnchanged(sql, known, delivery.body, isOlder)) return "unchanged";
  const row = insertDeliveries(sql, [delivery])[0]?.delivery as number;
  sql.exec("DELETE FROM deliveries WHERE delivery = ?", known.delivery);
  sql.exec(
    `UPDATE calls SET status = 'pending', due_at = ?, customer = ?, started_at = ?, delivery = ?, hash = NULL, revision = revision + 1, epoch = epoch + 1,
       edited = 0, attempts = 0, problem = NULL, note = NULL, verb = NULL
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
function isUnchanged(sql: SqlStorage, known: { hash: string | null; delivery: number }, body: Uint8Array, isOlder: IsOlder): boolean {
  const stored = readBody(sql, known.delivery);
  if (known.hash !== null && known.hash === hashOfBody(body)) return true;
  return stored !== null && (isSameContent(stored, body) || isOlder(body, stored));
}

/** A delivery that proved itself but was no call. `message`: what was found. */
export interface Rejected {
  body: Uint8Array;
  code: "not_json" | "not_a_call";
  message: string;
}

/** Keeps a delivery that had a good token but was no call, for the operator to see. The same body again adds nothing. */
export function keepRejected(sql: SqlStorage, rejected: Rejected & { receivedAt: number }): void {
  const hash = createHash("sha256").update(rejected.body).digest("hex");
  const call = `rejected-${hash.slice(0, 16)}`;
  if (sql.exec("SELECT 1 FROM calls WHERE call = ?", call).toArray().length > 0) return;
  const row = insertDeliveries(sql, [{ call, ...rejected }])[0]?.delivery as number;
  const problem = JSON.stringify(problemOf({ code: rejected.code, found: rejected.message }));
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
