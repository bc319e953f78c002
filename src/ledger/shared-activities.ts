import type { Receipt } from "./receipt.ts";

/** The attempts for one campaign lead that share a note, or the calls of one customer that share a question. */
export interface SharedActivity {
  activity: string;
  /** Call -> when it began, ms. */
  calls: Record<string, number>;
}

/** The lines that the calls which share an activity have written into it. */
export function sharedLines(sql: SqlStorage, record: string, { calls }: SharedActivity): number[] {
  const rows = sql.exec<{ records: string }>(
    "SELECT records FROM calls WHERE call IN (SELECT value FROM json_each(?))",
    JSON.stringify(Object.keys(calls)),
  );
  const receipts = rows.toArray().map(({ records }) => (JSON.parse(records) as Record<string, Receipt>)[record]);
  return [...new Set(receipts.flatMap((receipt) => receipt?.lines ?? []))];
}

export function readSharedActivity(sql: SqlStorage, name: string): SharedActivity | null {
  const row = sql.exec<{ activity: string; calls: string }>("SELECT activity, calls FROM rollups WHERE name = ?", name).toArray()[0];
  return row === undefined ? null : { activity: row.activity, calls: JSON.parse(row.calls) as SharedActivity["calls"] };
}
