import { SHELF, SLOTS_A_SHELF, slotOf } from "./bodies/bodies.ts";
import { ledgerMemory } from "./counters.ts";

/**
 * Calls that stand alone: the heads of their customers' queues, known by memory and not by the index of queues, which costs each a row less.
 * They stand on a shelf of their own, so that an awakening finds them again.
 */
export interface Alone {
  customer: string;
  call: string;
}

/** So many are read by an awakening, and no more. */
export const MOST_ALONE = 1_000;

/** How many new calls may stand alone: none while others are ready, for those came before. */
export function roomAlone(sql: SqlStorage): number {
  const ready = sql
    .exec("SELECT 1 FROM bodies WHERE slot BETWEEN ? AND ? LIMIT 1", slotOf(SHELF.ready, 0), slotOf(SHELF.ready, SLOTS_A_SHELF) - 1)
    .toArray();
  if (ready.length > 0) return 0;
  // Most of those that it knows have left meanwhile.
  if (known(sql).size >= MOST_ALONE) ledgerMemory(sql).alone = null;
  return MOST_ALONE - known(sql).size;
}

export function rememberAlone(sql: SqlStorage, calls: Alone[]): void {
  for (const { customer, call } of calls) known(sql).set(customer, call);
}

/** Those of the customers who have one. What memory says is held against the rows, for a call leaves without a word. */
export function aloneOf(sql: SqlStorage, customers: string[]): Alone[] {
  const calls = customers.flatMap((customer) => known(sql).get(customer) ?? []);
  if (calls.length === 0) return [];
  const rows = sql.exec<{ customer: string; call: string }>(
    "SELECT c.customer, c.call FROM json_each(?) ids JOIN calls c ON c.call = ids.value WHERE c.shelf = ?",
    JSON.stringify(calls),
    SHELF.alone,
  );
  return rows.toArray().filter(({ customer, call }) => known(sql).get(customer) === call);
}

/** By their customers: read after an awakening, and where a transaction has failed. */
function known(sql: SqlStorage): Map<string, string> {
  return (ledgerMemory(sql).alone ??= callsAlone(sql));
}

function callsAlone(sql: SqlStorage): Map<string, string> {
  const rows = sql.exec<{ customer: string; call: string }>(
    "SELECT c.customer, c.call FROM bodies b JOIN calls c ON c.call = b.call WHERE b.slot < ?",
    slotOf(SHELF.ready, 0),
  );
  return new Map(rows.toArray().map(({ customer, call }) => [customer, call]));
}
