import { withUse } from "./record-uses.ts";

/** Property -> when the call began that wrote it last (ms), that call, and the value's fingerprint. */
export type Written = Record<string, [startedAt: number, call: string, value?: number]>;

export function readLastWrites(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: string }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, decoded(written)]));
}

/** `call`: the one that used the record just now; null where nobody did. Costs no row where all of it is known. */
export function rememberLastWrites(sql: SqlStorage, record: string, written: Written, call: string | null = null): void {
  const before = sql
    .exec<{ written: string; calls: string | null }>("SELECT written, calls FROM fields WHERE record = ?", record)
    .toArray()[0];
  const uses = JSON.parse(before?.calls ?? "[]") as string[];
  const [text, calls] = [encoded(written), JSON.stringify(call === null ? uses : withUse(uses, call))];
  if (before?.written === text && before.calls === calls) return;
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, ?2, ?3) ON CONFLICT (record) DO UPDATE SET written = ?2, calls = ?3",
    record,
    text,
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

/** As stored: what one call wrote stands together, for these rows stay for ever. */
type Stored = [startedAt: number, call: string, values: Record<string, number | null>][];

function encoded(written: Written): string {
  const groups = new Map<string, Stored[number]>();
  for (const [property, [startedAt, call, value]] of Object.entries(written)) {
    const group = groups.get(`${startedAt} ${call}`) ?? [startedAt, call, {}];
    group[2][property] = value ?? null;
    groups.set(`${startedAt} ${call}`, group);
  }
  return JSON.stringify([...groups.values()]);
}

/** The earlier release kept the map itself. */
function decoded(text: string): Written {
  const stored = JSON.parse(text) as Stored | Written;
  if (!Array.isArray(stored)) return stored;
  const entries = stored.flatMap(([startedAt, call, values]) =>
    Object.entries(values).map(([property, value]): [string, Written[string]] => [
      property,
      value === null ? [startedAt, call] : [startedAt, call, value],
    ]),
  );
  return Object.fromEntries(entries);
}
