import type { Problem } from "../problem/problem.ts";
import type { Claimed } from "./queue.ts";
import type { Intent, Receipt, Status } from "./receipt.ts";

/** Keeps what an attempt sets out to write, before its first request goes out. */
export function intend(sql: SqlStorage, call: string, intent: Intent): void {
  sql.exec("UPDATE calls SET intent = ? WHERE call = ?", JSON.stringify(intent), call);
}

export function keepReceipts(sql: SqlStorage, call: string, records: Record<string, Receipt>): void {
  sql.exec("UPDATE calls SET records = ? WHERE call = ?", JSON.stringify(records), call);
}

export interface Settlement {
  call: string;
  /** What was asked when the attempt began. What came in meanwhile (a revision, a replay, an undo, a parking) stays as it is. */
  epoch: number;
  status: Status;
  /** ms; when a pending call is tried again. */
  dueAt: number;
  mapping: string | null;
  records: Record<string, Receipt>;
  problem: Problem | null;
  note: string | null;
  intent: Intent | null;
  /** False where only HubSpot's own trouble was in the way. */
  countsAsAttempt: boolean;
}

export function settle(sql: SqlStorage, now: number, s: Settlement): void {
  const done = s.status === "pending" ? null : now;
  sql.exec(
    `UPDATE calls SET records = ?1, intent = ?2, mapping = ?3, attempts = attempts + ?4,
       status = iif(epoch = ?5, ?6, status), due_at = iif(epoch = ?5, ?7, due_at), settled_at = iif(epoch = ?5, ?8, settled_at),
       problem = iif(epoch = ?5, ?9, problem), note = iif(epoch = ?5, ?10, note)
     WHERE call = ?11`,
    JSON.stringify(s.records),
    s.intent === null ? null : JSON.stringify(s.intent),
    s.mapping,
    s.countsAsAttempt ? 1 : 0,
    s.epoch,
    s.status,
    s.dueAt,
    done,
    s.problem === null ? null : JSON.stringify(s.problem),
    s.note,
    s.call,
  );
}

/** Settles a call of which nothing was written: what earlier attempts left stays as it stands. What came in meanwhile stays as it is. */
export function settleUnwritten(
  sql: SqlStorage,
  now: number,
  { call, epoch }: Claimed,
  { status, mapping, problem, note }: Pick<Settlement, "status" | "mapping" | "problem" | "note">,
): void {
  sql.exec(
    `UPDATE calls SET mapping = ?1, attempts = attempts + 1,
       status = iif(epoch = ?2, ?3, status), due_at = iif(epoch = ?2, ?4, due_at), settled_at = iif(epoch = ?2, ?4, settled_at),
       problem = iif(epoch = ?2, ?5, problem), note = iif(epoch = ?2, ?6, note)
     WHERE call = ?7`,
    mapping,
    epoch,
    status,
    now,
    problem === null ? null : JSON.stringify(problem),
    note,
    call,
  );
}

/** Leaves a call pending until `dueAt` (ms). `cutOff`: what is known by now of an attempt that was cut off; left out, that stays as it is. */
export function keepWaiting(
  sql: SqlStorage,
  { call, epoch }: Claimed,
  { dueAt, problem, cutOff }: { dueAt: number; problem: Problem | null; cutOff?: Intent | null },
): void {
  if (cutOff !== undefined) sql.exec("UPDATE calls SET intent = ? WHERE call = ?", cutOff === null ? null : JSON.stringify(cutOff), call);
  sql.exec(
    "UPDATE calls SET due_at = ?, problem = ? WHERE call = ? AND epoch = ?",
    Math.ceil(dueAt),
    problem === null ? null : JSON.stringify(problem),
    call,
    epoch,
  );
}
