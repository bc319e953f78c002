import { type Stored, callsIn, unpacked } from "./packed-writes.ts";
import { lastAttempts } from "./shared-attempts.ts";

/** So many calls of one record are remembered by name: one that had more will never be free of them. */
const MOST = 50;
const MORE = "…";

/** A call's id; or all the attempts that share the record under a name (shared-attempts.ts). */
export type Use = string | { shared: string };

/** The calls that used a record (`object/id`), without one; the latest last, those that share it first. */
export function otherCallsOf(sql: SqlStorage, record: string, without: string): { calls: string[]; hasMore: boolean } {
  const all = usesOf(sql, record);
  const sharing = all.flatMap((use) => (typeof use === "string" ? [] : [lastAttempts(sql, use.shared, MOST + 1)]));
  const named = all.filter((use) => typeof use === "string" && use !== MORE) as string[];
  const calls = new Set([...sharing.flatMap((some) => some.slice(0, MOST).toReversed()), ...named]);
  calls.delete(without);
  return { calls: [...calls], hasMore: all[0] === MORE || sharing.some((some) => some.length > MOST) };
}

/** Calls have used a record, the latest last. Costs no row where that is known. */
export function rememberUses(sql: SqlStorage, record: string, some: Use[]): void {
  const uses = usesOf(sql, record);
  const after = some.reduce(withUse, uses);
  if (after.length === uses.length && after.every((use, index) => isSame(use, uses[index]))) return;
  sql.exec(
    "INSERT INTO fields (record, written, calls) VALUES (?1, '[]', ?2) ON CONFLICT (record) DO UPDATE SET calls = ?2",
    record,
    JSON.stringify(after),
  );
}

const isSame = (one: Use, other: Use | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The list as it is stored, with one more use. */
export function withUse(uses: Use[], use: Use): Use[] {
  if (uses.some((each) => isSame(each, use))) return uses;
  const all = [...uses.filter((each) => each !== MORE), use];
  return all.length > MOST ? [MORE, ...all.slice(-MOST)] : uses[0] === MORE ? [MORE, ...all] : all;
}

/** Null stands for the calls that wrote to it. */
export function usesIn(written: Stored, calls: string | null): Use[] {
  return calls === null ? callsIn(written) : (JSON.parse(calls) as Use[]);
}

function usesOf(sql: SqlStorage, record: string): Use[] {
  const row = sql
    .exec<{ written: string | ArrayBuffer; calls: string | null }>("SELECT written, calls FROM fields WHERE record = ?", record)
    .toArray()[0];
  return row === undefined ? [] : usesIn(unpacked(row.written), row.calls);
}
