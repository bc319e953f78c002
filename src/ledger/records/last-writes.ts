import { packJson } from "../bodies/packing.ts";
import { type Packed, type Written, callsIn, decoded, encoded, unpacked } from "./packed-writes.ts";
import { usesIn, withUse } from "./record-uses.ts";

export type { Written };

export function readLastWrites(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: Packed }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, decoded(written)]));
}

/** `call`: the one that used the record just now; null where nobody did. Costs no row where all of it is known. */
export function rememberLastWrites(sql: SqlStorage, record: string, written: Written, call: string | null = null): void {
  const before = sql
    .exec<{ written: Packed; calls: string | null }>("SELECT written, calls FROM fields WHERE record = ?", record)
    .toArray()[0];
  const uses = before === undefined ? [] : usesIn(before);
  const stored = encoded(written);
  const used = JSON.stringify(call === null ? uses : withUse(uses, call));
  // Mostly one call used a record, and wrote to it.
  const calls = used === JSON.stringify(callsIn(stored)) ? null : used;
  if (before !== undefined && before.calls === calls && JSON.stringify(unpacked(before.written)) === JSON.stringify(stored)) return;
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, ?2, ?3) ON CONFLICT (record) DO UPDATE SET written = ?2, calls = ?3",
    record,
    packJson(stored),
    calls,
  );
}

/** A merged record's survivor has what calls wrote to it. */
export function moveLastWrites(sql: SqlStorage, from: string, to: string): void {
  const fields = readLastWrites(sql, [from, to]);
  const old = fields.get(from);
  if (old === undefined) return;
  const written = { ...old };
  for (const [property, entry] of Object.entries(fields.get(to) ?? {}))
    if (entry[0] >= (written[property]?.[0] ?? 0)) written[property] = entry;
  rememberLastWrites(sql, to, written);
}
