import { SLOT_OF_CALL } from "./bodies/bodies.ts";
import { changeReceipt } from "./settle/receipts.ts";

/** Tables that know records by HubSpot's ids; those of the earlier release are there while their rows move over. */
const OF_THE_PORTAL = ["identities", "old_people", "fields", "shared_activities", "shared_attempts", "old_rollups"];

/**
 * Forgets every record of the portal that calls were written to until now: who is which contact, who wrote what last, which note is shared, and
 * what was done for each call. Calls and their bodies stay; a replay writes them to the portal of today as if for the first time.
 */
export function forgetPortalRecords(sql: SqlStorage): void {
  const tables = new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map(({ name }) => name),
  );
  for (const table of OF_THE_PORTAL) if (tables.has(table)) sql.exec(`DELETE FROM ${table}`);
  if (tables.has("old_calls")) sql.exec("UPDATE old_calls SET records = '{}', intent = NULL");
  // What a person has to see to is still to be seen to.
  for (const { call } of sql.exec<{ call: string }>("SELECT call FROM calls WHERE status = 'held'").toArray())
    changeReceipt(sql, call, (receipt) => ({ ...receipt, records: {} }));
  sql.exec("UPDATE calls SET traces = NULL WHERE traces IS NOT NULL");
  sql.exec(`UPDATE bodies AS b SET intent = NULL, receipt = NULL
    WHERE NOT EXISTS (SELECT 1 FROM calls c WHERE c.call = b.call AND c.status = 'held' AND b.slot = ${SLOT_OF_CALL})`);
}
