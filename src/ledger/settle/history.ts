import type { Details, Problem } from "../../problem/problem.ts";
import type { StoredReceipt } from "./receipt.ts";

/**
 * How something that was tried with a call ended. `delivered`: an earlier body came, a later one has taken its place. `looks_again`: a record was
 * not where it was read. `not_landed`: what was sent before cannot be seen yet. `overtaken`: somebody else decided about the call meanwhile.
 */
export type HistoryOutcome =
  | "delivered"
  | "written"
  | "held"
  | "skipped"
  | "waiting"
  | "trouble"
  | "looks_again"
  | "not_landed"
  | "overtaken"
  | "undone"
  | "moved";

/** One line of a call's history. Holds codes, ids and times: nothing that came with the call. Erased with its body. */
export interface HistoryEntry {
  /** ms; when it ended. */
  at: number;
  outcome: HistoryOutcome;
  /** The records that this attempt wrote, by their names in the mapping. `landed`: written by the attempt before, whose answer was lost. */
  wrote?: Record<string, "created" | "updated" | "landed">;
  /** What HubSpot answered, or what was in the way: a public code, what stands beside it, and what HubSpot's support asks for. */
  code?: string;
  params?: Problem["params"];
  details?: Details;
  /** ms; when it is tried again. */
  nextAt?: number;
}

/** An outage may last: the latest tell enough. */
const MOST_ENTRIES = 20;

/** What is kept of a call, with one more line in its history. */
export function withEntry(receipt: StoredReceipt, entry: HistoryEntry): StoredReceipt {
  return { ...receipt, history: [...(receipt.history ?? []), entry].slice(-MOST_ENTRIES) };
}

/** What a line keeps of a problem: its sentences are made where they are read. */
export function cameOf(problem: Problem | null): Pick<HistoryEntry, "code" | "params" | "details"> {
  const { code, params, details } = problem ?? {};
  return { ...(code !== undefined && { code }), ...(params && { params }), ...(details && { details }) };
}
