import type { Settlement } from "../../ledger/settlements.ts";
import { type SharedActivity, readSharedActivity } from "../../ledger/shared-activities.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import type { CallAttempt } from "./attempt.ts";

export function sharedActivityName(work: CallAttempt, rule: ActivityRule): string | null {
  if (rule.asks !== undefined) return `${work.claimed.customer}/${rule.name}`;
  return rule.rollUp === "lead" && work.call.leadId !== null ? `${work.call.leadId}/${rule.name}` : null;
}

/** The activities that this call shares with others. */
export function sharedActivityNames(work: CallAttempt): string[] {
  return work.mapping.records.flatMap((rule) => (rule.kind === "activity" ? (sharedActivityName(work, rule) ?? []) : []));
}

/** Whether a later attempt for the same lead has had its say. */
export function isSuperseded(work: CallAttempt, rule: ActivityRule, rollup: SharedActivity): boolean {
  return (
    rule.rollUp !== null &&
    Object.entries(rollup.calls).some(([call, startedAt]) => call !== work.claimed.call && startedAt > work.claimed.startedAt)
  );
}

/** Which attempt this is, where the sender does not count them. */
export function countAttempt(sql: SqlStorage, work: CallAttempt): void {
  const derived = work.call.names["call"] as { attempt?: number | null } | undefined;
  if (!derived || (derived.attempt ?? null) !== null) return;
  for (const rule of work.mapping.records) {
    const name = rule.kind === "activity" && rule.rollUp !== null ? sharedActivityName(work, rule) : null;
    if (name === null) continue;
    const earlier = Object.entries(readSharedActivity(sql, name)?.calls ?? {}).filter(
      ([call, startedAt]) => call !== work.claimed.call && startedAt < work.claimed.startedAt,
    );
    Object.defineProperty(derived, "attempt", { value: earlier.length + 1, enumerable: true, configurable: true });
  }
}

/** Remembers the shared activities that this call wrote. */
export function rememberSharedActivities(sql: SqlStorage, work: CallAttempt, { records }: Settlement): void {
  for (const rule of work.mapping.records) {
    const name = rule.kind === "activity" ? sharedActivityName(work, rule) : null;
    const activity = records[rule.name]?.id;
    if (name === null || !activity) continue;
    const calls = { ...readSharedActivity(sql, name)?.calls, [work.claimed.call]: work.claimed.startedAt };
    sql.exec(
      "INSERT INTO rollups (name, activity, calls) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET activity = excluded.activity, calls = excluded.calls",
      name,
      activity,
      JSON.stringify(calls),
    );
  }
}
