import { callsAlone } from "./awakening.ts";
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
  const memory = ledgerMemory(sql);
  // Most of those that it knows have left meanwhile.
  if (memory.alone.size >= MOST_ALONE) memory.alone = callsAlone(sql);
  return MOST_ALONE - memory.alone.size;
}

export function rememberAlone(sql: SqlStorage, calls: Alone[]): void {
  const { alone } = ledgerMemory(sql);
  for (const { customer, call } of calls) alone.set(customer, call);
}

/** Those of the customers who have one. What memory says is held against the rows: a call leaves without a word, and what failed never came. */
export function aloneOf(sql: SqlStorage, customers: string[]): Alone[] {
  const { alone } = ledgerMemory(sql);
  const calls = customers.flatMap((customer) => alone.get(customer) ?? []);
  if (calls.length === 0) return [];
  const rows = sql
    .exec<{ customer: string; call: string }>(
      "SELECT c.customer, c.call FROM json_each(?) ids JOIN calls c ON c.call = ids.value WHERE c.shelf = ?",
      JSON.stringify(calls),
      SHELF.alone,
    )
    .toArray();
  const there = rows.filter(({ customer, call }) => alone.get(customer) === call);
  const isThere = new Set(there.map(({ customer }) => customer));
  for (const customer of customers) if (!isThere.has(customer)) alone.delete(customer);
  return there;
}
