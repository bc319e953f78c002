import { bringSharedActivities, bringSharedActivity } from "../earlier-release/shared-activities.ts";

/** A call that shares an activity with others. */
export interface Attempt {
  call: string;
  /** ms */
  startedAt: number;
}

/** What is known of all the attempts that share an activity. Stands in the row of the one that began last: so the next one costs a row, not two. */
export interface Shared {
  /** HubSpot's id. */
  activity: string;
  /** How many there are. */
  attempts: number;
  latest: Attempt;
}

interface Row extends Record<string, SqlStorageValue> {
  activity: string;
  attempts: number;
  call: string;
  started_at: number;
}

export function readShared(sql: SqlStorage, name: string): Shared | null {
  bringSharedActivity(sql, name);
  const row = sql
    .exec<Row>(
      "SELECT activity, attempts, call, started_at FROM shared_attempts WHERE name = ? AND activity IS NOT NULL ORDER BY started_at DESC, call DESC LIMIT 1",
      name,
    )
    .toArray()[0];
  if (row === undefined) return null;
  const { activity, attempts, call, started_at: startedAt } = row;
  return { activity, attempts, latest: { call, startedAt } };
}

/** Who wrote the lines that stand in it: a call, whose receipt tells them for as long as it is kept; or, in rows that were written before that, the lines themselves. */
export type Writer = string | number[];

/** What stands in the note is the last writer's; where answers were lost, one of the few before it. */
const WRITERS = 8;
/** An attempt that comes late, after one that began later, writes none. */
const ATTEMPTS_LOOKED_AT = 50;

export function lastWriters(sql: SqlStorage, name: string): Writer[] {
  const rows = sql.exec<{ call: string; lines: string | null }>(
    `SELECT call, lines FROM shared_attempts WHERE name = ? ORDER BY started_at DESC, call DESC LIMIT ${ATTEMPTS_LOOKED_AT}`,
    name,
  );
  const writers = rows.toArray().map(({ call, lines }): Writer[] => (lines === null ? [call] : (JSON.parse(lines) as Writer[])));
  return writers
    .filter((some) => some.length > 0)
    .slice(0, WRITERS)
    .flat();
}

/** `activity`, `attempts`: null of an attempt that is not the latest. `wrote`: its receipt tells which lines; once it has written some, it stays so. */
export function keepAttempt(
  sql: SqlStorage,
  name: string,
  { call, startedAt, activity, attempts, wrote }: Attempt & { [key in "activity" | "attempts"]: Shared[key] | null } & { wrote: boolean },
): void {
  sql.exec(
    `INSERT INTO shared_attempts AS s (name, started_at, call, activity, attempts, lines) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET activity = coalesce(excluded.activity, activity), attempts = coalesce(excluded.attempts, attempts),
       lines = iif(excluded.lines IS NULL, NULL, lines)
     WHERE (excluded.activity IS NOT NULL AND excluded.activity IS NOT s.activity) OR (excluded.attempts IS NOT NULL AND excluded.attempts IS NOT s.attempts)
       OR (excluded.lines IS NULL AND s.lines IS NOT NULL)`,
    name,
    startedAt,
    call,
    activity,
    attempts,
    wrote ? null : NO_LINES,
  );
}

const NO_LINES = "[]";

/** The calls of the attempts that began last, the latest first. */
export function lastAttempts(sql: SqlStorage, name: string, most: number): string[] {
  bringSharedActivity(sql, name);
  const sentence = "SELECT call FROM shared_attempts WHERE name = ? ORDER BY started_at DESC, call DESC LIMIT ?";
  return sql
    .exec<{ call: string }>(sentence, name, most)
    .toArray()
    .map(({ call }) => call);
}

/** No call shares more activities than one mapping has. */
const MOST_NAMES = 20;

/** The names that begin so, in order. Reads a row each, however many attempts there were. */
export function namesThatBegin(sql: SqlStorage, [from, to]: [from: string, to: string]): string[] {
  bringSharedActivities(sql, from, to);
  const names: string[] = [];
  for (let last = from; names.length < MOST_NAMES;) {
    const sentence = "SELECT name FROM shared_attempts WHERE name > ? AND name < ? ORDER BY name LIMIT 1";
    const next = sql.exec<{ name: string }>(sentence, last, to).toArray()[0];
    if (next === undefined) break;
    names.push((last = next.name));
  }
  return names;
}

/** Counting goes no further than this: who is in the middle of so many attempts is counted from the nearer end. */
const MOST_COUNTED = 1000;

/** How many other calls that share one activity began before this one did. Reads few rows, however many there were. */
export function countEarlier(sql: SqlStorage, name: string, { call, startedAt }: Attempt): number {
  const shared = readShared(sql, name);
  if (shared === null) return 0;
  const { attempts, latest } = shared;
  const others = attempts - (isAttempt(sql, name, { call, startedAt }) ? 1 : 0);
  if (startedAt > latest.startedAt || latest.call === call) return others;
  const count = (where: string) =>
    sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM shared_attempts WHERE name = ? AND started_at ${where} ? AND call <> ? LIMIT ${MOST_COUNTED})`,
        name,
        startedAt,
        call,
      )
      .one().n;
  const later = count(">=");
  return later < MOST_COUNTED ? others - later : count("<");
}

export function isAttempt(sql: SqlStorage, name: string, { call, startedAt }: Attempt): boolean {
  return (
    sql.exec("SELECT 1 FROM shared_attempts WHERE name = ? AND started_at = ? AND call = ?", name, startedAt, call).toArray().length > 0
  );
}
