import { headOfQueue } from "../queue.ts";
import { otherCallsOf } from "../records/record-uses.ts";
import { newestCalls } from "./newest-calls.ts";
import { type StoredCall, readStoredCalls } from "./stored-call.ts";

/** Skipped calls stand in no index of their customer: of those only the newest calls of all are looked at. */
const MOST_LOOKED_AT = 500;

/**
 * Other calls of the customer who had this one, newest first: those written to the same contact, those that wait or are held, and what else is
 * among the newest calls. Reads no more rows because there are more calls.
 */
export function otherCallsOfCustomer(sql: SqlStorage, { call, customer, receipts }: StoredCall, most: number): StoredCall[] {
  const contacts = Object.values(receipts).filter(({ object, id }) => object === "contacts" && id !== null);
  const written = contacts.flatMap(({ object, id }) => otherCallsOf(sql, `${object}/${id}`, call).calls);
  const others = new Set([...written, ...openCalls(sql, customer, most), ...amongNewest(sql, customer)]);
  others.delete(call);
  return readStoredCalls(sql, [...others])
    .toSorted((a, b) => b.delivery - a.delivery)
    .slice(0, most);
}

/** In the order of the customer's queue, behind its head: the latest of each state, however many wait. */
const OPEN = ["'pending' AND behind = 1", "'waiting' AND behind = 0", "'held' AND behind = 0"];

function openCalls(sql: SqlStorage, customer: string, most: number): string[] {
  const queued = OPEN.flatMap((state) =>
    sql
      .exec<{ call: string }>(
        `SELECT call FROM calls WHERE customer = ? AND shelf >= 0 AND status = ${state} ORDER BY started_at DESC LIMIT ?`,
        customer,
        most + 1,
      )
      .toArray()
      .map(({ call }) => call),
  );
  const head = headOfQueue(sql, customer);
  return head === null ? queued : [head, ...queued];
}

function amongNewest(sql: SqlStorage, customer: string): string[] {
  const newest = newestCalls(sql, { statuses: null, before: Number.MAX_SAFE_INTEGER, limit: MOST_LOOKED_AT });
  const rows = sql.exec<{ call: string }>(
    "SELECT c.call FROM json_each(?) ids JOIN calls c ON c.call = ids.value WHERE c.customer = ?",
    JSON.stringify(newest.map(({ call }) => call)),
    customer,
  );
  return rows.toArray().map(({ call }) => call);
}
