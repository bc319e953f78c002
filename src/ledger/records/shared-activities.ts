import { bringSharedActivities, bringSharedActivity } from "../earlier-release/shared-activities.ts";

import type { Claimed } from "../queue.ts";

/** The attempts for one campaign lead that share a note, or the calls of one customer that share a question. */
export interface SharedActivity {
  /** HubSpot's id. */
  activity: string;
  /** How many calls share it. */
  attempts: number;
  /** The one of them that began last. */
  latest: { call: string; startedAt: number };
  /** Hashes of the lines that the last few writers put into it. */
  lines: number[];
}

/** What stands in the note is the last writer's; where answers were lost, one of the few before it. */
const WRITERS = 8;

export function readSharedActivity(sql: SqlStorage, name: string): SharedActivity | null {
  bringSharedActivity(sql, name);
  const row = read(sql, name);
  if (row === null) return null;
  const { activity, attempts, latest_call: call, latest_at: startedAt } = row;
  return { activity, attempts, latest: { call, startedAt }, lines: [...new Set((JSON.parse(row.lines) as number[][]).flat())] };
}

interface Row extends Record<string, SqlStorageValue> {
  activity: string;
  attempts: number;
  latest_call: string;
  latest_at: number;
  lines: string;
}

function read(sql: SqlStorage, name: string): Row | null {
  const sentence = "SELECT activity, attempts, latest_call, latest_at, lines FROM shared_activities WHERE name = ?";
  return sql.exec<Row>(sentence, name).toArray()[0] ?? null;
}

/** Counting goes no further than this: who is in the middle of so many attempts is counted from the nearer end. */
const MOST_COUNTED = 1000;

type Attempt = Pick<Claimed, "call" | "startedAt">;

/** The names of all that the attempts for a lead share begin with the lead and a slash; the sign after the slash ends them. */
const [BEGIN, END] = ["/", "0"];
/** More activities than one mapping shares. */
const MOST_NAMES = 20;

/** How many calls for the lead began before this one, of those that have written what they share. */
export function countEarlierAttempts(sql: SqlStorage, lead: string, attempt: Attempt): number {
  bringSharedActivities(sql, lead + BEGIN, lead + END);
  const names = sql
    .exec<{ name: string }>("SELECT name FROM shared_activities WHERE name >= ? AND name < ? LIMIT ?", lead + BEGIN, lead + END, MOST_NAMES)
    .toArray();
  return Math.max(0, ...names.map(({ name }) => countEarlier(sql, name, attempt)));
}

/** How many other calls that share one activity began before this one did. Reads few rows, however many there were. */
function countEarlier(sql: SqlStorage, name: string, { call, startedAt }: Attempt): number {
  const shared = readSharedActivity(sql, name);
  if (shared === null) return 0;
  const others = shared.attempts - (isAttempt(sql, name, { call, startedAt }) ? 1 : 0);
  if (startedAt > shared.latest.startedAt || shared.latest.call === call) return others;
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

function isAttempt(sql: SqlStorage, name: string, { call, startedAt }: Attempt): boolean {
  return (
    sql.exec("SELECT 1 FROM shared_attempts WHERE name = ? AND started_at = ? AND call = ?", name, startedAt, call).toArray().length > 0
  );
}

/** A call has written an activity that it shares with others. `lines`: hashes of the lines that it wrote. */
export function rememberSharedActivity(
  sql: SqlStorage,
  name: string,
  { activity, lines }: Pick<SharedActivity, "activity" | "lines">,
  { call, startedAt }: Attempt,
): void {
  bringSharedActivity(sql, name);
  const added = sql.exec(
    "INSERT OR IGNORE INTO shared_attempts (name, started_at, call) VALUES (?, ?, ?)",
    name,
    startedAt,
    call,
  ).rowsWritten;
  const before = read(sql, name);
  const writers = [...(JSON.parse(before?.lines ?? "[]") as number[][]).filter((each) => String(each) !== String(lines)), lines];
  const isLatest = before === null || startedAt >= before.latest_at;
  sql.exec(
    `INSERT INTO shared_activities (name, activity, attempts, latest_call, latest_at, lines) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT (name) DO UPDATE SET activity = ?2, attempts = ?3, latest_call = ?4, latest_at = ?5, lines = ?6`,
    name,
    activity,
    (before?.attempts ?? 0) + (added > 0 ? 1 : 0),
    isLatest ? call : before.latest_call,
    isLatest ? startedAt : before.latest_at,
    JSON.stringify(writers.slice(-WRITERS)),
  );
}
