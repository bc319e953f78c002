/** Objects of which it is known that nothing is left to move. */
const hasNone = new WeakSet<SqlStorage>();

/** A slice takes a few hundredths of a second. */
const ROWS_A_SLICE = 2_000;

/** Whether identities of the earlier release are still to be moved. */
export function hasOldIdentities(sql: SqlStorage): boolean {
  if (!hasNone.has(sql) && sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'old_people'").toArray().length === 0) hasNone.add(sql);
  return !hasNone.has(sql);
}

/** Moves those of some keys now, for somebody asks for them. */
export function bringIdentities(sql: SqlStorage, keys: string[]): void {
  if (hasOldIdentities(sql)) move(sql, "SELECT value FROM json_each(?)", JSON.stringify(keys));
}

/** Moves some rows. Returns whether there may be more. */
export function moveIdentities(sql: SqlStorage): boolean {
  if (!hasOldIdentities(sql)) return false;
  if (move(sql, "SELECT person FROM old_people LIMIT ?", ROWS_A_SLICE) > 0) return true;
  sql.exec("DROP TABLE old_people");
  return false;
}

/** What is there already is newer. Returns how many were moved. */
function move(sql: SqlStorage, which: string, bound: string | number): number {
  const these = `FROM old_people WHERE person IN (${which})`;
  sql.exec(
    `INSERT OR IGNORE INTO identities (person, contact, how)
     SELECT substr(person, 1, 12), contact, CASE how WHEN 'found' THEN 0 WHEN 'created' THEN 1 WHEN 'chosen' THEN 2 ELSE 3 END ${these}`,
    bound,
  );
  return sql.exec(`DELETE ${these}`, bound).rowsWritten;
}
