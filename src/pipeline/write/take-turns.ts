import type { Receipt } from "../../ledger/settle/receipt.ts";
import { takeTurn } from "../../ledger/turns.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { RecoveredAttempt } from "../attempt/attempt.ts";

const OWNER = "hubspot_owner_id";

/** New activities whose owners take turns get the one whose turn it is. A call keeps its owner: a replay, and what comes after an undo, takes no other turn. */
export function takeTurns(sql: SqlStorage, attempt: RecoveredAttempt): RecoveredAttempt {
  if (!attempt.planned.some(({ turns }) => turns !== undefined)) return attempt;
  const given = JSON.parse(attempt.claimed.records) as Record<string, Receipt>;
  const owners = new Map(attempt.planned.flatMap((planned) => ownerInTurn(sql, planned, given[planned.name]?.turn)));
  // A note in which its text goes on is whose the first is.
  return { ...attempt, planned: attempt.planned.map((planned) => ownedBy(planned, owners.get(planned.continues ?? planned.name))) };
}

function ownerInTurn(sql: SqlStorage, { name, turns, action }: PlannedRecord, given: string | undefined): [name: string, owner: string][] {
  if (turns === undefined || action !== "create") return [];
  const { of, owners } = turns;
  return [[name, given !== undefined && owners.includes(given) ? given : (owners[takeTurn(sql, of) % owners.length] as string)]];
}

function ownedBy(planned: PlannedRecord, owner: string | undefined): PlannedRecord {
  if (owner === undefined || planned.action !== "create") return planned;
  return {
    ...planned,
    properties: { ...planned.properties, [OWNER]: owner },
    decisions: planned.decisions.map((decision) => (decision.property === OWNER ? { ...decision, to: owner } : decision)),
  };
}
