import { packedBody } from "../bodies/bodies.ts";
import type { Packing } from "../bodies/packing.ts";
import type { Intent, StoredReceipt } from "./receipt.ts";
import { packTraces, unpackTraces } from "./traces.ts";

/** A row holds 2 MB; ids and numbers need some of it. */
const ROW_IS_FULL_BYTES = 1_950_000;

/** As they go into a row of bodies. */
interface BesideBody {
  receipt: string;
  intent: string | null;
}

/**
 * What goes beside a pending call's body, which may be nearly as large as its row: where both do not fit, the body is packed, and where that is not
 * enough, values leave the receipt as they do when they are erased. `slot`: where the body stands; `intent`: JSON, where it is text already.
 */
export function besideBody(sql: SqlStorage, slot: number, receipt: StoredReceipt, intent: Intent | string | null): BesideBody {
  const beside = {
    receipt: JSON.stringify(receipt),
    intent: intent === null || typeof intent === "string" ? intent : JSON.stringify(intent),
  };
  if (makeRoom(sql, slot, beside)) return beside;
  return { ...beside, receipt: JSON.stringify({ ...receipt, records: unpackTraces(packTraces(receipt.records)) }) };
}

/** Whether it fits, the body packed if it must be. */
function makeRoom(sql: SqlStorage, slot: number, { receipt, intent }: BesideBody): boolean {
  const bytes = Buffer.byteLength(receipt) + Buffer.byteLength(intent ?? "");
  return bytes + bodyBytes(sql, slot) <= ROW_IS_FULL_BYTES || bytes + packBody(sql, slot) <= ROW_IS_FULL_BYTES;
}

function bodyBytes(sql: SqlStorage, slot: number): number {
  return sql.exec<{ bytes: number }>("SELECT length(body) AS bytes FROM bodies WHERE slot = ?", slot).toArray()[0]?.bytes ?? 0;
}

/** How many bytes it takes then. */
function packBody(sql: SqlStorage, slot: number): number {
  const row = sql.exec<{ body: ArrayBuffer; packing: Packing }>("SELECT body, packing FROM bodies WHERE slot = ?", slot).toArray()[0];
  if (row === undefined) return 0;
  const { body, packing } = packedBody(new Uint8Array(row.body), row.packing);
  sql.exec("UPDATE bodies SET packing = ?, body = ? WHERE slot = ?", packing, body, slot);
  return body.byteLength;
}
