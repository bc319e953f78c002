import { readStoredCalls } from "../views/stored-call.ts";

/** As in the ledger's own, the last few. */
const WRITERS = 8;

const hasNone = new WeakSet<SqlStorage>();

/** The earlier release kept all attempts for a lead in one JSON text: it becomes a row each when somebody asks for it. */
export function bringSharedActivity(sql: SqlStorage, name: string): void {
  if (hasNone.has(sql)) return;
  if (sql.exec("SELECT 1 FROM old_rollups LIMIT 1").toArray().length === 0) return void hasNone.add(sql);
  const row = sql.exec<{ activity: string; calls: string }>("SELECT activity, calls FROM old_rollups WHERE name = ?", name).toArray()[0];
  if (row === undefined) return;
  const attempts = Object.entries(JSON.parse(row.calls) as Record<string, number>).toSorted((a, b) => a[1] - b[1]);
  const latest = attempts.at(-1);
  if (latest !== undefined)
    sql.exec(
      "INSERT OR IGNORE INTO shared_activities (name, activity, attempts, latest_call, latest_at, lines) VALUES (?, ?, ?, ?, ?, ?)",
      name,
      row.activity,
      attempts.length,
      latest[0],
      latest[1],
      JSON.stringify(linesOf(sql, name, attempts)),
    );
  sql.exec(
    "INSERT OR IGNORE INTO shared_attempts (name, started_at, call) SELECT ?1, value ->> 1, value ->> 0 FROM json_each(?2)",
    name,
    JSON.stringify(attempts),
  );
  sql.exec("DELETE FROM old_rollups WHERE name = ?", name);
}

/** All whose names lie in a range. */
export function bringSharedActivities(sql: SqlStorage, from: string, to: string): void {
  if (hasNone.has(sql)) return;
  const names = sql.exec<{ name: string }>("SELECT name FROM old_rollups WHERE name >= ? AND name < ?", from, to).toArray();
  for (const { name } of names) bringSharedActivity(sql, name);
}

function linesOf(sql: SqlStorage, name: string, attempts: [string, number][]): number[][] {
  const record = name.slice(name.lastIndexOf("/") + 1);
  const calls = readStoredCalls(
    sql,
    attempts.slice(-WRITERS).map(([call]) => call),
  );
  return calls.map(({ receipts }) => receipts[record]?.lines ?? []);
}
