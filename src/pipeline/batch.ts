import type { Hints } from "../hubspot/find/search-keys.ts";
import { type Failure, HubSpotFailure } from "../hubspot/http/failure.ts";
import { knownPeople } from "../ledger/identities.ts";
import type { Claimed } from "../ledger/queue.ts";
import type { Work } from "./attempt/attempt.ts";
import type { WavePorts } from "./attempt/context.ts";
import { findActivities } from "./find/find-activities.ts";
import type { FindPorts } from "./find/find-context.ts";
import { findHeld, seekHeld } from "./find/find-existing.ts";
import { sparing } from "./isolate-refusals.ts";
import type { Turnstile } from "./mutex.ts";
import { openAll } from "./open-attempts.ts";
import { planAll } from "./plan-attempts.ts";
import { oneCallPerRecord } from "./record-conflicts.ts";
import { settleStopped } from "./write/settle.ts";
import { writeAll } from "./write/write-attempts.ts";

/** Calls that go into HubSpot together, one per customer. */
export interface Wave {
  claimed: Claimed[];
  works: Work[];
  /** What was looked for ahead of its turn. */
  hints: Hints;
  /** The records that it reads and writes, or, before they exist, the keys by which they are known. Empty until they are found. */
  records: Set<string>;
  /** True until all that it writes to has been read. */
  isFinding: boolean;
}

export const newWave = (claimed: Claimed[]): Wave => ({ claimed, works: [], hints: new Map(), records: new Set(), isFinding: true });

/** What a wave shares with the others that are on their way. */
export interface Convoy {
  /** All that are on their way, this one too. */
  waves: Iterable<Wave>;
  /** One wave at a time is read, and one is written. */
  find: Turnstile;
  write: Turnstile;
  /** Why no wave may go on, if so. */
  stopped(): Failure | null;
  /** A wave's records have been read: the next one may begin. */
  onFound(): void;
}

/**
 * Takes a wave all the way into HubSpot: open → seek → find → plan → write → settle. Every step does all the calls together.
 * Returns what of HubSpot's own trouble stood in the way, or that the key does not work. Never throws for what HubSpot does.
 */
export async function runWave(ports: WavePorts, wave: Wave, convoy: Convoy): Promise<Failure | null> {
  try {
    wave.works = await openAll(ports, wave.claimed);
    await lookFor(ports, wave, (works) => seekHeld(findPorts(ports, wave), works));
    await convoy.find.pass(() => unlessStopped(convoy, () => findAll(ports, wave, convoy)));
    const planned = await planAll(ports, wave.works);
    return await convoy.write.pass(() => unlessStopped(convoy, () => writeAll(ports, planned)));
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    postpone(ports, wave.works, error.failure);
    return error.failure;
  }
}

/** What stops one wave stops those behind it before they write or read. */
function unlessStopped<T>({ stopped }: Convoy, work: () => Promise<T>): Promise<T> {
  const failure = stopped();
  if (failure !== null) throw new HubSpotFailure(failure);
  return work();
}

async function findAll(ports: WavePorts, wave: Wave, convoy: Convoy): Promise<void> {
  const onTheirWay = [...convoy.waves].filter((other) => other !== wave);
  await lookFor(ports, wave, (works) => findHeld(findPorts(ports, wave), works));
  const busy = new Set(onTheirWay.flatMap(({ records }) => [...records]));
  const { apart, records } = oneCallPerRecord(wave.works, ports.hashOf, busy);
  Object.assign(wave, { works: apart, records });
  await lookFor(ports, wave, (works) => findActivities(ports.storage.sql, ports.hubspot, works));
  wave.isFinding = false;
  convoy.onFound();
}

/** Those whose records HubSpot refuses to look for are held; the others go on. */
async function lookFor(ports: WavePorts, wave: Wave, step: (works: Work[]) => Promise<void>): Promise<void> {
  wave.works = await sparing(wave.works, step, ({ claimed, mapping }, problem) =>
    settleStopped(ports, { claimed, status: "held", mapping: mapping.name, problem }),
  );
}

function findPorts({ hubspot, vocabulary, hashOf, storage: { sql } }: WavePorts, { hints }: Wave): FindPorts {
  return { hubspot, vocabulary, hashOf, hints, sql, knownPeople: (people) => knownPeople(sql, people) };
}

/** HubSpot was in the way before anything was written: everything stays as it was, for later. */
function postpone({ storage, now, retryMs }: WavePorts, works: Work[], failure: Failure): void {
  const problem = failure.reason === "key" ? JSON.stringify(failure.problem) : null;
  storage.transactionSync(() => {
    for (const { claimed } of works)
      storage.sql.exec(
        "UPDATE calls SET due_at = ?, problem = ? WHERE call = ? AND revision = ?",
        now() + retryMs,
        problem,
        claimed.call,
        claimed.revision,
      );
  });
}
