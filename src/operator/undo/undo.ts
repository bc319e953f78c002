import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { type UndoWork, isStillAsked, keepUndone, settleUndone } from "../../ledger/asked/undo-queue.ts";
import { undoRecord } from "./undo-record.ts";

/** What takes back, or moves, what calls have written. */
export interface UndoContext {
  sql: SqlStorage;
  hubspot: HubSpot;
  now(): number;
}

/** Said of a call that an operator took back. */
export const UNDONE = "Undone by an operator. A replay writes it again.";

/**
 * Takes back what one call wrote, record by record. What is done is kept at once, so that a cut, a replay or a revision in between loses
 * nothing of it; whoever asks for something else meanwhile ends it. Throws HubSpotFailure; to begin again is harmless.
 */
export async function undoCall({ sql, hubspot, now }: UndoContext, work: UndoWork): Promise<void> {
  // Activities first: a contact is not archived under its note.
  for (const [name, receipt] of Object.entries(work.records).toReversed()) {
    if (receipt.id === null || isUndone(receipt)) continue;
    if (!isStillAsked(sql, work)) return;
    keepUndone(sql, work.call, name, receipt.id, await undoRecord(sql, hubspot, { call: work.call, receipt, id: receipt.id }));
  }
  settleUndone(sql, work, now(), UNDONE);
}

/** Whether nothing is left to undo of it. What was created and left may be free by now: other calls are undone too. */
export function isUndone({ id, undone, made }: Receipt): boolean {
  return id === null || (undone !== undefined && !(made === true && undone.left !== undefined));
}
