import type { Key } from "../hubspot/model/lookup.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import type { Claims } from "../ledger/queue.ts";
import type { MatchedAttempt, OpenedAttempt } from "./attempt/attempt.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { foundRecord } from "./attempt/own-writes.ts";
import { sharedActivityNames } from "./attempt/shared-activity.ts";

/**
 * Two calls that lead to one record are written one after the other, the earlier first: the later one waits for another batch. `busy` are the
 * records of the batches that were on their way while this one's were read: what was read of them may be out of date.
 */
export function oneCallPerRecord(
  attempts: MatchedAttempt[],
  hashOf: (key: Key) => string,
  busy: ReadonlySet<string>,
): Sorted<MatchedAttempt> & { records: Set<string> } {
  const records = new Set<string>();
  const inOrder = attempts.toSorted((a, b) => a.claimed.startedAt - b.claimed.startedAt);
  const apart = sorted(
    inOrder.map((attempt): MatchedAttempt | Dropout => {
      const own = recordsOf(attempt, hashOf);
      if (own.some((record) => records.has(record) || busy.has(record))) return { claimed: attempt.claimed, reason: "out_of_turn" };
      for (const record of own) records.add(record);
      return attempt;
    }),
  );
  return { ...apart, records };
}

/** What a call reads and writes, or, before it exists, the keys by which it is known. */
function recordsOf(attempt: MatchedAttempt, hashOf: (key: Key) => string): string[] {
  const found = attempt.lookups.flatMap((lookup) => {
    const record = foundRecord(attempt, lookup.record);
    return record === null ? namesOfKeys(lookup, hashOf) : [`${lookup.object}/${record.id}`];
  });
  return [...found, ...sharedActivityNames(attempt)];
}

/** Until when a call must wait, because one of its keys may lead to what another's cut-off attempt created; 0: not at all. ms */
export function claimedUntil(claims: Claims, { lookups, cutOff }: OpenedAttempt, hashOf: (key: Key) => string): number {
  if (claims.size === 0 || cutOff !== null) return 0;
  return Math.max(0, ...lookups.flatMap((lookup) => namesOfKeys(lookup, hashOf)).map((name) => claims.get(name) ?? 0));
}
