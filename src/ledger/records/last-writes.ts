import { type Packed, type Written, callsIn, grouped, packed, ungrouped, unpacked } from "./packed-writes.ts";
import { type Use, usesIn, withUse } from "./record-uses.ts";

export type { Written };

export function readLastWrites(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: ArrayBuffer | string }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, ungrouped(unpacked(written))]));
}

/** `call`: the one that used the record just now; null where nobody did. Costs no row where all of it is known. */
export function rememberLastWrites(sql: SqlStorage, record: string, written: Written, call: string | null = null): void {
  changeLastWrites(sql, record, () => written, call);
}

/** What is stored of a record. */
interface Row {
  written: Packed;
  calls: string | null;
}

/** Of some records, as far as something is stored of them. */
export type LastWritesRows = Map<string, Row | undefined>;

export function readLastWritesRows(sql: SqlStorage, records: string[]): LastWritesRows {
  const rows = sql.exec<{ record: string; written: ArrayBuffer | string; calls: string | null }>(
    "SELECT record, written, calls FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map([...records.map((record) => [record, undefined] as const), ...rows.toArray().map((row) => [row.record, row] as const)]);
}

/** The same of a record of which something may be known. `rows`: what was read of several together, in the same transaction; it is kept up to date. */
export function changeLastWrites(
  sql: SqlStorage,
  record: string,
  change: (written: Written) => Written,
  call: string | null,
  rows: LastWritesRows = new Map(),
): void {
  const row = rows.has(record) ? rows.get(record) : readLastWritesRows(sql, [record]).get(record);
  const before = row === undefined ? [] : unpacked(row.written);
  const uses: Use[] = row === undefined ? [] : usesIn(before, row.calls);
  const after = grouped(change(ungrouped(before)));
  const used = JSON.stringify(call === null ? uses : withUse(uses, call));
  // Mostly one call used a record, and wrote to it.
  const calls = used === JSON.stringify(callsIn(after)) ? null : used;
  if (row !== undefined && row.calls === calls && JSON.stringify(before) === JSON.stringify(after)) return;
  const written = packed(after);
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, ?2, ?3) ON CONFLICT (record) DO UPDATE SET written = ?2, calls = ?3",
    record,
    written,
    calls,
  );
  rows.set(record, { written, calls });
}

/** A merged record's survivor has what calls wrote to it. */
export function moveLastWrites(sql: SqlStorage, from: string, to: string): void {
  const old = readLastWrites(sql, [from]).get(from);
  if (old === undefined) return;
  changeLastWrites(sql, to, (written) => ({ ...old, ...laterOf(written, old) }), null);
}

const laterOf = (written: Written, old: Written): Written =>
  Object.fromEntries(Object.entries(written).filter(([property, entry]) => entry[0] >= (old[property]?.[0] ?? 0)));
