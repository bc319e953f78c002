import { type CountChange, addCounts, noCalls } from "./count-change.ts";
import { readPortal, writePortal } from "./portal-values.ts";

/** What the counts of all days before one come to: nobody reads every day there ever was. */
interface Closed extends CountChange {
  /** UTC day number since 1970. */
  before: number;
}

const NAME = "closed_days";
/** Today and the day before change with every batch; a change of an earlier one costs a row more. */
const OPEN_DAYS = 2;

export const readClosed = (sql: SqlStorage): Closed => readPortal<Closed>(sql, NAME) ?? { before: 0, ...noCalls() };

export const keepClosed = (sql: SqlStorage, closed: Closed): void => writePortal(sql, NAME, closed);

/** Adds the days that are over to the sum, once a day. `today`: a UTC day. */
export function closeDays(sql: SqlStorage, today: number): void {
  const closed = readClosed(sql);
  const before = today - OPEN_DAYS + 1;
  if (closed.before >= before) return;
  for (const row of readCountsBetween(sql, closed.before, before)) addCounts(closed, row);
  keepClosed(sql, { ...closed, before });
}

/** What the counts of all days come to that are in the table. Reads the days that are not closed. */
export function readSums(sql: SqlStorage): CountChange {
  const { before, ...sums } = readClosed(sql);
  for (const row of readCountsBetween(sql, before, Number.MAX_SAFE_INTEGER)) addCounts(sums, row);
  return sums;
}

type Row = Omit<CountChange, "mappings" | "codes"> & { mappings: string; codes: string };

function readCountsBetween(sql: SqlStorage, from: number, before: number): CountChange[] {
  return sql
    .exec<Row & Record<string, SqlStorageValue>>(
      "SELECT received, written, skipped, held, rejected, mappings, codes FROM counts WHERE day >= ? AND day < ?",
      from,
      before,
    )
    .toArray()
    .map((row) => ({ ...row, mappings: JSON.parse(row.mappings), codes: JSON.parse(row.codes) }) as CountChange);
}
