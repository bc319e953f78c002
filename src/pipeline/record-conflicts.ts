import type { Key } from "../hubspot/model/lookup.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import type { Claims } from "../ledger/queue.ts";
import type { CallAttempt } from "./attempt/attempt.ts";
import { sharedActivityNames } from "./attempt/shared-activity.ts";

/**
 * Two calls that lead to one record are written one after the other, the earlier first: the later one waits for another wave. `busy` are the
 * records of the batches that were on their way while this one's were read: what was read of them may be out of date.
 */
export function oneCallPerRecord(
  works: CallAttempt[],
  hashOf: (key: Key) => string,
  busy: Set<string>,
): { apart: CallAttempt[]; records: Set<string> } {
  const records = new Set<string>();
  const apart = works
    .toSorted((a, b) => a.claimed.startedAt - b.claimed.startedAt)
    .filter((work) => {
      const own = recordsOf(work, hashOf);
      if (own.some((record) => records.has(record) || busy.has(record))) return false;
      for (const record of own) records.add(record);
      return true;
    });
  return { apart, records };
}

/** What a call reads and writes, or, before it exists, the keys by which it is known. */
function recordsOf(work: CallAttempt, hashOf: (key: Key) => string): string[] {
  const found = work.lookups.flatMap((lookup) => {
    const held = work.held[lookup.record];
    return held?.state === "found" ? [`${lookup.object}/${held.record.id}`] : namesOfKeys(lookup, hashOf);
  });
  return [...found, ...sharedActivityNames(work)];
}

/** Until when a call must wait, because one of its keys may lead to what another's cut-off attempt created; 0: not at all. */
export function claimedUntil(claims: Claims, { lookups, intent }: CallAttempt, hashOf: (key: Key) => string): number {
  if (claims.size === 0 || intent !== null) return 0;
  return Math.max(0, ...lookups.flatMap((lookup) => namesOfKeys(lookup, hashOf)).map((name) => claims.get(name) ?? 0));
}
