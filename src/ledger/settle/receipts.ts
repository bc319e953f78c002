import { SLOT_OF_CALL } from "../bodies/bodies.ts";
import { packReceipt } from "../bodies/packed-receipt.ts";
import type { StoredReceipt } from "./receipt.ts";
import { besideBody } from "./row-room.ts";
import { SPOILT, soundReceipt, soundTraces, soundWords, tracesOrSpoilt } from "./standing.ts";
import { packTraces } from "./traces.ts";

const NOTHING_YET: StoredReceipt = { records: {}, problem: null, note: null };

interface Row extends Record<string, SqlStorageValue> {
  slot: number | null;
  receipt: string | ArrayBuffer | null;
  traces: ArrayBuffer | null;
  said: string | null;
}

/**
 * Changes what is kept of a call as it stands now. Where its body has been erased the change goes into the traces: what was erased does not
 * come back.
 */
export function changeReceipt(sql: SqlStorage, call: string, change: (receipt: StoredReceipt) => StoredReceipt): void {
  changeAndKeep(sql, call, change, false);
}

/** The same, of a call that is settled with it. */
export function settleReceipt(sql: SqlStorage, call: string, change: (receipt: StoredReceipt) => StoredReceipt): void {
  changeAndKeep(sql, call, change, true);
}

function changeAndKeep(sql: SqlStorage, call: string, change: (receipt: StoredReceipt) => StoredReceipt, settled: boolean): void {
  const row = sql
    .exec<Row>(
      `SELECT b.slot, b.receipt, c.traces, c.said FROM calls c LEFT JOIN bodies b ON b.slot = ${SLOT_OF_CALL}
       WHERE c.call = ?`,
      call,
    )
    .toArray()[0];
  if (row === undefined) return;
  const changed = change(storedReceipt(row));
  const traces = row.traces === null && row.slot !== null && !settled ? null : packTraces(changed.records);
  const said = row.slot === null ? JSON.stringify({ problem: changed.problem, note: changed.note }) : null;
  if (traces !== null || said !== row.said) sql.exec("UPDATE calls SET traces = ?, said = ? WHERE call = ?", traces, said, call);
  if (row.slot !== null) writeReceipt(sql, row.slot, changed, settled || row.receipt instanceof ArrayBuffer);
}

/** Packed once the call is settled; SQL reads it while it is pending. */
function writeReceipt(sql: SqlStorage, slot: number, receipt: StoredReceipt, packed: boolean): void {
  sql.exec("UPDATE bodies SET receipt = ? WHERE slot = ?", packed ? packReceipt(receipt) : asText(sql, slot, receipt), slot);
}

/** What is longer may not have room beside a large body. */
const LONG_CHARACTERS = 30_000;

function asText(sql: SqlStorage, slot: number, receipt: StoredReceipt): string {
  const text = JSON.stringify(receipt);
  if (text.length <= LONG_CHARACTERS) return text;
  const intent = sql.exec<{ intent: string | null }>("SELECT intent FROM bodies WHERE slot = ?", slot).one().intent;
  return besideBody(sql, slot, receipt, intent).receipt;
}

/** All that is known of what was done for a call, erased or not. Of a receipt that has been spoilt the ids are known, and that it was. */
export function storedReceipt({ receipt, traces, said }: Pick<Row, "receipt" | "traces" | "said">): StoredReceipt {
  const stored = soundReceipt(receipt);
  if (stored === SPOILT) return { ...NOTHING_YET, note: UNREADABLE, records: soundTraces(traces) };
  if (stored !== null) return stored;
  const words = soundWords(said);
  const records = tracesOrSpoilt(traces);
  const unreadable = (words === SPOILT || records === SPOILT) && { note: UNREADABLE };
  return { ...NOTHING_YET, ...(words === SPOILT ? {} : words), ...unreadable, records: records === SPOILT ? {} : records };
}

/** Shown of a call. */
export const UNREADABLE = "What was stored of it cannot be read.";
