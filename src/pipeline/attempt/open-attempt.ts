import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { readBody } from "../../ledger/bodies/bodies.ts";
import type { Claimed } from "../../ledger/queue.ts";
import type { Intent, Receipt } from "../../ledger/settle/receipt.ts";
import { countEarlierAttempts } from "../../ledger/records/shared-activities.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import type { Call } from "../../call/call.ts";
import { type Choice, chooseMapping } from "../../planner/choose-mapping.ts";
import { lookupsFor } from "../../planner/lookups.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { OpenedAttempt } from "./attempt.ts";
import type { Dropout } from "./dropout.ts";

/** Opens a stored call: its body, which attempt for its lead it is, its mapping, and what must be looked up. */
export function openAttempt(sql: SqlStorage, claimed: Claimed, mappings: Mapping[], portalSchema: PortalSchema): OpenedAttempt | Dropout {
  const body = readBody(sql, claimed.delivery);
  if (body === null) return held(claimed, null, problemOf({ code: "body_erased" }));
  const read = parsePostCall(JSON.parse(new TextDecoder().decode(body)), new Date(claimed.receivedAt).toISOString());
  if (read.kind !== "call") return held(claimed, null, problemOf({ code: "stored_body_not_a_call" }));
  // Under which id it is kept: where another customer's call had the sender's, that is one of ours.
  return openCall(sql, claimed, { ...read.call, id: claimed.call }, mappings, portalSchema);
}

/** The same of a call that has been read. */
export function openCall(
  sql: SqlStorage,
  claimed: Claimed,
  call: Call,
  mappings: Mapping[],
  portalSchema: PortalSchema,
): OpenedAttempt | Dropout {
  // Before anything reads the call: a mapping's `when` may ask which attempt it is, and so may that of a record that is to be looked up.
  const earlierAttempts = earlierAttemptsOf(sql, claimed, call, mappings);
  if (earlierAttempts !== null) Object.assign(call.names["call"] as object, { attempt: earlierAttempts + 1 });
  const { mapping, passed } = chooseMapping(call, mappings);
  if (mapping === null) return { claimed, reason: "skipped", note: notTaken(passed) };
  const lookups = lookupsFor(call, mapping, portalSchema);
  if ("problem" in lookups) return held(claimed, mapping.name, lookups.problem);
  return {
    claimed,
    call,
    mapping,
    lookups: lookups.lookups,
    priorReceipts: standing(JSON.parse(claimed.records) as Record<string, Receipt>),
    cutOff: claimed.intent === null ? null : (JSON.parse(claimed.intent) as Intent),
    earlierAttempts,
  };
}

/** The sender's own count goes before ours. Only what the attempts for a lead share lets us count them. */
function earlierAttemptsOf(sql: SqlStorage, claimed: Claimed, { leadId, names }: Call, mappings: Mapping[]): number | null {
  const said = (names["call"] as { attempt?: number | null } | undefined)?.attempt ?? null;
  const isCounted = mappings.some(({ records }) => records.some((rule) => rule.kind === "activity" && rule.rollUp === "lead"));
  return said !== null || leadId === null || !isCounted ? null : countEarlierAttempts(sql, leadId, claimed);
}

/** Whether another attempt for the same lead was written since the call was opened. */
export function isMiscounted(sql: SqlStorage, { claimed, call, earlierAttempts }: OpenedAttempt): boolean {
  return earlierAttempts !== null && call.leadId !== null && countEarlierAttempts(sql, call.leadId, claimed) !== earlierAttempts;
}

function standing(records: Record<string, Receipt>): Record<string, Receipt> {
  return Object.fromEntries(Object.entries(records).filter(([, receipt]) => receipt.undone === undefined));
}

function held(claimed: Claimed, mapping: string | null, problem: Problem): Dropout {
  return { claimed, reason: "held", mapping, problem };
}

function notTaken(passed: Choice["passed"]): string {
  return passed.length === 0
    ? "There is no mapping."
    : `No mapping wanted it: ${passed.map(({ name, why }) => `${name}: ${why}`).join("; ")}`;
}
