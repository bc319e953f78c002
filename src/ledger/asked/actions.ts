import type { Problem } from "../../problem/problem.ts";
/** An operator's deed over many calls. The set is frozen when it is made. */
export interface Action {
  action: string;
  do: "replay" | "undo";
  /** Whose token it was. */
  who: string;
  /** ms */
  startedAt: number;
  endedAt: number | null;
  calls: number;
  /** Ids, in the order of their turn. */
  waiting: string[];
  /** Ids that were asked for and are on their way. */
  running: string[];
  done: number;
  failed: number;
  /** The first of them. */
  failures: { call: string; why: string; problem?: Pick<Problem, "code" | "params"> }[];
}

interface Row extends Record<string, SqlStorageValue> {
  action: string;
  state: string;
}

export function readAction(sql: SqlStorage, action: string): Action | null {
  return parsed(sql.exec<Row>("SELECT action, state FROM actions WHERE action = ?", action).toArray()[0]);
}

/** The oldest that has not come to its end. */
export function activeAction(sql: SqlStorage): Action | null {
  return parsed(sql.exec<Row>("SELECT action, state FROM actions WHERE active = 1 ORDER BY started_at LIMIT 1").toArray()[0]);
}

const parsed = (row: Row | undefined): Action | null =>
  row === undefined ? null : { ...(JSON.parse(row.state) as Action), action: row.action };

export function keepAction(sql: SqlStorage, action: Action): void {
  sql.exec(
    "INSERT INTO actions (action, started_at, active, state) VALUES (?, ?, ?, ?) ON CONFLICT (action) DO UPDATE SET active = excluded.active, state = excluded.state",
    action.action,
    action.startedAt,
    action.endedAt === null ? 1 : 0,
    JSON.stringify(action),
  );
}

/** So that the calls of an action are found by its id. */
export function markAction(sql: SqlStorage, calls: string[], action: string): void {
  sql.exec("UPDATE calls SET action = ? WHERE call IN (SELECT value FROM json_each(?))", action, JSON.stringify(calls));
}
