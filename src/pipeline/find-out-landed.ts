import { newSearchCache } from "../hubspot/find/search-keys.ts";
import { transact } from "../ledger/counters.ts";
import { endIntent, keepFoundOut } from "../ledger/unfinished.ts";
import { type StoredCall, readStoredCall } from "../ledger/views/stored-call.ts";
import type { OpenedAttempt } from "./attempt/attempt.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { findActivities } from "./find/find-activities.ts";
import { findExisting } from "./find/find-existing.ts";
import { open } from "./open-attempts.ts";
import { recoverLanded } from "./write/recover-landed.ts";

/**
 * What the unfinished attempt of a call that nobody tries is found to have done becomes part of what the call has written; nothing is written to
 * HubSpot. Null: it is known. A number: only then (ms) all that it sent can be seen. Where no mapping takes the call any more, nothing leads to what it
 * may have made. Throws HubSpotFailure.
 */
export async function findOutLanded(context: PipelineContext, call: string): Promise<number | null> {
  const stored = readStoredCall(context.storage.sql, call);
  if (stored === null || stored.intent === null) return null;
  const opened = open(context, stored);
  if (!("reason" in opened)) await recover(context, stored, opened);
  if (!("reason" in opened) || opened.reason !== "not_landed") return null;
  if (opened.cutOff?.endedAt) endIntent(context.storage.sql, call, opened.cutOff.endedAt);
  return opened.dueAt;
}

async function recover(context: PipelineContext, { call, receipts }: StoredCall, opened: OpenedAttempt): Promise<void> {
  const found = await findActivities(context, await findExisting(context, [opened], newSearchCache()));
  const recovered = found.map((attempt) => recoverLanded({ ...attempt, planned: [], bodyLines: {} }).recovered);
  transact(context.storage, () => keepFoundOut(context.storage.sql, call, Object.assign({}, receipts, ...recovered)));
}
