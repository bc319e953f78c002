import { SLOT_OF_CALL } from "../bodies/bodies.ts";
import { ledgerMemory } from "../counters.ts";
import type { Claimed } from "../queue.ts";
import type { Intent, Receipt } from "./receipt.ts";
import { changeReceipt, storedReceipt } from "./receipts.ts";
import { besideBody } from "./row-room.ts";
import { placeOf, readSettling } from "./settling-row.ts";

/** A row holds 2 MB: from here on it is looked at closely what there is room for. */
const ROW_IS_TIGHT_BYTES = 1_900_000;
/** Of UTF-8. */
const BYTES_A_CHARACTER = 3;

/** Keeps what an attempt sets out to write, before its first request goes out. `bytes`: what the call's body takes at most. */
export function intend(sql: SqlStorage, { call, bytes, records }: Pick<Claimed, "call" | "bytes" | "records">, intent: Intent): void {
  const text = JSON.stringify(intent);
  ledgerMemory(sql).intending.add(call);
  if (bytes + (text.length + records.length) * BYTES_A_CHARACTER > ROW_IS_TIGHT_BYTES) return intendInTightRow(sql, call, intent);
  sql.exec(`UPDATE bodies SET intent = ? WHERE slot = (SELECT ${SLOT_OF_CALL} FROM calls c WHERE c.call = ?)`, text, call);
}

function intendInTightRow(sql: SqlStorage, call: string, intent: Intent): void {
  const row = readSettling(sql, call);
  if (row === null) return;
  const beside = besideBody(sql, placeOf(row), storedReceipt({ ...row, said: null }), intent);
  sql.exec("UPDATE bodies SET receipt = ?, intent = ? WHERE slot = ?", beside.receipt, beside.intent, placeOf(row));
}

/** Of a pending call. */
export function keepReceipts(sql: SqlStorage, call: string, records: Record<string, Receipt>): void {
  changeReceipt(sql, call, (receipt) => ({ ...receipt, records }));
}
