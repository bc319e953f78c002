import type { Receipt } from "./receipt.ts";

/** What an operator asked to be done with what a call has written. Kept as JSON in `calls.verb` while the call is `undoing`. */
export type Verb =
  | { do: "undo" }
  /** The call belongs to another contact: `along` are the records that it only reached through the wrong one. */
  | { do: "move"; record: string; contact: string; along: string[] };

/** A call that is being undone, or moved to another contact. */
export interface UndoWork {
  call: string;
  /** What is known of the call changes when this does: a replay, a revision, another verb. */
  epoch: number;
  verb: Verb;
  /** How often it was tried in vain. */
  attempts: number;
  records: Record<string, Receipt>;
}

/** Puts a settled call into the queue of what is to be undone. Whatever else was on its way with it gives way. */
export function requestUndo(sql: SqlStorage, call: string, verb: Verb, now: number): void {
  sql.exec(
    `UPDATE calls SET status = 'undoing', verb = ?, due_at = ?, attempts = 0, problem = NULL, note = ?, epoch = epoch + 1 WHERE call = ?`,
    JSON.stringify(verb),
    now,
    verb.do === "undo" ? "It is being undone." : "What it wrote is being moved to the contact that was chosen.",
    call,
  );
}

/** What is to be undone next; null: nothing is due. */
export function nextUndo(sql: SqlStorage, now: number): UndoWork | null {
  const row = sql
    .exec<{ call: string; epoch: number; verb: string; attempts: number; records: string }>(
      "SELECT call, epoch, verb, attempts, records FROM calls WHERE status = 'undoing' AND due_at <= ? ORDER BY due_at LIMIT 1",
      now,
    )
    .toArray()[0];
  if (row === undefined) return null;
  return { ...row, verb: JSON.parse(row.verb) as Verb, records: JSON.parse(row.records) as UndoWork["records"] };
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

/** The records that were moved, each with what it is associated with now; null: it is not this call's any more. */
export type Moved = Record<string, string[] | null>;

export function keepMoved(sql: SqlStorage, call: string, moved: Moved): void {
  changeReceipts(sql, call, (records) =>
    Object.fromEntries(
      Object.entries(records).flatMap(([name, receipt]) => {
        const on = moved[name];
        if (on === null) return [];
        return [[name, on === undefined ? receipt : { ...receipt, on }]];
      }),
    ),
  );
}

function changeReceipts(sql: SqlStorage, call: string, change: (records: Record<string, Receipt>) => Record<string, Receipt>): void {
  const row = sql.exec<{ records: string }>("SELECT records FROM calls WHERE call = ?", call).toArray()[0];
  if (row === undefined) return;
  sql.exec("UPDATE calls SET records = ? WHERE call = ?", JSON.stringify(change(JSON.parse(row.records))), call);
}

/** All is undone that could be. */
export function settleUndone(sql: SqlStorage, { call, epoch }: UndoWork, now: number, note: string): void {
  sql.exec(
    `UPDATE calls SET status = 'skipped', verb = NULL, problem = NULL, note = ?, settled_at = ?, epoch = epoch + 1
     WHERE call = ? AND epoch = ? AND status = 'undoing'`,
    note,
    now,
    call,
    epoch,
  );
}

/** It cannot go on: a person has to look at it. */
export function holdUndo(sql: SqlStorage, { call, epoch }: UndoWork, now: number, problem: object): void {
  sql.exec(
    `UPDATE calls SET status = 'held', verb = NULL, problem = ?, note = NULL, settled_at = ?, epoch = epoch + 1
     WHERE call = ? AND epoch = ? AND status = 'undoing'`,
    JSON.stringify(problem),
    now,
    call,
    epoch,
  );
}

/** Something of HubSpot's was in the way: again later. `problem`: what a person can do about it. */
export function postponeUndo(sql: SqlStorage, { call, epoch }: UndoWork, dueAt: number, problem: object | null): void {
  sql.exec(
    "UPDATE calls SET due_at = ?, attempts = attempts + 1, problem = ? WHERE call = ? AND epoch = ? AND status = 'undoing'",
    Math.ceil(dueAt),
    problem === null ? null : JSON.stringify(problem),
    call,
    epoch,
  );
}

/** Whether another call that was not undone has written to the record (`object/id`), or associated something with it. */
export function isUsedByOthers(sql: SqlStorage, call: string, object: string, id: string): boolean {
  const named = `${object}/${id}`;
  const rows = sql
    .exec<{ records: string }>(
      "SELECT records FROM calls WHERE call <> ? AND (records LIKE ? OR records LIKE ?)",
      call,
      `%"object":"${object}","id":"${id}"%`,
      `%"${named}"%`,
    )
    .toArray();
  const receipts = rows.flatMap(({ records }) => Object.values(JSON.parse(records) as Record<string, Receipt>));
  return receipts.some(
    (other) => other.undone === undefined && ((other.object === object && other.id === id) || other.on?.includes(named) === true),
  );
}
