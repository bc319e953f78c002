import { newSearchCache } from "../hubspot/find/search-keys.ts";
import type { OpenedAttempt, PlannedAttempt } from "./attempt/attempt.ts";
import type { PipelineContext } from "./attempt/context.ts";
import type { Sorted } from "./attempt/dropout.ts";
import { findActivities } from "./find/find-activities.ts";
import { findExisting } from "./find/find-existing.ts";
import { isolateRefusals } from "./isolate-refusals.ts";
import { planAll } from "./plan-attempts.ts";

/**
 * What calls would write as things stand now: looked up in HubSpot and in the ledger, and planned, by the steps that every attempt takes. It ends
 * before anything is begun: nothing is written, and nothing that was found is remembered. Throws HubSpotFailure.
 */
export async function previewAttempts(context: PipelineContext, opened: OpenedAttempt[]): Promise<Sorted<PlannedAttempt>> {
  const matched = await isolateRefusals(opened, (attempts) => findExisting(context, attempts, newSearchCache()));
  const found = await isolateRefusals(matched.attempts, (attempts) => findActivities(context, attempts));
  const planned = await planAll(context, found.attempts);
  return { attempts: planned.attempts, dropouts: [matched, found, planned].flatMap(({ dropouts }) => dropouts) };
}
