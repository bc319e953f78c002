import type { HubSpot } from "../../hubspot/http/client.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import { transact } from "../../ledger/counters.ts";
import { readSharedActivity, rememberSharedActivity } from "../../ledger/records/shared-activities.ts";
import { dropClaim } from "../../ledger/unfinished.ts";
import { readMark } from "../../planner/activity/marker.ts";
import type { MatchedAttempt } from "../attempt/attempt.ts";
import { type Claim, readClaims } from "../attempt/claims.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { sharedActivityName } from "../attempt/shared-activity.ts";
import { madeMeanwhile } from "./find-standalone.ts";

/** An activity that the unfinished attempt of another call may have made, and that these calls share with it. */
interface LeftBehind {
  claim: Claim;
  object: string;
  /** The record's name in the mapping. */
  record: string;
}

/**
 * The shared activities that others' unfinished attempts may have made, now that all they sent can be seen: who goes before them finds out in their
 * place, and what is there is known to all from now on. Nothing leads to them from the records of this call, so it is by search. Throws HubSpotFailure.
 */
export async function findLeftBehind(context: PipelineContext, attempts: readonly MatchedAttempt[]): Promise<void> {
  const byName = Map.groupBy(readClaims(context), ({ name }) => name);
  if (byName.size === 0) return;
  const left = attempts.flatMap((attempt) => leftFor(attempt, byName));
  for (const [object, some] of Map.groupBy(left, (each) => each.object)) await findOut(context, object, some);
}

function leftFor(attempt: MatchedAttempt, byName: Map<string, Claim[]>): LeftBehind[] {
  return attempt.mapping.records.flatMap((rule) => {
    const name = rule.kind === "activity" ? sharedActivityName(attempt, rule) : null;
    const claims = name === null ? [] : (byName.get(name) ?? []);
    return claims.filter(({ call }) => call !== attempt.claimed.call).map((claim) => ({ claim, object: rule.object, record: rule.name }));
  });
}

async function findOut({ storage, hubspot }: PipelineContext, object: string, left: LeftBehind[]): Promise<void> {
  const unknown = left.filter(({ claim }) => readSharedActivity(storage.sql, claim.name) === null);
  const made = unknown.length === 0 ? new Map<string, string>() : await markedMeanwhile(hubspot, object, unknown);
  transact(storage, () => {
    for (const { claim, record } of left) {
      const activity = made.get(markOf(claim.call, record));
      const lines = claim.intent.records[record]?.lines ?? [];
      if (activity !== undefined) rememberSharedActivity(storage.sql, claim.name, { object, activity, lines }, claim);
      dropClaim(storage.sql, claim.call, claim.name);
    }
  });
}

/** HubSpot's ids of what was made while those attempts went on, by whose it is. */
async function markedMeanwhile(hubspot: HubSpot, object: string, left: LeftBehind[]): Promise<Map<string, string>> {
  const body = bodyProperty(object);
  const intents = left.map(({ claim }) => claim.intent);
  const made = await madeMeanwhile(hubspot, object, intents, [body]);
  return new Map(
    made.flatMap(({ id, properties }) => {
      const mark = readMark(properties[body] ?? "");
      return mark === null ? [] : [[markOf(mark.callId, mark.record), id] as const];
    }),
  );
}

const markOf = (call: string, record: string): string => JSON.stringify([call, record]);
