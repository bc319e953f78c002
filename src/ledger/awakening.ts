import { PENDING_SHELVES, SHELF, SLOTS_A_SHELF, SLOT_OF_CALL, slotOf } from "./bodies/bodies.ts";
import { type CountChange, type CountKey, type Counted, type Counts, addNew, nameOf, noCalls } from "./count-change.ts";
import type { Memory } from "./memory.ts";
import { SETTLED, inLists } from "./settled-lists.ts";

/** After an awakening. Around midnight a call may come in after one of the next day: the counts of both days say how far they go. */
export function recall(sql: SqlStorage): Memory {
  const countedTo =
    sql
      .exec<{ counted_to: number | null }>(
        "SELECT max(counted_to) AS counted_to FROM counts WHERE day >= (SELECT max(day) FROM counts) - 1",
      )
      .one().counted_to ?? 0;
  return {
    lastDelivery: lastDelivery(sql),
    ready: { counted: Number.POSITIVE_INFINITY, delivery: 0 },
    countedTo,
    uncounted: countSince(sql, countedTo),
    changes: null,
    alone: null,
    emptied: new Set(),
    intending: new Set(callsWithIntents(sql)),
  };
}

/** What the calls come to, as they stand, that came in after the counts were written last. */
function countSince(sql: SqlStorage, countedTo: number): Counts {
  const columns = "c.day, c.campaign, c.status, c.mapping, c.code";
  const pending = PENDING_SHELVES.map((shelf) =>
    sql.exec<CountKey & Counted & Record<string, SqlStorageValue>>(
      `SELECT ${columns} FROM bodies b JOIN calls c ON c.call = b.call
       WHERE b.slot > ?1 AND b.slot < ?2 AND c.first_delivery > ?3 AND c.status = 'pending'`,
      slotOf(shelf, countedTo),
      slotOf(shelf + 1, 0),
      countedTo,
    ),
  );
  const others = SETTLED.flatMap(inLists).map((where) =>
    sql.exec<CountKey & Counted & Record<string, SqlStorageValue>>(
      `SELECT ${columns} FROM calls c WHERE ${where} AND delivery > ?1 AND first_delivery > ?1`,
      countedTo,
    ),
  );
  const counts = new Map<string, CountChange>();
  for (const row of [...pending, ...others].flatMap((cursor) => cursor.toArray())) {
    const change = counts.get(nameOf(row)) ?? noCalls();
    addNew(change, row);
    counts.set(nameOf(row), change);
  }
  return counts;
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
