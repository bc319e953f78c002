/**
 * Forgets every record of the portal that calls were written to until now: who is which contact, who wrote what last, which note is shared, and
 * what was done for each call. Calls and their bodies stay; a replay writes them to the portal of today as if for the first time.
 */
export function forgetPortalRecords(sql: SqlStorage): void {
  sql.exec("DELETE FROM people");
  sql.exec("DELETE FROM fields");
  sql.exec("DELETE FROM rollups");
  sql.exec("UPDATE calls SET records = '{}', intent = NULL WHERE records <> '{}' OR intent IS NOT NULL");
}
