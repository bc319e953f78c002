import type { SharedActivity } from "../../ledger/records/shared-activities.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import type { OpenedAttempt } from "./attempt.ts";

/** The name under which the ledger knows an activity that several calls share: the attempts for a lead, or a customer's calls. Null: it is this call's alone. */
export function sharedActivityName({ claimed, call }: Pick<OpenedAttempt, "claimed" | "call">, rule: ActivityRule): string | null {
  if (rule.asks !== undefined) return `${claimed.customer}/${rule.name}`;
  return rule.rollUp === "lead" && call.leadId !== null ? `${call.leadId}/${rule.name}` : null;
}

/** The activities that this call shares with others. */
export function sharedActivityNames(attempt: OpenedAttempt): string[] {
  return attempt.mapping.records.flatMap((rule) => (rule.kind === "activity" ? (sharedActivityName(attempt, rule) ?? []) : []));
}

/** Whether a later attempt for the same lead has had its say. */
export function isSuperseded({ claimed }: OpenedAttempt, rule: ActivityRule, { latest }: SharedActivity): boolean {
  return rule.rollUp !== null && latest.call !== claimed.call && latest.startedAt > claimed.startedAt;
}
