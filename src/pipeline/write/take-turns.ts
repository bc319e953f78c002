import type { Receipt } from "../../ledger/settle/receipt.ts";
import { takeTurn } from "../../ledger/turns.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { RecoveredAttempt } from "../attempt/attempt.ts";

const OWNER = "hubspot_owner_id";

/** New activities whose owners take turns get the one whose turn it is. A call keeps its owner: a replay, and what comes after an undo, takes no other turn. */
export function takeTurns(sql: SqlStorage, attempt: RecoveredAttempt): RecoveredAttempt {
  if (!attempt.planned.some(({ turns }) => turns !== undefined)) return attempt;
  const given = JSON.parse(attempt.claimed.records) as Record<string, Receipt>;
  return { ...attempt, planned: attempt.planned.map((planned) => withOwner(sql, planned, given[planned.name]?.turn)) };
}

function withOwner(sql: SqlStorage, planned: PlannedRecord, given: string | undefined): PlannedRecord {
  const { turns, action } = planned;
  if (turns === undefined || action !== "create") return planned;
  const isThere = given !== undefined && turns.owners.includes(given);
  const owner = isThere ? given : (turns.owners[takeTurn(sql, turns.of) % turns.owners.length] as string);
  return {
    ...planned,
    properties: { ...planned.properties, [OWNER]: owner },
    decisions: planned.decisions.map((decision) => (decision.property === OWNER ? { ...decision, to: owner } : decision)),
  };
}
