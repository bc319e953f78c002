import { type SearchCache, newSearchCache } from "../hubspot/find/search-keys.ts";
import type { SharedSearches } from "../hubspot/find/shared-searches.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import type { Claimed } from "../ledger/queue.ts";
import { problemOf } from "../problem/problem.ts";
import type { FoundAttempt, OpenedAttempt } from "./attempt/attempt.ts";
import { readClaims } from "./attempt/claims.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { isMiscounted } from "./attempt/open-attempt.ts";
import { findActivities } from "./find/find-activities.ts";
import { findExisting, searchAhead } from "./find/find-existing.ts";
import { findLeftBehind } from "./find/find-left-behind.ts";
import { isolateRefusals } from "./isolate-refusals.ts";
import type { Mutex } from "./mutex.ts";
import { openAll } from "./open-attempts.ts";
import { planAll } from "./plan-attempts.ts";
import { type ClaimsAround, oneCallPerRecord, unlessClaimed } from "./record-conflicts.ts";
import { settleDropouts } from "./settle-dropouts.ts";
import { withoutShadow } from "./write/shadow.ts";
import { writeAll } from "./write/write-attempts.ts";

/** Calls that go into HubSpot together, one per customer. */
export interface Batch {
  readonly claimed: Claimed[];
  /** Calls that have gone wrong together with others: nothing else is in flight with them. */
  readonly isSuspect: boolean;
  /** What was looked for ahead of its turn. */
  readonly searchCache: SearchCache;
  /** The records that it reads and writes, or, before they exist, the keys by which they are known. Empty until they are found. */
  records: ReadonlySet<string>;
  /** True until all that it writes to has been read. */
  isFinding: boolean;
}

export const newBatch = (claimed: Claimed[], isSuspect: boolean, searches?: SharedSearches): Batch => ({
  claimed,
  isSuspect,
  searchCache: newSearchCache(searches),
  records: new Set(),
  isFinding: true,
});

/** What a batch shares with the others that are in flight. */
export interface InFlight {
  /** All that are in flight, this one too. */
  batches(): Batch[];
  /** One batch at a time is opened, so that the first one's search goes soon; one is read, and one is written. */
  readonly open: Mutex;
  readonly find: Mutex;
  readonly write: Mutex;
  /** Why no batch may go on, if so. */
  stopped(): Failure | null;
  /** Whether a batch is at work at its calls from now on (`call`: at that one), or waits for HubSpot. */
  enters(batch: Batch, phase: "working" | "waiting", call?: string): Promise<void>;
  /** A batch's records have been read: the next one may begin. */
  onFound(): void;
}

/**
 * Takes a batch all the way into HubSpot: open → search → find → plan → write → settle. Calls of mappings in shadow leave it after the plan. Every step does all the calls together and returns those
 * that go on and those that drop out. Returns what of HubSpot's own trouble stood in the way, or that the key does not work. Never throws for
 * what HubSpot does.
 */
export async function runBatch(shared: PipelineContext, batch: Batch, inFlight: InFlight): Promise<Failure | null> {
  const context = batch.isSuspect ? { ...shared, beginsWork: (call?: string) => inFlight.enters(batch, "working", call) } : shared;
  const dropouts: Dropout[] = [];
  const goOn = <A>(step: Sorted<A>): A[] => {
    dropouts.push(...step.dropouts);
    return step.attempts;
  };
  try {
    const opened = goOn(await inFlight.open.runExclusive(() => openAll(context, batch.claimed)));
    await inFlight.enters(batch, "waiting");
    const around = { atSearch: readClaims(context), searchedAt: context.now() };
    const searched = goOn(await search(context, batch, opened));
    const found = goOn(
      await inFlight.find.runExclusive(() => unlessStopped(inFlight, () => findAll(context, batch, searched, { inFlight, ...around }))),
    );
    await inFlight.enters(batch, "working");
    const planned = goOn(withoutShadow(goOn(await planAll(context, found))));
    await inFlight.enters(batch, "waiting");
    const written = await inFlight.write.runExclusive(() => unlessStopped(inFlight, () => writeAll(context, planned)));
    goOn(written);
    return written.failure;
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    dropouts.push(...postponed(context, batch, dropouts, error.failure));
    return error.failure;
  } finally {
    settleDropouts(context, dropouts);
  }
}

/** What stops one batch stops those behind it before they write or read. */
function unlessStopped<T>(inFlight: InFlight, step: () => Promise<T>): Promise<T> {
  const failure = inFlight.stopped();
  if (failure !== null) throw new HubSpotFailure(failure);
  return step();
}

function search(context: PipelineContext, { searchCache }: Batch, opened: OpenedAttempt[]): Promise<Sorted<OpenedAttempt>> {
  return isolateRefusals(opened, async (attempts) => {
    await searchAhead(context, attempts, searchCache);
    return attempts;
  });
}

async function findAll(
  context: PipelineContext,
  batch: Batch,
  opened: OpenedAttempt[],
  { inFlight, ...around }: { inFlight: InFlight } & Pick<ClaimsAround, "atSearch" | "searchedAt">,
): Promise<Sorted<FoundAttempt>> {
  const others = inFlight.batches().filter((other) => other !== batch);
  const busy = new Set(others.flatMap(({ records }) => [...records]));
  const counted = sorted(opened.map((attempt) => asCounted(context, attempt)));
  const matched = await isolateRefusals(counted.attempts, (attempts) => findExisting(context, attempts, batch.searchCache));
  const inWriting = new Set(others.flatMap(({ claimed, isFinding }) => (isFinding ? [] : claimed.map(({ call }) => call))));
  const unclaimed = unlessClaimed(context, matched.attempts, { inFlight: inWriting, ...around });
  const apart = oneCallPerRecord(context, unclaimed.attempts, busy);
  batch.records = apart.records;
  const found = await isolateRefusals(apart.attempts, async (attempts) => {
    await findLeftBehind(context, attempts);
    return findActivities(context, attempts);
  });
  batch.isFinding = false;
  inFlight.onFound();
  return { attempts: found.attempts, dropouts: [counted, matched, unclaimed, apart, found].flatMap(({ dropouts }) => dropouts) };
}

/** Another attempt for the same lead may have been written while this call waited for its turn: then it is opened anew. */
function asCounted({ storage }: PipelineContext, attempt: OpenedAttempt): OpenedAttempt | Dropout {
  return isMiscounted(storage.sql, attempt) ? { claimed: attempt.claimed, reason: "out_of_turn" } : attempt;
}

/** HubSpot was in the way before anything was written: all that have not dropped out stay as they were, for later. */
function postponed({ now, retryMs }: PipelineContext, batch: Batch, dropouts: Dropout[], failure: Failure): Dropout[] {
  const out = new Set(dropouts.map(({ claimed }) => claimed));
  const answer = "cause" in failure ? problemOf(failure.cause, failure.details) : null;
  return batch.claimed
    .filter((claimed) => !out.has(claimed))
    .map((claimed) => ({ claimed, reason: "postponed", dueAt: now() + retryMs, problem: answer, answer }));
}
