import { readPortal, writePortal } from "../ledger/portal-values.ts";
import { type Problem, problemOf } from "../problem/problem.ts";

/** An operator's word that nothing is to be written: deliveries are kept. Stands in the `portal` table, so that no restart forgets it. */
export interface OperatorPause {
  /** Of the operator's own making; "" where none was given. */
  reason: string;
  /** ms */
  since: number;
}

/** What an operator is told. */
export interface PauseView {
  status: "paused" | "resumed";
  reason: string | null;
  since: string | null;
  /** Whether calls are still on their way: what was begun before is brought to its end. */
  writing: boolean;
}

const NAME = "operator_pause";
/** A sentence, not a document. */
const LONGEST_REASON = 300;

export const readPause = (sql: SqlStorage): OperatorPause | null => readPortal<OperatorPause>(sql, NAME);

/** Returns the pause; one that stands already keeps its beginning. */
export function pauseWriting(sql: SqlStorage, reason: string, now: number): OperatorPause {
  const pause = { reason: reason.trim().slice(0, LONGEST_REASON), since: readPause(sql)?.since ?? now };
  writePortal(sql, NAME, pause);
  return pause;
}

/** Returns what stood. */
export function resumeWriting(sql: SqlStorage): OperatorPause | null {
  const pause = readPause(sql);
  writePortal(sql, NAME, null);
  return pause;
}

export const problemOfPause = ({ reason }: OperatorPause): Problem =>
  problemOf({ code: "paused_by_operator", ...(reason !== "" && { reason }) });
