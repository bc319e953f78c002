import { SLOT_OF_CALL, slotOf } from "./bodies/bodies.ts";
import { ledgerMemory } from "./counters.ts";
import type { Intent, Receipt } from "./settle/receipt.ts";
import { SPOILT, soundIntent } from "./settle/standing.ts";
import { changeReceipt } from "./settle/receipts.ts";

/** A call whose last attempt was cut off, or whose answers were lost: what it set out to write may have landed, or may still. */
export interface Unfinished {
  call: string;
  /** ms */
  startedAt: number;
  /** False where its turn does not come by itself (held, skipped, being undone): whoever comes upon what it may have made finds out. */
  isTried: boolean;
  /** ms; null: at once. */
  dueAt: number | null;
  intent: Intent;
}

/** Reads as many rows as there are such calls, however many are pending. */
export function readUnfinished(sql: SqlStorage): Unfinished[] {
  const memory = ledgerMemory(sql);
  const rows = sql
    .exec<{ call: string; started_at: number; status: string; due_at: number | null; intent: string }>(
      `SELECT c.call, c.started_at, c.status, c.due_at, b.intent FROM json_each(?) ids JOIN calls c ON c.call = ids.value
       JOIN bodies b ON b.slot = ${SLOT_OF_CALL} WHERE b.intent IS NOT NULL`,
      JSON.stringify([...memory.intending]),
    )
    .toArray();
  memory.intending = new Set(rows.map(({ call }) => call));
  return rows.flatMap(({ call, started_at: startedAt, status, due_at: dueAt, intent: text }) => {
    const intent = soundIntent(text);
    const isTried = status === "pending" || status === "waiting";
    return intent === SPOILT || intent === null ? [] : [{ call, startedAt, isTried, dueAt, intent }];
  });
}

/** A call leaves the queue; if it is not known what its last attempt wrote, that is remembered beyond the object's life. */
export function leaveUnfinished(sql: SqlStorage, slot: number): void {
  sql.exec("INSERT OR IGNORE INTO unfinished (call) SELECT call FROM bodies WHERE slot = ? AND intent IS NOT NULL", slot);
}

/** By when the last request of such an attempt was answered or given up, ms: nobody knew. */
export function endIntent(sql: SqlStorage, call: string, endedAt: number): void {
  changeIntent(sql, call, (intent) => ({ ...intent, endedAt }));
}

/** It is known what became of something that others may come upon by this name: nobody need ask again. */
export function dropClaim(sql: SqlStorage, call: string, name: string): void {
  changeIntent(sql, call, (intent) => ({ ...intent, keys: (intent.keys ?? []).filter((key) => key !== name) }));
}

/** It is known what the attempt wrote: that is part of what the call has written. */
export function keepFoundOut(sql: SqlStorage, call: string, records: Record<string, Receipt>): void {
  changeReceipt(sql, call, (receipt) => ({ ...receipt, records }));
  const { shelf, delivery } = sql.exec<{ shelf: number; delivery: number }>("SELECT shelf, delivery FROM calls WHERE call = ?", call).one();
  sql.exec("UPDATE bodies SET intent = NULL WHERE slot = ?", slotOf(shelf, delivery));
}

function changeIntent(sql: SqlStorage, call: string, change: (intent: Intent) => Intent): void {
  const row = sql
    .exec<{ shelf: number; delivery: number; intent: string }>(
      `SELECT c.shelf, c.delivery, b.intent FROM calls c JOIN bodies b ON b.slot = ${SLOT_OF_CALL} WHERE c.call = ? AND b.intent IS NOT NULL`,
      call,
    )
    .toArray()[0];
  const intent = row === undefined ? null : soundIntent(row.intent);
  if (row === undefined || intent === null || intent === SPOILT) return;
  sql.exec("UPDATE bodies SET intent = ? WHERE slot = ?", JSON.stringify(change(intent)), slotOf(row.shelf, row.delivery));
}
