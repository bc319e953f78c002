import { ledgerMemory } from "../counters.ts";

/** Where earlier releases kept who shares an activity. The first kept all of it in one JSON text a name; the next, what all of them know in a row of its own. */
const EARLIER = ["old_rollups", "shared_activities"] as const;

/** Those that have rows left. */
function earlierTables(sql: SqlStorage): string[] {
  const { emptied } = ledgerMemory(sql);
  for (const table of EARLIER)
    if (!emptied.has(table) && sql.exec(`SELECT 1 FROM ${table} LIMIT 1`).toArray().length === 0) emptied.add(table);
  return EARLIER.filter((table) => !emptied.has(table));
}

/** Becomes a row an attempt when somebody asks for it. */
export function bringSharedActivity(sql: SqlStorage, name: string): void {
  for (const table of earlierTables(sql))
    if (table === "old_rollups") bringRollup(sql, name);
    else bringState(sql, name);
}

/** All whose names lie in a range. */
export function bringSharedActivities(sql: SqlStorage, from: string, to: string): void {
  for (const table of earlierTables(sql)) {
    const names = sql.exec<{ name: string }>(`SELECT name FROM ${table} WHERE name >= ? AND name < ?`, from, to).toArray();
    for (const { name } of names) bringSharedActivity(sql, name);
  }
}

interface Known {
  activity: string;
  attempts: number;
  /** JSON: who wrote the lines; null: the attempts' own receipts tell. */
  lines: string | null;
}

/** Into the row of the attempt that began last. */
function keepKnown(sql: SqlStorage, name: string, { activity, attempts, lines }: Known): void {
  sql.exec(
    `UPDATE shared_attempts SET activity = ?1, attempts = ?2, lines = ?3 WHERE (name, started_at, call) IN
       (SELECT name, started_at, call FROM shared_attempts WHERE name = ?4 ORDER BY started_at DESC, call DESC LIMIT 1)`,
    activity,
    attempts,
    lines,
    name,
  );
}

function bringRollup(sql: SqlStorage, name: string): void {
  const row = sql.exec<{ activity: string; calls: string }>("SELECT activity, calls FROM old_rollups WHERE name = ?", name).toArray()[0];
  if (row === undefined) return;
  sql.exec("INSERT OR IGNORE INTO shared_attempts (name, started_at, call) SELECT ?1, value, key FROM json_each(?2)", name, row.calls);
  keepKnown(sql, name, { activity: row.activity, attempts: Object.keys(JSON.parse(row.calls) as object).length, lines: null });
  sql.exec("DELETE FROM old_rollups WHERE name = ?", name);
}

/** The only one of an activity stood in no other row. */
function bringState(sql: SqlStorage, name: string): void {
  const row = sql
    .exec<{ activity: string; attempts: number; latest_call: string; latest_at: number; lines: string }>(
      "SELECT activity, attempts, latest_call, latest_at, lines FROM shared_activities WHERE name = ?",
      name,
    )
    .toArray()[0];
  if (row === undefined) return;
  const { activity, attempts, latest_call: call, latest_at: startedAt, lines } = row;
  sql.exec("INSERT OR IGNORE INTO shared_attempts (name, started_at, call) VALUES (?, ?, ?)", name, startedAt, call);
  // None stand there where the latest call is the only one.
  keepKnown(sql, name, { activity, attempts, lines: lines === "[]" ? null : lines });
  sql.exec("DELETE FROM shared_activities WHERE name = ?", name);
}
