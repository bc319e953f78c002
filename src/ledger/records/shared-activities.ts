import { SPOILT, soundIntent } from "../settle/standing.ts";
import { readStoredCalls } from "../views/stored-call.ts";
import { rememberUses } from "./record-uses.ts";
import {
  type Attempt,
  type Shared,
  type Writer,
  countEarlier,
  isAttempt,
  keepAttempt,
  lastWriters,
  namesThatBegin,
  readShared,
} from "./shared-attempts.ts";

/** The attempts for one campaign lead that share a note, or the calls of one customer that share a question. */
export interface SharedActivity extends Shared {
  /** Hashes of the lines that the last few writers put into it. */
  lines: number[];
}

export function readSharedActivity(sql: SqlStorage, name: string): SharedActivity | null {
  const shared = readShared(sql, name);
  return shared && { ...shared, lines: linesOf(sql, name, lastWriters(sql, name)) };
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

/** The names of all that the attempts for a lead share begin with the lead and a slash; the sign after the slash ends them. */
const [BEGIN, END] = ["/", "0"];

/** How many calls for the lead began before this one, of those that have written what they share. */
export function countEarlierAttempts(sql: SqlStorage, lead: string, attempt: Attempt): number {
  return Math.max(0, ...namesThatBegin(sql, [lead + BEGIN, lead + END]).map((name) => countEarlier(sql, name, attempt)));
}

/** What a call has written of an activity that it shares with others. */
interface SharedWrite {
  object: string;
  /** HubSpot's id. */
  activity: string;
  /** Hashes of the lines that it wrote. They stand in the call's receipt, or in its intent, and go when those are erased. */
  lines: number[];
}

/** A call has written an activity that it shares with others. Costs a row; two where one that began later has written it, none where all of it is known. */
export function rememberSharedActivity(sql: SqlStorage, name: string, { object, activity, lines }: SharedWrite, attempt: Attempt): void {
  const before = readShared(sql, name);
  const others = before === null ? 0 : othersOf(sql, name, before, attempt);
  const wrote = lines.length > 0;
  if (before !== null && others > 0 && isBefore(attempt, before.latest)) {
    keepAttempt(sql, name, { ...attempt, wrote, activity: null, attempts: null });
    keepAttempt(sql, name, { ...before.latest, wrote: false, activity, attempts: others + 1 });
  } else keepAttempt(sql, name, { ...attempt, wrote, activity, attempts: others + 1 });
  // Undoing one of them finds the others by that name; another activity than the one before is this call's alone at first.
  const isAnother = before !== null && before.activity !== activity;
  if (others > 0) rememberUses(sql, `${object}/${activity}`, [isAnother ? attempt.call : { shared: name }]);
}

const isBefore = (one: Attempt, other: Attempt): boolean =>
  one.startedAt < other.startedAt || (one.startedAt === other.startedAt && one.call < other.call);

/** How many share it besides. The only one there was may have begun at another time, by what its sender said then. */
function othersOf(sql: SqlStorage, name: string, { attempts, latest }: Shared, attempt: Attempt): number {
  if (isAttempt(sql, name, attempt)) return attempts - 1;
  if (attempts > 1 || latest.call !== attempt.call) return attempts;
  sql.exec("DELETE FROM shared_attempts WHERE name = ?", name);
  return 0;
}
