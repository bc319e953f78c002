import { headOfQueue } from "../ledger/queue.ts";
import type { StoredCall } from "../ledger/views/stored-call.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import type { PortalWait } from "./health/portal-wait.ts";

/**
 * Why a call is not in HubSpot yet, and until when (ms; null: until a person says so). What the whole portal waits for comes first, for nothing
 * else can go on before that. `problem` null: it is simply next.
 */
export function whyPending(
  sql: SqlStorage,
  stored: StoredCall,
  wait: PortalWait | null,
): { problem: Problem | null; until: number | null } {
  const dueAt = stored.dueAt ?? stored.receivedAt;
  const forSomebody = stored.problem?.who === undefined ? null : stored.problem;
  if (wait !== null) return { problem: forSomebody ?? wait.problem, until: wait.until === null ? null : Math.max(dueAt, wait.until) };
  return { problem: forSomebody ?? ownReason(sql, stored) ?? stored.problem, until: dueAt };
}

function ownReason(sql: SqlStorage, { call, customer, status, verb, behind, intent, dueAt }: StoredCall): Problem | null {
  if (status === "undoing") return problemOf({ code: verb === "move" ? "is_being_moved" : "is_being_undone" });
  if (status !== "pending") return null;
  if (behind) {
    const earlier = headOfQueue(sql, customer);
    return earlier === null || earlier === call ? null : problemOf({ code: "waits_for_earlier_call", call: earlier });
  }
  return intent !== null && dueAt !== null ? problemOf({ code: "finds_out_what_landed" }) : null;
}
