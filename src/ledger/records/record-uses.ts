import { type Stored, callsIn, unpacked } from "./packed-writes.ts";

/** So many calls of one record are remembered by name: one that had more will never be free of them. */
const MOST = 50;
const MORE = "…";

/** The calls that used a record (`object/id`), without one; the latest last. */
export function otherCallsOf(sql: SqlStorage, record: string, without: string): { calls: string[]; hasMore: boolean } {
  const all = usesOf(sql, record);
  return { calls: all.filter((call) => call !== MORE && call !== without), hasMore: all[0] === MORE };
}

/** Calls have used a record, the latest last. Costs no row where that is known. */
export function rememberUses(sql: SqlStorage, record: string, calls: string[]): void {
  const uses = usesOf(sql, record);
  if (calls.every((call) => uses.includes(call))) return;
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, '[]', ?2) ON CONFLICT (record) DO UPDATE SET calls = ?2",
    record,
    JSON.stringify(calls.reduce(withUse, uses)),
  );
}

/** The list as it is stored, with one more call. */
export function withUse(uses: string[], call: string): string[] {
  if (uses.includes(call)) return uses;
  const calls = [...uses.filter((each) => each !== MORE), call];
  return calls.length > MOST ? [MORE, ...calls.slice(-MOST)] : uses[0] === MORE ? [MORE, ...calls] : calls;
}

/** Null stands for the calls that wrote to it. */
export function usesIn(written: Stored, calls: string | null): string[] {
  return calls === null ? callsIn(written) : (JSON.parse(calls) as string[]);
}

function usesOf(sql: SqlStorage, record: string): string[] {
  const row = sql
    .exec<{ written: string | ArrayBuffer; calls: string | null }>("SELECT written, calls FROM fields WHERE record = ?", record)
    .toArray()[0];
  return row === undefined ? [] : usesIn(unpacked(row.written), row.calls);
}
