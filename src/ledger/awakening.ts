import { SHELF, SLOTS_A_SHELF, SLOT_OF_CALL, slotOf } from "./bodies/bodies.ts";
import { type CountKey, type Memory, nameOf } from "./memory.ts";
import { SETTLED, inLists } from "./settled-lists.ts";

/** After an awakening: calls that came in after the last flush were not settled since, so their bodies stand among the pending ones. */
export function recall(sql: SqlStorage): Memory {
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
  return [...ready.toArray(), ...due.toArray(), ...leftUnfinished(sql)].map(({ call }) => call);
}

/** Those of which it is known by now are forgotten: an awakening reads those that are left, not all that there ever were. */
function leftUnfinished(sql: SqlStorage): { call: string }[] {
  sql.exec(
    `DELETE FROM unfinished WHERE NOT EXISTS
       (SELECT 1 FROM calls c JOIN bodies b ON b.slot = ${SLOT_OF_CALL} WHERE c.call = unfinished.call AND b.intent IS NOT NULL)`,
  );
  return sql.exec<{ call: string }>("SELECT call FROM unfinished").toArray();
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
