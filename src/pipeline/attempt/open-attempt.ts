import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { hasBody, readBody } from "../../ledger/bodies/bodies.ts";
import type { Claimed } from "../../ledger/queue.ts";
import type { Intent, Receipt } from "../../ledger/settle/receipt.ts";
import { SPOILT, soundIntent } from "../../ledger/settle/standing.ts";
import { countEarlierAttempts } from "../../ledger/records/shared-activities.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import type { Call } from "../../call/call.ts";
import { type Choice, chooseMapping } from "../../planner/choose-mapping.ts";
import { lookupsFor } from "../../planner/lookups.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { OpenedAttempt } from "./attempt.ts";
import type { Dropout } from "./dropout.ts";

/** Opens a stored call: its body (`body`, where it has been read), which attempt for its lead it is, its mapping, and what must be looked up. */
export function openAttempt(
  sql: SqlStorage,
  claimed: Claimed,
  mappings: Mapping[],
  portalSchema: PortalSchema,
  body = readBody(sql, claimed.delivery),
): OpenedAttempt | Dropout {
  const json = jsonOf(sql, claimed, body);
  if ("problem" in json) return held(claimed, null, json.problem);
  const read = parsePostCall(json.body, new Date(claimed.receivedAt).toISOString());
  if (read.kind !== "call") return held(claimed, null, problemOf({ code: "stored_body_not_a_call" }));
  // Under which id it is kept: where another customer's call had the sender's, that is one of ours.
  return openCall(sql, claimed, { ...read.call, id: claimed.call }, mappings, portalSchema);
}

function jsonOf(sql: SqlStorage, { delivery }: Claimed, body: Uint8Array | null): { body: unknown } | { problem: Problem } {
  if (body === null && !hasBody(sql, delivery)) return { problem: problemOf({ code: "body_erased" }) };
  try {
    return { body: JSON.parse(new TextDecoder().decode(body ?? undefined)) as unknown };
  } catch {
    return { problem: problemOf({ code: "stored_unreadable" }) };
  }
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
  const cutOff = soundIntent(claimed.intent);
  const records = recordsOf(claimed);
  if (cutOff === SPOILT || records === null) return held(claimed, mapping.name, problemOf({ code: "stored_unreadable" }));
  const lookups = lookupsFor(call, mapping, portalSchema);
  if ("problem" in lookups) return held(claimed, mapping.name, lookups.problem);
  return {
    claimed,
    call,
    mapping,
    lookups: lookups.lookups,
    priorReceipts: standing(records),
    cutOff: cutOff?.isLost === true ? anyOf(mapping, claimed, cutOff) : cutOff,
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

/** Null: they cannot be read. */
function recordsOf({ records }: Claimed): Record<string, Receipt> | null {
  return records === "" ? null : (JSON.parse(records) as Record<string, Receipt>);
}

/** Nobody knows any more what it wrote: any of the mapping's activities may be there, and any record may have been updated. */
function anyOf({ records }: Mapping, { receivedAt }: Claimed, lost: Intent): Intent {
  const ops = records.map(({ name, object, kind }) => {
    const op = kind === "activity" ? ("create" as const) : ("update" as const);
    return [name, { object, op, id: null, set: {} }] as const;
  });
  return { ...lost, at: receivedAt, records: Object.fromEntries(ops) };
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
