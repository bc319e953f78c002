import type { Problem } from "../../problem/problem.ts";
import { SHELF, moveBody } from "../bodies/bodies.ts";
import type { CountedCall } from "../count-change.ts";
import { countChange, together } from "../counters.ts";
import type { LeftBehind, Receipt, Status } from "../settle/receipt.ts";
import { cameOf, withEntry } from "../settle/history.ts";
import { changeReceipt } from "../settle/receipts.ts";
import { otherCallsOf } from "../records/record-uses.ts";
import { type Verb, readVerb } from "../settle/verb.ts";
import { readStoredCall, readStoredCalls } from "../views/stored-call.ts";

/** A call that is being undone, or moved to another contact. */
export interface UndoWork {
  call: string;
  /** What is known of the call changes when this does: a replay, a revision, another verb. */
  epoch: number;
  /** Null: it cannot be read any more. */
  verb: Verb | null;
  /** How often it was tried in vain. */
  attempts: number;
  /** It is not known yet what its last attempt wrote. */
  isUnfinished: boolean;
  records: Record<string, Receipt>;
}

type Row = CountedCall & { status: Status; mapping: string | null; code: string | null; shelf: number; delivery: number };

const readRow = (sql: SqlStorage, call: string): Row =>
  sql
    .exec<Row & Record<string, SqlStorageValue>>(
      "SELECT status, mapping, code, day, campaign, first_delivery, shelf, delivery FROM calls WHERE call = ?",
      call,
    )
    .one();

/** Puts a settled call into the queue of what is to be undone. Whatever else was on its way with it gives way. Nothing of it is erased meanwhile. */
export function requestUndo(sql: SqlStorage, call: string, verb: Verb, now: number): void {
  const row = readRow(sql, call);
  const note = verb.do === "undo" ? "It is being undone." : "What it wrote is being moved to the contact that was chosen.";
  together(sql, () => {
    changeReceipt(sql, call, (receipt) => ({ ...receipt, problem: null, note }));
    moveBody(sql, row.delivery, row.shelf, SHELF.waiting);
    sql.exec(
      `UPDATE calls SET status = 'undoing', verb = ?, due_at = ?, shelf = ?, attempts = 0, code = NULL, epoch = epoch + 1 WHERE call = ?`,
      JSON.stringify(verb),
      now,
      SHELF.waiting,
      call,
    );
    countChange(sql, row, row, { status: "undoing", mapping: row.mapping, code: null });
  });
}

/** What is to be undone next; null: nothing is due. */
export function nextUndo(sql: SqlStorage, now: number): UndoWork | null {
  const row = sql
    .exec<{ call: string; verb: string }>(
      "SELECT call, verb FROM calls WHERE status = 'undoing' AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT 1",
      now,
    )
    .toArray()[0];
  const stored = row && readStoredCall(sql, row.call);
  if (!stored) return null;
  return {
    call: stored.call,
    epoch: stored.epoch,
    attempts: stored.attempts,
    verb: readVerb(row.verb),
    isUnfinished: stored.intent !== null,
    records: stored.receipts,
  };
}

/** With what has been found out of its records meanwhile. */
export function asItStands(sql: SqlStorage, work: UndoWork): UndoWork {
  return { ...work, records: readStoredCall(sql, work.call)?.receipts ?? work.records };
}

/** Whether nothing has come between: an operator's later word, or the sender's. */
export function isStillAsked(sql: SqlStorage, { call, epoch }: UndoWork): boolean {
  return sql.exec("SELECT 1 FROM calls WHERE call = ? AND epoch = ? AND status = 'undoing'", call, epoch).toArray().length > 0;
}

/**
 * What was undone of one record: a fact, whatever has become of the call meanwhile. Goes into the receipt as it stands now, so that values
 * which were erased since do not come back.
 */
export function keepUndone(sql: SqlStorage, call: string, name: string, id: string, undone: NonNullable<Receipt["undone"]>): void {
  changeReceipts(sql, call, (records) => (records[name]?.id === id ? { ...records, [name]: { ...records[name], undone } } : records));
}

/** The records that were moved, each with what it is associated with now, or, where it is not this call's any more, what was left behind there. */
export type Moved = Record<string, string[] | LeftBehind>;

export function keepMoved(sql: SqlStorage, call: string, moved: Moved, now: number): void {
  changeReceipt(sql, call, (receipt) => withEntry(receipt, { at: now, outcome: "moved" }));
  changeReceipts(sql, call, (records) =>
    Object.fromEntries(
      Object.entries(records).map(([name, receipt]) => [name, moved[name] === undefined ? receipt : afterMove(receipt, moved[name])]),
    ),
  );
}

function afterMove({ object, moved_from = [], ...receipt }: Receipt, moved: string[] | LeftBehind): Receipt {
  if (!Array.isArray(moved)) return { object, id: null, action: "skipped", moved_from: [...moved_from, moved] };
  return { object, ...receipt, ...(moved_from.length > 0 && { moved_from }), on: moved };
}

function changeReceipts(sql: SqlStorage, call: string, change: (records: Record<string, Receipt>) => Record<string, Receipt>): void {
  changeReceipt(sql, call, (receipt) => ({ ...receipt, records: change(receipt.records) }));
}

/** All is undone that could be. */
export function settleUndone(sql: SqlStorage, work: UndoWork, now: number, note: string): void {
  settleUndo(sql, work, now, { status: "skipped", shelf: SHELF.done, problem: null, note });
}

/** It cannot go on: a person has to look at it. */
export function holdUndo(sql: SqlStorage, work: UndoWork, now: number, problem: Problem): void {
  settleUndo(sql, work, now, { status: "held", shelf: SHELF.held, problem, note: null });
}

function settleUndo(
  sql: SqlStorage,
  work: UndoWork,
  now: number,
  to: { status: "skipped" | "held"; shelf: number; problem: Problem | null; note: string | null },
): void {
  const ended = { at: now, outcome: to.problem === null ? "undone" : "held", ...cameOf(to.problem) } as const;
  if (!isStillAsked(sql, work)) return;
  const row = readRow(sql, work.call);
  together(sql, () => {
    changeReceipt(sql, work.call, (receipt) => withEntry({ ...receipt, problem: to.problem, note: to.note }, ended));
    moveBody(sql, row.delivery, row.shelf, to.shelf);
    sql.exec(
      "UPDATE calls SET status = ?, shelf = ?, verb = NULL, due_at = NULL, code = ?, settled_at = ?, epoch = epoch + 1 WHERE call = ?",
      to.status,
      to.shelf,
      to.problem?.code ?? null,
      now,
      work.call,
    );
    countChange(sql, row, row, { status: to.status, mapping: row.mapping, code: to.problem?.code ?? null });
  });
}

/** Something of HubSpot's was in the way: again later (ms). `problem`: what a person can do about it; `answer`: what HubSpot said. */
export function postponeUndo(
  sql: SqlStorage,
  work: UndoWork,
  now: number,
  { waitMs, problem, answer }: { waitMs: number; problem: Problem | null; answer: Problem },
): void {
  if (!isStillAsked(sql, work)) return;
  const nextAt = Math.ceil(now + waitMs);
  changeReceipt(sql, work.call, (receipt) =>
    withEntry({ ...receipt, problem }, { at: now, outcome: "trouble", ...cameOf(answer), nextAt }),
  );
  sql.exec("UPDATE calls SET due_at = ?, attempts = attempts + 1 WHERE call = ?", nextAt, work.call);
}

/** Whether another call that was not undone has written to the record (`object/id`), or associated something with it; `without` are undone, too. */
export function isUsedByOthers(
  sql: SqlStorage,
  call: string,
  object: string,
  id: string,
  without: ReadonlySet<string> = new Set(),
): boolean {
  const named = `${object}/${id}`;
  const { calls, hasMore } = otherCallsOf(sql, named, call);
  const others = calls.filter((other) => !without.has(other));
  const receipts = readStoredCalls(sql, others).flatMap((other) => Object.values(other.receipts));
  const uses = (other: Receipt) =>
    other.undone === undefined && ((other.object === object && other.id === id) || other.on?.includes(named) === true);
  return hasMore || receipts.some(uses);
}
