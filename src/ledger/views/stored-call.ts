import type { Warning } from "../../problem/problem.ts";
import { SLOT_OF_CALL } from "../bodies/bodies.ts";
import { bringOver } from "../earlier-release/move-over.ts";
import type { Claimed } from "../queue.ts";
import type { HistoryEntry } from "../settle/history.ts";
import type { Receipt, Status, StoredReceipt } from "../settle/receipt.ts";
import { UNREADABLE, storedReceipt } from "../settle/receipts.ts";
import { readVerb } from "../settle/verb.ts";

/** One call as it is stored, with all that is known of it. */
export interface StoredCall extends Claimed, Pick<StoredReceipt, "problem" | "note"> {
  /** What was tried with it, the latest last; empty once it is erased. */
  history: HistoryEntry[];
  /** The action that touched it last. */
  action: string | null;
  status: Status;
  /** Whether its body has not been erased. */
  hasBody: boolean;
  /** Where the id is one of ours: the sender's id that was taken, '' for what was no call. */
  ofCall: string | null;
  campaign: string;
  mapping: string | null;
  /** Whether it waits for an earlier call of its customer. */
  behind: boolean;
  /** ms; null: at once, or nothing is to be done. */
  dueAt: number | null;
  settledAt: number | null;
  warnings: Warning[];
  edited: boolean;
  /** What an operator asked to be done with what it has written, while that is to be done. */
  verb: "undo" | "move" | null;
  /** What was done with each record; only ids once it is erased. */
  receipts: Record<string, Receipt>;
  /** What a mapping in shadow would have written; null: none took it, or it is erased. */
  shadow: Record<string, Receipt> | null;
}

type Row = Record<string, SqlStorageValue>;

const COLUMNS = "c.*, b.slot, b.weight, b.receipt, b.intent";

/** Null: no such call. */
export function readStoredCall(sql: SqlStorage, call: string): StoredCall | null {
  return readStoredCalls(sql, [call])[0] ?? null;
}

/** In the order of the ids; those that are not there are left out. */
export function readStoredCalls(sql: SqlStorage, calls: string[]): StoredCall[] {
  bringOver(sql, calls);
  const rows = sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM json_each(?) ids JOIN calls c ON c.call = ids.value LEFT JOIN bodies b ON b.slot = ${SLOT_OF_CALL} ORDER BY ids.key`,
      JSON.stringify(calls),
    )
    .toArray();
  return rows.map(fromRow);
}

function fromRow(row: Row): StoredCall {
  const { records: receipts, problem, note, warnings = [], shadow = null, history = [] } = readable(row);
  const status = row["status"] as Status;
  return {
    call: row["call"] as string,
    status,
    hasBody: row["slot"] !== null,
    customer: row["customer"] as string,
    ofCall: row["of_call"] as string | null,
    campaign: row["campaign"] as string,
    delivery: row["delivery"] as number,
    revision: row["revision"] as number,
    epoch: row["epoch"] as number,
    attempts: row["attempts"] as number,
    mapping: row["mapping"] as string | null,
    startedAt: row["started_at"] as number,
    receivedAt: row["received_at"] as number,
    settledAt: row["settled_at"] as number | null,
    behind: row["behind"] === 1,
    dueAt: row["due_at"] as number | null,
    bytes: (row["weight"] as number | null) ?? 0,
    receipts,
    records: JSON.stringify(receipts),
    problem,
    note,
    warnings,
    shadow: status === "skipped" ? shadow : null,
    history,
    action: row["action"] as string | null,
    edited: row["edited"] === 1,
    verb: readVerb(row["verb"] as string | null)?.do ?? null,
    intent: row["intent"] as string | null,
    waiting: status === "waiting",
  };
}

/** A row that cannot be read must not hide the others of its page. */
function readable(row: Row): StoredReceipt {
  try {
    return storedReceipt(row as never);
  } catch {
    return { records: {}, problem: null, note: UNREADABLE };
  }
}

/** A customer's other held calls, with their receipts (JSON). At most a thousand: one choice rarely waits for so many. */
export function heldCallsOf(sql: SqlStorage, customer: string, without: string): { call: string; records: string }[] {
  const calls = sql
    .exec<{ call: string }>(
      "SELECT call FROM calls WHERE status = 'held' AND shelf >= 0 AND customer = ? AND call <> ? LIMIT 1000",
      customer,
      without,
    )
    .toArray()
    .map(({ call }) => call);
  return readStoredCalls(sql, calls);
}
