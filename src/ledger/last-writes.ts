/** Property -> when the call began that wrote it last (ms), that call, and the value's fingerprint. */
export type Written = Record<string, [startedAt: number, call: string, value?: number]>;

export function readLastWrites(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: string }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, JSON.parse(written) as Written]));
}

export function rememberLastWrites(sql: SqlStorage, record: string, written: Written): void {
  sql.exec(
    "INSERT INTO fields (record, written) VALUES (?, ?) ON CONFLICT (record) DO UPDATE SET written = excluded.written",
    record,
    JSON.stringify(written),
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
