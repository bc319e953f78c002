import { chunks } from "../../chunks.ts";
import { slotOf } from "../bodies/bodies.ts";
import { DAY_MS } from "../counters.ts";
import { PACKING } from "../bodies/packing.ts";
import type { CustomerKeys } from "./same-customer.ts";

/** A delivery that proved itself and was read. Everything about the customer is a salted hash. */
export interface Delivery extends CustomerKeys {
  call: string;
  /** The campaign's name, '' without one. */
  campaign: string;
  /** ms; when the call began. */
  startedAt: number;
  /** ms; when the sender changed its record of the call last; null where it does not say. */
  changedAt: number | null;
  /** ms */
  receivedAt: number;
  /** The JSON as it came. */
  body: Uint8Array;
  /** Bytes that it takes once it is parsed. */
  weight: number;
}

/** A delivery with its place in the ledger. */
export interface StoredDelivery extends Delivery {
  delivery: number;
  shelf: number;
  behind: 0 | 1;
}

export const dayOf = (time: number): number => Math.floor(time / DAY_MS);

/** Rows of pending calls that were never seen: few statements for many, because each costs as much as a row. */
export function insertCalls(sql: SqlStorage, deliveries: StoredDelivery[]): void {
  if (deliveries.length === 0) return;
  const rows = deliveries.map((d) => [
    d.call,
    d.delivery,
    d.shelf,
    d.receivedAt,
    dayOf(d.receivedAt),
    d.campaign,
    d.customer,
    d.hasPhone ? 1 : 0,
    d.email,
    d.lead,
    d.startedAt,
    d.changedAt,
    d.behind,
  ]);
  sql.exec(
    `INSERT INTO calls (call, status, epoch, delivery, shelf, first_delivery, received_at, day, campaign, customer, has_phone, email, lead, started_at,
       changed_at, behind, revision, attempts)
     SELECT value ->> 0, 'pending', 0, value ->> 1, value ->> 2, value ->> 1, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
       value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, 1, 0 FROM json_each(?)`,
    JSON.stringify(rows),
  );
}

/** SQLite in a Durable Object binds 100 values a statement. */
const BODIES_A_STATEMENT = 20;

type Body = Pick<StoredDelivery, "call" | "delivery" | "shelf" | "receivedAt" | "weight" | "body">;

export function insertBodies(sql: SqlStorage, bodies: Body[]): void {
  for (const some of chunks(bodies, BODIES_A_STATEMENT))
    sql.exec(
      `INSERT INTO bodies (slot, call, received_at, weight, packing, body) VALUES ${some.map(() => `(?, ?, ?, ?, ${PACKING.none}, ?)`).join(", ")}`,
      ...some.flatMap(({ call, delivery, shelf, receivedAt, weight, body }) => [slotOf(shelf, delivery), call, receivedAt, weight, body]),
    );
}
