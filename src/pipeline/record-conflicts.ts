import { REQUEST_TIMEOUT_MS } from "../hubspot/http/send.ts";
import type { Key } from "../hubspot/model/lookup.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import type { Intent } from "../ledger/settle/receipt.ts";
import type { MatchedAttempt } from "./attempt/attempt.ts";
import { type Claim, leftBehindBy, readClaims } from "./attempt/claims.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { foundRecord } from "./attempt/own-writes.ts";
import { sharedActivityNames } from "./attempt/shared-activity.ts";
import { LANDING_MS } from "./attempt/landing.ts";
import { needsSearch, throughName } from "./write/intents.ts";

/**
 * Two calls that lead to one record are written one after the other, the earlier first: the later one waits for another batch. `busy` are the
 * records of the batches that were on their way while this one's were read: what was read of them may be out of date.
 */
export function oneCallPerRecord(
  { hashOf, claimWaits }: PipelineContext,
  attempts: MatchedAttempt[],
  busy: ReadonlySet<string>,
): Sorted<MatchedAttempt> & { records: Set<string> } {
  const records = new Set<string>();
  const hasWaited = ({ claimed }: MatchedAttempt) => Number(claimWaits.isOver(claimed.call));
  const inOrder = attempts.toSorted((a, b) => hasWaited(b) - hasWaited(a) || a.claimed.startedAt - b.claimed.startedAt);
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

/** What a call reads and writes, or, before it exists, the keys by which it is known; and what its last attempt may have created. */
function recordsOf(attempt: MatchedAttempt, hashOf: (key: Key) => string): string[] {
  const found = attempt.lookups.flatMap((lookup) => {
    const record = foundRecord(attempt, lookup.record);
    return record === null ? namesOfKeys(lookup, hashOf) : [`${lookup.object}/${record.id}`];
  });
  return [...found, ...sharedActivityNames(attempt), ...(attempt.cutOff?.keys ?? [])];
}

/** What is known of claims when a batch has found its records. */
export interface ClaimsAround {
  /** Calls that are being written at the moment. */
  inFlight: ReadonlySet<string>;
  /** The claims that stood when the batch began to search: what it did not find may be there, whatever became of them since. */
  atSearch: readonly Claim[];
  /** ms; when it began to search. */
  searchedAt: number;
}

/**
 * A call that may come upon what another's unfinished attempt created waits until that one has found out: or it would create it a second time. Asked
 * when a batch finds its records, for the other attempt may have ended since this batch began.
 */
export function unlessClaimed(
  context: PipelineContext,
  attempts: MatchedAttempt[],
  { inFlight, atSearch, searchedAt }: ClaimsAround,
): Sorted<MatchedAttempt> {
  const claims = readClaims(context).filter(({ call }) => !inFlight.has(call));
  if (claims.length === 0 && atSearch.length === 0) return { attempts, dropouts: [] };
  const [byName, before] = [Map.groupBy(claims, ({ name }) => name), Map.groupBy(atSearch, ({ name }) => name)];
  return sorted(
    attempts.map((attempt): MatchedAttempt | Dropout => {
      const { claimed, cutOff } = attempt;
      const names = [...recordsOf(attempt, context.hashOf), ...reachedThrough(attempt)];
      const others = (among: Map<string, Claim[]>) =>
        names.flatMap((name) => among.get(name) ?? []).filter(({ call }) => call !== claimed.call);
      const inTheWay = others(byName);
      const dueAt = inTheWay.length === 0 ? 0 : waitsUntil(context, attempt, inTheWay, searchedAt);
      if (dueAt > 0) return { claimed, reason: "not_landed", dueAt, cutOff };
      if (inTheWay.length > 0) return attempt;
      context.claimWaits.forget(claimed.call);
      return others(before).length > 0 ? { claimed, reason: "out_of_turn" } : attempt;
    }),
  );
}

/** When the call is looked at again, ms; 0: now, for nobody else finds out, or it has waited long enough, and all that the others sent can be seen. */
function waitsUntil(context: PipelineContext, { claimed }: MatchedAttempt, claims: Claim[], searchedAt: number): number {
  const [tried, left] = [claims.filter(({ isTried }) => isTried), claims.filter(({ isTried }) => !isTried)];
  const leftUntil = Math.max(0, ...left.map((claim) => leftBehindBy(context, claim)));
  if (leftUntil > searchedAt) return leftUntil;
  return tried.length === 0 ? 0 : waitsForTurns(context, claimed.call, tried);
}

function waitsForTurns(context: PipelineContext, call: string, claims: Claim[]): number {
  const now = context.now();
  const until = Math.max(...claims.map(({ dueAt, intent }) => Math.max(dueAt ?? 0, seenBy(context, intent))));
  // At the very moment at which the other's turn comes: of the two it goes first.
  if (context.claimWaits.isOver(call)) return until > now ? until : 0;
  return Math.max(until, now + context.claimWaits.wait(call));
}

/** By when all that an unfinished attempt sent can be seen, ms. Where nobody knows when it ended, its last request may just have gone out. */
function seenBy({ now, indexLagMs }: PipelineContext, intent: Intent): number {
  return (intent.endedAt ?? now() + REQUEST_TIMEOUT_MS) + (needsSearch(intent) ? indexLagMs : LANDING_MS);
}

/** The records through which others are reached, each with the kind of the other: there it may be created twice. */
function reachedThrough(attempt: MatchedAttempt): string[] {
  return attempt.lookups.flatMap((lookup) => throughName(attempt, lookup, (name) => foundRecord(attempt, name)?.id ?? null) ?? []);
}
