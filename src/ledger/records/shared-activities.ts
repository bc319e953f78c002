import { bringSharedActivities, bringSharedActivity } from "../earlier-release/shared-activities.ts";
import type { Claimed } from "../queue.ts";
import { SPOILT, soundIntent } from "../settle/standing.ts";
import { readStoredCalls } from "../views/stored-call.ts";
import { rememberUses } from "./record-uses.ts";

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
  return { activity, attempts, latest: { call, startedAt }, lines: linesOf(sql, name, writersOf(row)) };
}

/** A call, whose receipt tells its lines for as long as it is kept; or the lines themselves, in rows that were written before that. */
type Writer = string | number[];

/** None stand there where the latest call is the only one. */
function writersOf(row: Row | null): Writer[] {
  const writers = JSON.parse(row?.lines ?? "[]") as Writer[];
  return row !== null && writers.length === 0 ? [row.latest_call] : writers;
}

function linesOf(sql: SqlStorage, name: string, writers: Writer[]): number[] {
  const record = name.slice(name.lastIndexOf("/") + 1);
  const calls = writers.filter((writer) => typeof writer === "string");
  const told = readStoredCalls(sql, calls).flatMap(({ receipts, intent }) => [
    ...(receipts[record]?.lines ?? []),
    ...intendedLines(soundIntent(intent), record),
  ]);
  return [...new Set([...writers.filter((writer) => typeof writer !== "string").flat(), ...told])];
}

const intendedLines = (intent: ReturnType<typeof soundIntent>, record: string): number[] =>
  intent === null || intent === SPOILT ? [] : (intent.records[record]?.lines ?? []);

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
  bringSharedActivity(sql, name);
  const shared = read(sql, name);
  if (shared === null) return 0;
  const { attempts, latest_call: latest, latest_at: latestAt } = shared;
  if (attempts === 1) return latest !== call && startedAt > latestAt ? 1 : 0;
  const others = attempts - (isAttempt(sql, name, { call, startedAt }) ? 1 : 0);
  if (startedAt > latestAt || latest === call) return others;
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

/** What a call has written of an activity that it shares with others. */
interface SharedWrite {
  object: string;
  /** HubSpot's id. */
  activity: string;
  /** Hashes of the lines that it wrote. They stand in the call's receipt, or in its intent, and go when those are erased. */
  lines: number[];
}

/** A call has written an activity that it shares with others. */
export function rememberSharedActivity(sql: SqlStorage, name: string, { object, activity, lines }: SharedWrite, attempt: Attempt): void {
  bringSharedActivity(sql, name);
  const before = read(sql, name);
  const { call, startedAt } = attempt;
  const attempts = addAttempt(sql, name, before, attempt);
  const writers = lines.length === 0 ? writersOf(before) : [...writersOf(before).filter((writer) => writer !== call), call];
  const isLatest = before === null || startedAt >= before.latest_at;
  sql.exec(
    `INSERT INTO shared_activities (name, activity, attempts, latest_call, latest_at, lines) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT (name) DO UPDATE SET activity = ?2, attempts = ?3, latest_call = ?4, latest_at = ?5, lines = ?6`,
    name,
    activity,
    attempts,
    isLatest ? call : before.latest_call,
    isLatest ? startedAt : before.latest_at,
    JSON.stringify(attempts === 1 && writers.every((writer) => writer === call) ? [] : writers.slice(-WRITERS)),
  );
  if (before === null || attempts === 1) return;
  rememberUses(sql, `${object}/${activity}`, before.attempts === 1 ? [before.latest_call, call] : [call]);
}

/** Returns how many there are with it. Mostly one has an activity alone: that one stands in the activity's row, and costs none of its own. */
function addAttempt(sql: SqlStorage, name: string, before: Row | null, attempt: Attempt): number {
  if (before === null || (before.attempts === 1 && before.latest_call === attempt.call)) return 1;
  if (before.attempts === 1) insertAttempt(sql, name, { call: before.latest_call, startedAt: before.latest_at });
  return before.attempts + insertAttempt(sql, name, attempt);
}

function insertAttempt(sql: SqlStorage, name: string, { call, startedAt }: Attempt): 0 | 1 {
  const sentence = "INSERT OR IGNORE INTO shared_attempts (name, started_at, call) VALUES (?, ?, ?)";
  return sql.exec(sentence, name, startedAt, call).rowsWritten > 0 ? 1 : 0;
}
