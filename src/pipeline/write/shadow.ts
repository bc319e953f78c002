import type { Change, Receipt } from "../../ledger/settle/receipt.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { PlannedAttempt } from "../attempt/attempt.ts";
import type { Dropout, Sorted } from "../attempt/dropout.ts";
import { foundRecord } from "../attempt/own-writes.ts";
import { changeOf } from "./intents.ts";
import { whySkipped, wroteSomething } from "./receipts.ts";

/** Calls of mappings in shadow end here: no intent is kept of them, nothing is sent, and the ledger learns nothing about their records. */
export function withoutShadow(attempts: PlannedAttempt[]): Sorted<PlannedAttempt> {
  return {
    attempts: attempts.filter(({ mapping }) => mapping.shadow !== true),
    dropouts: attempts.filter(({ mapping }) => mapping.shadow === true).map(planOnly),
  };
}

function planOnly(attempt: PlannedAttempt): Dropout {
  const { claimed, mapping, planned } = attempt;
  const records = Object.fromEntries(planned.map((record) => [record.name, shadowReceipt(attempt, record)]));
  const problem = planned.find((record) => record.action === "hold" && record.problem)?.problem ?? null;
  const would = problem !== null ? `It would be held: ${problem.message}` : writesAnything(records) ? null : whySkipped(records);
  const warnings = planned.flatMap((record) => record.warnings);
  return { claimed, reason: "shadow", mapping: mapping.name, note: shadowNote(mapping.name, would), records, warnings };
}

/** What is to be created has no id yet. */
const writesAnything = (records: Record<string, Receipt>): boolean =>
  wroteSomething(records) || Object.values(records).some(({ action }) => action === "created");

/** Why a call of a mapping in shadow is skipped; `would`: what would keep it from being written besides. */
export function shadowNote(mapping: string, would: string | null): string {
  const how = "Take `shadow: true` out of that file, deploy, and replay the call to write it.";
  return [`In shadow: “${mapping}” only shows what it would write.`, would, how].filter((part) => part !== null).join(" ");
}

const ACTIONS = { create: "created", update: "updated", unchanged: "unchanged", skip: "skipped", hold: "held" } as const;

/** As a receipt would be. Activities too say what they would hold: in HubSpot there is nothing to look at. */
function shadowReceipt(attempt: PlannedAttempt, { name, object, id, action, decisions, on, why, problem }: PlannedRecord): Receipt {
  const found = foundRecord(attempt, name);
  const written = action === "create" || action === "update" ? decisions.filter(({ written: isWritten }) => isWritten) : [];
  const set = written.map((decision): [string, Change] => [decision.property, { ...changeOf(found, decision), rule: decision.rule }]);
  const kept = decisions.filter((decision) => !decision.written && decision.why !== null);
  const targets = on.flatMap((target) => targetOf(attempt, target));
  const tried = attempt.tried[name] ?? [];
  return {
    object,
    id,
    action: ACTIONS[action],
    ...(set.length > 0 && { set: Object.fromEntries(set) }),
    ...(kept.length > 0 && { kept: Object.fromEntries(kept.map(({ property, why: left }) => [property, left as string])) }),
    ...(why !== null && { why }),
    ...(targets.length > 0 && { on: targets }),
    ...(tried.length > 0 && { tried: [...tried] }),
    ...(problem !== null && { problem }),
  };
}

/** Those that are in HubSpot already. */
function targetOf({ planned }: PlannedAttempt, name: string): string[] {
  const target = planned.find((record) => record.name === name);
  return target?.id ? [`${target.object}/${target.id}`] : [];
}
