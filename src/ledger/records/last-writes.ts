import { type Packed, type Written, callsIn, grouped, packed, ungrouped, unpacked } from "./packed-writes.ts";
import { usesIn, withUse } from "./record-uses.ts";

export type { Written };

export function readLastWrites(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: Packed }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, ungrouped(unpacked(written))]));
}

/** `call`: the one that used the record just now; null where nobody did. Costs no row where all of it is known. */
export function rememberLastWrites(sql: SqlStorage, record: string, written: Written, call: string | null = null): void {
  changeLastWrites(sql, record, () => written, call);
}

/** The same of a record of which something may be known. */
export function changeLastWrites(sql: SqlStorage, record: string, change: (written: Written) => Written, call: string | null): void {
  const row = sql
    .exec<{ written: Packed; calls: string | null }>("SELECT written, calls FROM fields WHERE record = ?", record)
    .toArray()[0];
  const before = row === undefined ? [] : unpacked(row.written);
  const uses = row === undefined ? [] : usesIn(before, row.calls);
  const after = grouped(change(ungrouped(before)));
  const used = JSON.stringify(call === null ? uses : withUse(uses, call));
  // Mostly one call used a record, and wrote to it.
  const calls = used === JSON.stringify(callsIn(after)) ? null : used;
  if (row !== undefined && row.calls === calls && JSON.stringify(before) === JSON.stringify(after)) return;
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, ?2, ?3) ON CONFLICT (record) DO UPDATE SET written = ?2, calls = ?3",
    record,
    packed(after),
    calls,
  );
}

/** A merged record's survivor has what calls wrote to it. */
export function moveLastWrites(sql: SqlStorage, from: string, to: string): void {
  const old = readLastWrites(sql, [from]).get(from);
  if (old === undefined) return;
  changeLastWrites(sql, to, (written) => ({ ...old, ...laterOf(written, old) }), null);
}

const laterOf = (written: Written, old: Written): Written =>
  Object.fromEntries(Object.entries(written).filter(([property, entry]) => entry[0] >= (old[property]?.[0] ?? 0)));
