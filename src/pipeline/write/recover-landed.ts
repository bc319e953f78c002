import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { Change, Intent, Receipt } from "../../ledger/settle/receipt.ts";
import type { PlannedAttempt, RecoveredAttempt } from "../attempt/attempt.ts";
import { foundRecord, isSeen } from "../attempt/own-writes.ts";

/**
 * What a cut-off attempt is found to have done becomes part of what the call has written, before this attempt's own intent replaces the old
 * one: or the attempt after this one would not know of it any more.
 */
export function recoverLanded(attempt: PlannedAttempt): RecoveredAttempt {
  const landed = Object.entries(attempt.cutOff?.records ?? {}).flatMap(([name, intended]) => {
    const found = foundRecord(attempt, name);
    return found === null ? [] : [[name, receiptOf(attempt, name, intended, found)] as const];
  });
  const recovered = Object.fromEntries(landed);
  return { ...attempt, priorReceipts: { ...attempt.priorReceipts, ...recovered }, recovered };
}

type Intended = Intent["records"][string];

function receiptOf(attempt: PlannedAttempt, name: string, intended: Intended, found: CurrentRecord): Receipt {
  const prior = attempt.priorReceipts[name];
  const set = { ...prior?.set, ...landedChanges(attempt, name, intended, found) };
  const lines = [...new Set([...(prior?.lines ?? []), ...(intended.lines ?? [])])];
  const isCreation = intended.op === "create";
  return {
    ...prior,
    object: intended.object,
    id: found.id,
    action: isCreation || prior?.made === true ? "created" : "updated",
    on: prior?.on ?? [],
    ...(isCreation && { made: true, revision: attempt.claimed.revision }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(lines.length > 0 && { lines }),
  };
}

/** Those of its values that stand there. */
function landedChanges(
  { mapping }: PlannedAttempt,
  name: string,
  { set }: Intended,
  { properties }: CurrentRecord,
): Record<string, Change> {
  const rule = mapping.records.find((record) => record.name === name)?.at ?? "";
  const seen = Object.entries(set).filter(([property, change]) => isSeen(change, properties[property]));
  return Object.fromEntries(seen.map(([property, change]) => [property, { ...change, rule }]));
}
