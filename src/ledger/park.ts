/** Holds a call that is on its way, whatever it waits for: only a replay tries it again. What an attempt of it does meanwhile is kept, and nothing more. */
export function park(sql: SqlStorage, call: string, now: number, problem: object): void {
  sql.exec(
    `UPDATE calls SET status = 'held', verb = NULL, problem = ?, note = NULL, settled_at = ?, epoch = epoch + 1
     WHERE call = ? AND status IN ('pending', 'waiting', 'undoing')`,
    JSON.stringify(problem),
    now,
    call,
  );
}
