import type { Problem } from "../../problem/problem.ts";
import { SLOT_OF_CALL, packedBody, slotOf } from "../bodies/bodies.ts";
import { type Packing, unpackSound } from "../bodies/packing.ts";
import type { CountedCall } from "../count-change.ts";
import type { Queued } from "../queue.ts";
import type { HistoryEntry } from "./history.ts";
import { type StandingRow, historyIn } from "./standing.ts";

/** A call's row and its body's. No body: it has been erased. */
export interface Settling extends Queued, CountedCall, StandingRow {
  epoch: number;
  mapping: string | null;
  code: string | null;
  body: ArrayBuffer | null;
  packing: Packing;
  /** 1: its customer has calls that stand behind another. */
  is_followed: number;
}

export const readSettling = (sql: SqlStorage, call: string): Settling | null => readSettlings(sql, [call]).get(call) ?? null;

/** Of several calls: one statement, because each costs as much as a row. */
export function readSettlings(sql: SqlStorage, calls: string[]): Map<string, Settling> {
  const rows = sql.exec<Settling & Record<string, SqlStorageValue>>(
    `SELECT c.call, c.status, c.epoch, c.customer, c.delivery, c.shelf, c.behind, c.started_at, c.day, c.campaign, c.first_delivery, c.mapping, c.code,
       c.traces, b.body, b.packing, b.receipt, b.intent,
       EXISTS (SELECT 1 FROM calls o WHERE o.customer = c.customer AND o.shelf >= 0 AND o.status = 'pending' AND o.behind = 1) AS is_followed
     FROM json_each(?) ids JOIN calls c ON c.call = ids.value LEFT JOIN bodies b ON b.slot = ${SLOT_OF_CALL}`,
    JSON.stringify(calls),
  );
  return new Map(rows.toArray().map((row) => [row.call, row]));
}

export const placeOf = ({ shelf, delivery }: Settling): number => slotOf(shelf, delivery);

interface SettlingBody {
  history: HistoryEntry[];
  /** Null: it cannot be unpacked any more. */
  asSent: Uint8Array | null;
  packed: { body: Uint8Array; packing: Packing };
}

/** Null: it has been erased. */
export function settlingBody({ body, packing, receipt }: Settling): SettlingBody | null {
  if (body === null) return null;
  const bytes = new Uint8Array(body);
  return { history: historyIn(receipt), asSent: unpackSound(bytes, packing), packed: packedBody(bytes, packing) };
}

/** The problem's public code, for filters. */
export const codeOf = (problem: Problem | null): string | null => problem?.code ?? null;
