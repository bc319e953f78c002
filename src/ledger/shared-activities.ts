import type { Claimed } from "./queue.ts";
import type { Receipt } from "./receipt.ts";

/** The attempts for one campaign lead that share a note, or the calls of one customer that share a question. */
export interface SharedActivity {
  /** HubSpot's id. */
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

/** A call has written an activity that it shares with others. */
export function rememberSharedActivity(sql: SqlStorage, name: string, activity: string, { call, startedAt }: Claimed): void {
  const calls = { ...readSharedActivity(sql, name)?.calls, [call]: startedAt };
  sql.exec(
    "INSERT INTO rollups (name, activity, calls) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET activity = excluded.activity, calls = excluded.calls",
    name,
    activity,
    JSON.stringify(calls),
  );
}

/** The names of all that the attempts for a lead share begin with the lead and a slash; the sign after the slash ends them. */
const [BEGIN, END] = ["/", "0"];

/** How many calls for the lead began before this one, of those that have written what they share. */
export function countEarlierAttempts(sql: SqlStorage, lead: string, { call, startedAt }: Claimed): number {
  const rows = sql.exec<{ calls: string }>("SELECT calls FROM rollups WHERE name >= ? AND name < ?", lead + BEGIN, lead + END);
  const all = Object.assign({}, ...rows.toArray().map(({ calls }) => JSON.parse(calls))) as SharedActivity["calls"];
  return Object.entries(all).filter(([other, at]) => other !== call && at < startedAt).length;
}
