/** Few values that belong to the portal as a whole. */
export function readPortal<T>(sql: SqlStorage, name: string): T | null {
  const row = sql.exec<{ value: string }>("SELECT value FROM portal WHERE name = ?", name).toArray()[0];
  return row === undefined ? null : (JSON.parse(row.value) as T);
}

export function writePortal(sql: SqlStorage, name: string, value: unknown): void {
  if (value === null) sql.exec("DELETE FROM portal WHERE name = ?", name);
  else
    sql.exec(
      "INSERT INTO portal (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      JSON.stringify(value),
    );
}
