import { readReceipt } from "../bodies/packed-receipt.ts";
import type { HistoryEntry } from "./history.ts";
import type { Intent, Receipt, StoredReceipt } from "./receipt.ts";
import { unpackTraces } from "./traces.ts";

/** What a call has written and set out to write, as it is stored. */
export interface StandingRow {
  receipt: string | ArrayBuffer | null;
  intent: string | null;
  traces: ArrayBuffer | null;
}

/** What a call has written, and what an attempt of it may have. */
export interface Standing {
  records: Record<string, Receipt>;
  history: HistoryEntry[];
  intent: Intent | null;
}

/**
 * Of a row that has been spoilt, by a disk or a bug, what can still be read. What cannot is unknown, which is not the same as nothing: the next
 * attempt looks for what the call may have made. `now`: ms; it was made no later.
 */
export function standingIn({ receipt, intent, traces }: StandingRow, now: number): Standing {
  const stored = soundReceipt(receipt);
  const intended = soundIntent(intent);
  const { records, history = [] }: Partial<StoredReceipt> = stored === SPOILT ? {} : (stored ?? {});
  return {
    records: records ?? soundTraces(traces),
    history,
    intent: stored === SPOILT || intended === SPOILT ? { at: 0, endedAt: now, records: {}, isLost: true } : intended,
  };
}

export function historyIn(receipt: string | ArrayBuffer | null): HistoryEntry[] {
  const stored = soundReceipt(receipt);
  return (stored !== SPOILT && stored?.history) || [];
}

/** What stands in its place cannot be read. */
export const SPOILT: unique symbol = Symbol("spoilt");

/** Null: nothing yet, or erased. */
export const soundReceipt = (stored: string | ArrayBuffer | null): StoredReceipt | null | typeof SPOILT =>
  orSpoilt(() => readReceipt(stored));

/** Null: there is none. */
export const soundIntent = (stored: string | null): Intent | null | typeof SPOILT =>
  stored === null ? null : orSpoilt(() => JSON.parse(stored) as Intent);

/** None where they cannot be read either. */
export function soundTraces(traces: ArrayBuffer | null): Record<string, Receipt> {
  const records = tracesOrSpoilt(traces);
  return records === SPOILT ? {} : records;
}

export const tracesOrSpoilt = (traces: ArrayBuffer | null): Record<string, Receipt> | typeof SPOILT => orSpoilt(() => unpackTraces(traces));

/** What an erased call says of itself. */
export const soundWords = (said: string | null): Partial<StoredReceipt> | typeof SPOILT =>
  said === null ? {} : orSpoilt(() => JSON.parse(said) as Partial<StoredReceipt>);

function orSpoilt<T>(read: () => T): T | typeof SPOILT {
  try {
    return read();
  } catch {
    return SPOILT;
  }
}
