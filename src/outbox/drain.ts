import type { HubSpot } from "../hubspot/client.ts";
import { type Failure, HubSpotFailure } from "../hubspot/failure.ts";
import type { PhoneHints } from "../hubspot/find-records.ts";
import type { Key } from "../mapping/lookups.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { type PlannedRecord, planCall } from "../mapping/plan.ts";
import type { Vocabulary } from "../mapping/portal-view.ts";
import type { Problem } from "../problem.ts";
import { associateRest } from "./associate.ts";
import { DELETED, findActivities } from "./find-activities.ts";
import { findHeld } from "./find.ts";
import { type Claimed, claim } from "./inbox.ts";
import { intend, knownPeople } from "./ledger.ts";
import { searchForNext } from "./look-ahead.ts";
import { intentFor, LANDING_MS, needsSearch, outcomeOf } from "./outcome.ts";
import { keepPersonsWords } from "./persons-words.ts";
import { rollupNames } from "./rollups.ts";
import { rememberLanded, settleAll, settleStopped } from "./settle.ts";
import { defect, openSafely, type Work } from "./work.ts";
import { sendWrites, writesOf } from "./write.ts";

export interface DrainPorts {
  storage: DurableObjectStorage;
  hubspot: HubSpot;
  mappings: Mapping[];
  vocabulary: Vocabulary;
  now(): number;
  indexLagMs: number;
  retryMs: number;
  hashOf(key: Key): string;
  /** Numbers that were searched for while the wave before was being written. */
  hints: PhoneHints;
  /** Lets deliveries in between two stretches of work. */
  breathe(): Promise<void>;
}

export interface DrainResult {
  /** Calls that were taken on. */
  calls: number;
  /** HubSpot's own trouble or a dead key, if it stood in the way. */
  failure: Failure | null;
}

/**
 * Takes what is due, one call per customer, all the way into HubSpot: open → find → plan → write → settle.
 * Every stage does all the calls together. Never throws for what HubSpot does.
 */
export async function drainWave(ports: DrainPorts): Promise<DrainResult> {
  const claimed = claim(ports.storage.sql, ports.now());
  const works = await openAll(ports, claimed);
  try {
    const finding = findAll(ports, works);
    const [failure, ahead] = await Promise.all([finding.then((found) => writeFound(ports, found)), searchForNext(ports, claimed)]);
    ports.hints.clear();
    for (const [number, hits] of ahead) ports.hints.set(number, hits);
    return { calls: claimed.length, failure };
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    postpone(ports, works, error.failure);
    return { calls: claimed.length, failure: error.failure };
  }
}

async function writeFound(ports: DrainPorts, found: Work[]): Promise<Failure | null> {
  return writeAll(ports, await planAll(ports, found));
}

export const CALLS_BETWEEN_BREATHS = 20;

async function openAll(ports: DrainPorts, claimed: Claimed[]): Promise<Work[]> {
  const works: Work[] = [];
  for (const [index, call] of claimed.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const opened = openSafely(ports, call);
    if ("status" in opened) settleStopped(ports, opened);
    else {
      const dueAt = landsBy(ports, opened);
      if (dueAt > ports.now()) delay(ports, opened, dueAt);
      else works.push(opened);
    }
  }
  return works;
}

/** When all that an unfinished attempt sent has landed, if it ever will, and can be seen. */
function landsBy({ storage, now, indexLagMs, hashOf }: DrainPorts, work: Work): number {
  const { intent, lookups } = work;
  if (intent === null) return 0;
  if (!intent.over) Object.assign(intent, { at: now(), over: true });
  const known = () =>
    knownPeople(
      storage.sql,
      lookups.flatMap(({ object, keys }) => (object === "contacts" ? (keys ?? []).map(hashOf) : [])),
    ).size > 0;
  return intent.at + (needsSearch(intent) && !known() ? indexLagMs : LANDING_MS);
}

function delay({ storage }: DrainPorts, { claimed, intent }: Work, dueAt: number): void {
  storage.sql.exec("UPDATE calls SET due_at = ?, intent = ? WHERE call = ?", Math.ceil(dueAt), JSON.stringify(intent), claimed.call);
}

/** HubSpot was in the way before anything was written: everything stays as it was, for later. */
function postpone({ storage, now, retryMs }: DrainPorts, works: Work[], failure: Failure): void {
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

async function findAll(ports: DrainPorts, works: Work[]): Promise<Work[]> {
  const { storage, hubspot, vocabulary, hashOf, hints } = ports;
  await findHeld(
    { hubspot, vocabulary, hashOf, hints, sql: storage.sql, knownPeople: (people) => knownPeople(storage.sql, people) },
    works,
  );
  const apart = oneCallPerRecord(works, hashOf);
  await findActivities(storage.sql, hubspot, apart);
  return apart;
}

/** Two calls that lead to one record are written one after the other, the earlier first: the later one waits for the next wave. */
function oneCallPerRecord(works: Work[], hashOf: (key: Key) => string): Work[] {
  const taken = new Set<string>();
  return works
    .toSorted((a, b) => a.claimed.startedAt - b.claimed.startedAt)
    .filter((work) => {
      const mine = work.lookups.flatMap(({ record, object, keys }) => {
        const held = work.held[record];
        if (held?.state === "found") return [`${object}/${held.record.id}`];
        return (keys ?? []).map((key) => `${object}:${hashOf(key)}`);
      });
      mine.push(...rollupNames(work));
      if (mine.some((record) => taken.has(record))) return false;
      for (const record of mine) taken.add(record);
      return true;
    });
}

async function planAll(ports: DrainPorts, works: Work[]): Promise<Work[]> {
  const planned: Work[] = [];
  for (const [index, work] of works.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const problem = planSafely(ports, work);
    if (problem === null) planned.push(work);
    else settleStopped(ports, { claimed: work.claimed, status: "held", mapping: work.mapping.name, problem });
  }
  return planned;
}

function planSafely({ vocabulary, now }: DrainPorts, work: Work): Problem | null {
  try {
    const planned = planCall({ call: work.call, mapping: work.mapping, held: work.held, vocabulary, now: new Date(now()).toISOString() });
    if ("problem" in planned) return planned.problem;
    work.planned = keepPersonsWords(
      work,
      planned.plan.records.map((record) => leaveAlone(work, record)),
    );
    return null;
  } catch (error) {
    return defect(error);
  }
}

/** What a person deleted stays deleted; what a later attempt rewrote stays as it is. */
function leaveAlone(work: Work, planned: PlannedRecord): PlannedRecord {
  const held = work.held[planned.name];
  const deleted = planned.kind === "activity" && held?.state === "missing" && held.why === DELETED;
  if (deleted) return { ...planned, action: "skip", properties: {}, why: DELETED };
  if (work.overtaken.has(planned.name))
    return { ...planned, action: "unchanged", properties: {}, why: "a later attempt for the same lead has written it" };
  return planned;
}

/** Writes all the plans and settles every call. Returns what of HubSpot's own trouble stood in the way. */
async function writeAll(ports: DrainPorts, works: Work[]): Promise<Failure | null> {
  const { storage, hubspot } = ports;
  const writes = writesOf(works);
  const byWork = Map.groupBy(writes, (write) => write.work);
  storage.transactionSync(() => {
    for (const [work, own] of byWork) {
      const sent = own.filter(({ state }) => state === "open");
      if (sent.length > 0) intend(storage.sql, work.claimed.call, intentFor(work, sent, ports.now()));
    }
  });
  await storage.sync();
  await sendWrites(hubspot, writes, (round) => rememberLanded(ports, round));
  await associateRest(hubspot, writes);
  const settlements = works.map((work) =>
    outcomeOf(work, byWork.get(work) ?? [], { now: ports.now(), indexLagMs: ports.indexLagMs, retryMs: ports.retryMs }),
  );
  settleAll(ports, works, settlements);
  return writes.map(({ failure }) => failure).find((failure) => failure?.reason === "key" || failure?.reason === "trouble") ?? null;
}
