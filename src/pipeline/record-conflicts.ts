import { REQUEST_TIMEOUT_MS } from "../hubspot/http/send.ts";
import type { Key } from "../hubspot/model/lookup.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import { readUnfinished } from "../ledger/queue.ts";
import type { Intent } from "../ledger/settle/receipt.ts";
import type { MatchedAttempt } from "./attempt/attempt.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { foundRecord } from "./attempt/own-writes.ts";
import { sharedActivityNames } from "./attempt/shared-activity.ts";
import { LANDING_MS, needsSearch, throughName } from "./write/intents.ts";

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

/**
 * A call that may come upon what another's unfinished attempt created waits until that can be seen: or it would create it a second time. Asked when a
 * batch finds its records, for the other attempt may have ended since this batch began. `inFlight`: calls that are being written at the moment.
 */
export function unlessClaimed(context: PipelineContext, attempts: MatchedAttempt[], inFlight: ReadonlySet<string>): Sorted<MatchedAttempt> {
  const { storage, hashOf, now } = context;
  const claims = new Map<string, number>();
  for (const { call, dueAt, intent } of readUnfinished(storage.sql)) {
    const until = inFlight.has(call) ? 0 : Math.max(dueAt ?? 0, seenBy(context, intent));
    for (const name of intent.keys ?? []) claims.set(name, Math.max(until, claims.get(name) ?? 0));
  }
  return sorted(
    attempts.map((attempt): MatchedAttempt | Dropout => {
      const { claimed, cutOff } = attempt;
      if (cutOff !== null || claims.size === 0) return attempt;
      const names = [...recordsOf(attempt, hashOf), ...reachedThrough(attempt)];
      const dueAt = Math.max(0, ...names.map((name) => claims.get(name) ?? 0));
      return dueAt <= now() ? attempt : { claimed, reason: "not_landed", dueAt, cutOff };
    }),
  );
}

/** By when all that an unfinished attempt sent can be seen, ms. Where nobody knows when it ended, its last request may just have gone out. */
function seenBy({ now, indexLagMs }: PipelineContext, intent: Intent): number {
  return (intent.endedAt ?? now() + REQUEST_TIMEOUT_MS) + (needsSearch(intent) ? indexLagMs : LANDING_MS);
}

/** The records through which others are reached, each with the kind of the other: there it may be created twice. */
function reachedThrough(attempt: MatchedAttempt): string[] {
  return attempt.lookups.flatMap((lookup) => throughName(attempt, lookup, (name) => foundRecord(attempt, name)?.id ?? null) ?? []);
}
