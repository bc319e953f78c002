import type { SearchCache } from "../hubspot/find/search-keys.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { knownIdentities } from "../ledger/identities.ts";
import type { Claimed } from "../ledger/queue.ts";
import type { CallAttempt } from "./attempt/attempt.ts";
import type { PipelineContext } from "./attempt/context.ts";
import { findActivities } from "./find/find-activities.ts";
import type { FindPorts } from "./find/find-context.ts";
import { findExisting, searchAhead } from "./find/find-existing.ts";
import { isolateRefusals } from "./isolate-refusals.ts";
import type { Mutex } from "./mutex.ts";
import { openAll } from "./open-attempts.ts";
import { planAll } from "./plan-attempts.ts";
import { oneCallPerRecord } from "./record-conflicts.ts";
import { problemOf } from "../problem/problem.ts";
import { settleStopped } from "./write/settle.ts";
import { writeAll } from "./write/write-attempts.ts";

/** Calls that go into HubSpot together, one per customer. */
export interface Batch {
  claimed: Claimed[];
  works: CallAttempt[];
  /** What was looked for ahead of its turn. */
  searchCache: SearchCache;
  /** The records that it reads and writes, or, before they exist, the keys by which they are known. Empty until they are found. */
  records: Set<string>;
  /** True until all that it writes to has been read. */
  isFinding: boolean;
}

export const newBatch = (claimed: Claimed[]): Batch => ({
  claimed,
  works: [],
  searchCache: new Map(),
  records: new Set(),
  isFinding: true,
});

/** What a wave shares with the others that are on their way. */
export interface InFlight {
  /** All that are on their way, this one too. */
  batches: Iterable<Batch>;
  /** One wave at a time is read, and one is written. */
  find: Mutex;
  write: Mutex;
  /** Why no wave may go on, if so. */
  stopped(): Failure | null;
  /** A wave's records have been read: the next one may begin. */
  onFound(): void;
}

/**
 * Takes a wave all the way into HubSpot: open → seek → find → plan → write → settle. Every step does all the calls together.
 * Returns what of HubSpot's own trouble stood in the way, or that the key does not work. Never throws for what HubSpot does.
 */
export async function runBatch(ports: PipelineContext, wave: Batch, inFlight: InFlight): Promise<Failure | null> {
  try {
    wave.works = await openAll(ports, wave.claimed);
    await lookFor(ports, wave, (works) => searchAhead(findPorts(ports, wave), works));
    await inFlight.find.runExclusive(() => unlessStopped(inFlight, () => findAll(ports, wave, inFlight)));
    const planned = await planAll(ports, wave.works);
    return await inFlight.write.runExclusive(() => unlessStopped(inFlight, () => writeAll(ports, planned)));
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    postpone(ports, wave.works, error.failure);
    return error.failure;
  }
}

/** What stops one wave stops those behind it before they write or read. */
function unlessStopped<T>({ stopped }: InFlight, work: () => Promise<T>): Promise<T> {
  const failure = stopped();
  if (failure !== null) throw new HubSpotFailure(failure);
  return work();
}

async function findAll(ports: PipelineContext, wave: Batch, inFlight: InFlight): Promise<void> {
  const onTheirWay = [...inFlight.batches].filter((other) => other !== wave);
  await lookFor(ports, wave, (works) => findExisting(findPorts(ports, wave), works));
  const busy = new Set(onTheirWay.flatMap(({ records }) => [...records]));
  const { apart, records } = oneCallPerRecord(wave.works, ports.hashOf, busy);
  Object.assign(wave, { works: apart, records });
  await lookFor(ports, wave, (works) => findActivities(ports.storage.sql, ports.hubspot, works));
  wave.isFinding = false;
  inFlight.onFound();
}

/** Those whose records HubSpot refuses to look for are held; the others go on. */
async function lookFor(ports: PipelineContext, wave: Batch, step: (works: CallAttempt[]) => Promise<void>): Promise<void> {
  wave.works = await isolateRefusals(wave.works, step, ({ claimed, mapping }, problem) =>
    settleStopped(ports, { claimed, status: "held", mapping: mapping.name, problem }),
  );
}

function findPorts({ hubspot, portalSchema, hashOf, storage: { sql } }: PipelineContext, { searchCache }: Batch): FindPorts {
  return { hubspot, portalSchema, hashOf, searchCache, sql, knownIdentities: (people) => knownIdentities(sql, people) };
}

/** HubSpot was in the way before anything was written: everything stays as it was, for later. */
function postpone({ storage, now, retryMs }: PipelineContext, works: CallAttempt[], failure: Failure): void {
  const problem = failure.reason === "key" ? JSON.stringify(problemOf(failure.cause, failure.details)) : null;
  storage.transactionSync(() => {
    for (const { claimed } of works)
      storage.sql.exec(
        "UPDATE calls SET due_at = ?, problem = ? WHERE call = ? AND epoch = ?",
        now() + retryMs,
        problem,
        claimed.call,
        claimed.epoch,
      );
  });
}
