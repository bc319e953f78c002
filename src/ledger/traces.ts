import { coarse } from "../hubspot/model/body-lines.ts";
import type { Receipt } from "./receipt.ts";

const KEPT = ["object", "id", "action", "on", "made", "revision", "undone", "deleted"] as const;

/**
 * What stays of a call's receipts when they are erased. Besides the ids, what a late revision must know so as to spoil nothing, and what tells
 * of nobody: the names of the properties that were written, and of each line in a note so little of its hash that a guess cannot be confirmed by it.
 */
export function tracesOf(records: Record<string, Receipt>): Record<string, Receipt> {
  return Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, traceOf(receipt)]));
}

function traceOf({ set, erased = [], lines, ...receipt }: Receipt): Receipt {
  const kept = Object.fromEntries(Object.entries(receipt).filter(([key]) => (KEPT as readonly string[]).includes(key)));
  const wrote = [...new Set([...erased, ...Object.keys(set ?? {})])];
  return { ...(kept as unknown as Receipt), ...(wrote.length > 0 && { erased: wrote }), ...(lines && { lines: lines.map(coarse) }) };
}
