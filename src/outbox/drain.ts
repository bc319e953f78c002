import type { HubSpot } from "../hubspot/client.ts";
import { type Failure, HubSpotFailure } from "../hubspot/failure.ts";
import { type PhoneHints, searchAhead } from "../hubspot/find-records.ts";
import type { Key, Lookup } from "../mapping/lookups.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { type PlannedRecord, planCall } from "../mapping/plan.ts";
import type { Vocabulary } from "../mapping/portal-view.ts";
import type { Problem } from "../problem.ts";
import { packBody, readBody } from "./body.ts";
import { associateRest } from "./associate.ts";
import { DELETED, findActivities } from "./find-activities.ts";
import { findHeld } from "./find.ts";
import { valueFingerprint } from "./fingerprint.ts";
import { CALLS_A_WAVE, type Claimed, claim, wakeWaiting } from "./inbox.ts";
import { keepPersonsWords } from "./persons-words.ts";
import { intend, knownPeople, readFields, rememberFields, rememberPerson, type Settlement, settle } from "./ledger.ts";
import { intentFor, LANDING_MS, needsSearch, outcomeOf } from "./outcome.ts";
import { rememberRollups, rollupNames } from "./rollups.ts";
import { openWork, type Stop, type Work } from "./work.ts";
import { sendWrites, type Write, writesOf } from "./write.ts";

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
    const found = await findAll(ports, works);
    const planned = await planAll(ports, found);
    ports.hints.clear();
    const [failure] = await Promise.all([writeAll(ports, planned), searchForNext(ports, claimed)]);
    return { calls: claimed.length, failure };
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    postpone(ports, works, error.failure);
    return { calls: claimed.length, failure: error.failure };
  }
}

/** Search has the narrowest limit: the next wave's numbers are searched for while this wave is written. */
async function searchForNext({ storage, hubspot, hashOf, hints, vocabulary, mappings, now }: DrainPorts, current: Claimed[]): Promise<void> {
  if (current.length < CALLS_A_WAVE / 2) return;
  const taken = new Set(current.map(({ customer }) => customer));
  const next = claim(storage.sql, now(), CALLS_A_WAVE * 2).filter(({ customer, waiting, intent }) => !taken.has(customer) && !waiting && intent === null).slice(0, CALLS_A_WAVE);
  const asked = next.flatMap((call) => phoneKeys(openSafely({ storage, mappings, vocabulary }, call)));
  const known = knownPeople(storage.sql, asked.map(({ key }) => hashOf(key)));
  try {
    await searchAhead(hubspot, asked.filter(({ key }) => !known.has(hashOf(key))), hints);
  } catch (error) {
    // The next wave searches for itself.
    if (!(error instanceof HubSpotFailure)) throw error;
  }
}

function phoneKeys(opened: Work | Stop): { lookup: Lookup; key: Key }[] {
  if ("status" in opened) return [];
  return opened.lookups.flatMap((lookup) => (lookup.keys ?? []).filter(({ match }) => match === "phone").map((key) => ({ lookup, key })));
}

const CALLS_BETWEEN_BREATHS = 20;

async function openAll(ports: DrainPorts, claimed: Claimed[]): Promise<Work[]> {
  const works: Work[] = [];
  for (const [index, call] of claimed.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const opened = openSafely(ports, call);
    if ("status" in opened) stop(ports, opened);
    else {
      const dueAt = landsBy(ports, opened);
      if (dueAt > ports.now()) delay(ports, opened, dueAt);
      else works.push(opened);
    }
  }
  return works;
}

/** A defect of ours holds one call, never the queue. */
function openSafely(ports: Pick<DrainPorts, "storage" | "mappings" | "vocabulary">, call: Claimed): Work | Stop {
  try {
    return openWork(call, readBody(ports.storage.sql, call.delivery), ports.mappings, ports.vocabulary);
  } catch (error) {
    return { claimed: call, status: "held", mapping: null, problem: defect(error) };
  }
}

function defect(error: unknown): Problem {
  console.error(JSON.stringify({ event: "defect", name: error instanceof Error ? error.name : "unknown", stack: error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 5) : [] }));
  return { who: "operator", message: "The connector stumbled over this call: a defect.", fix: "Report it with the log line `defect`; replay the call after an update." };
}

/** When all that an unfinished attempt sent has landed, if it ever will, and can be seen. */
function landsBy({ storage, now, indexLagMs, hashOf }: DrainPorts, work: Work): number {
  const { intent, lookups } = work;
  if (intent === null) return 0;
  if (!intent.over) Object.assign(intent, { at: now(), over: true });
  const known = () => knownPeople(storage.sql, lookups.flatMap(({ object, keys }) => (object === "contacts" ? (keys ?? []).map(hashOf) : []))).size > 0;
  return intent.at + (needsSearch(intent) && !known() ? indexLagMs : LANDING_MS);
}

function delay({ storage }: DrainPorts, { claimed, intent }: Work, dueAt: number): void {
  storage.sql.exec("UPDATE calls SET due_at = ?, intent = ? WHERE call = ?", Math.ceil(dueAt), JSON.stringify(intent), claimed.call);
}

function stop({ storage, now }: DrainPorts, stopped: Stop): void {
  const { claimed, status, mapping } = stopped;
  const problem = stopped.status === "held" ? stopped.problem : null;
  const note = stopped.status === "skipped" ? stopped.note : null;
  settle(storage.sql, now(), { call: claimed.call, revision: claimed.revision, status, dueAt: now(), mapping, records: JSON.parse(claimed.records), problem, note, intent: claimed.intent === null ? null : JSON.parse(claimed.intent), countsAsAttempt: true });
  packBody(storage.sql, claimed.delivery);
}

/** HubSpot was in the way before anything was written: everything stays as it was, for later. */
function postpone({ storage, now, retryMs }: DrainPorts, works: Work[], failure: Failure): void {
  const problem = failure.reason === "key" ? JSON.stringify(failure.problem) : null;
  storage.transactionSync(() => {
    for (const { claimed } of works) storage.sql.exec("UPDATE calls SET due_at = ?, problem = ? WHERE call = ? AND revision = ?", now() + retryMs, problem, claimed.call, claimed.revision);
  });
}

async function findAll(ports: DrainPorts, works: Work[]): Promise<Work[]> {
  const { storage, hubspot, vocabulary, hashOf, hints } = ports;
  await findHeld({ hubspot, vocabulary, hashOf, hints, sql: storage.sql, knownPeople: (people) => knownPeople(storage.sql, people) }, works);
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
    else stop(ports, { claimed: work.claimed, status: "held", mapping: work.mapping.name, problem });
  }
  return planned;
}

function planSafely({ vocabulary, now }: DrainPorts, work: Work): Problem | null {
  try {
    const planned = planCall({ call: work.call, mapping: work.mapping, held: work.held, vocabulary, now: new Date(now()).toISOString() });
    if ("problem" in planned) return planned.problem;
    work.planned = keepPersonsWords(work, planned.plan.records.map((record) => leaveAlone(work, record)));
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
  if (work.overtaken.has(planned.name)) return { ...planned, action: "unchanged", properties: {}, why: "a later attempt for the same lead has written it" };
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
  const settlements = works.map((work) => outcomeOf(work, byWork.get(work) ?? [], { now: ports.now(), indexLagMs: ports.indexLagMs, retryMs: ports.retryMs }));
  settleAll(ports, works, settlements);
  return writes.map(({ failure }) => failure).find((failure) => failure?.reason === "key" || failure?.reason === "trouble") ?? null;
}

/** A new contact is known from the moment that HubSpot names it: a crash a moment later must not make a second one. */
function rememberLanded({ storage, hashOf }: DrainPorts, round: Write[]): void {
  storage.transactionSync(() => {
    for (const { work, planned, id, state } of round) {
      if (planned.object !== "contacts" || planned.action !== "create" || state !== "done" || id === null) continue;
      for (const key of work.lookups.find(({ record }) => record === planned.name)?.keys ?? []) rememberPerson(storage.sql, hashOf(key), { contact: id, how: "created" });
    }
  });
}

function settleAll(ports: DrainPorts, works: Work[], settlements: Settlement[]): void {
  const { storage, now } = ports;
  storage.transactionSync(() => {
    for (const [index, settlement] of settlements.entries()) {
      const work = works[index] as Work;
      settle(storage.sql, now(), settlement);
      if (settlement.status !== "pending") packBody(storage.sql, work.claimed.delivery);
      rememberRollups(storage.sql, work, settlement);
      rememberFound(ports, work, settlement);
      rememberWritten(ports, work, settlement);
      if (work.claimed.waiting && settlement.status === "written") wakeWaiting(storage.sql, work.claimed.customer, now());
    }
  });
}

function rememberFound({ storage }: DrainPorts, work: Work, { records }: Settlement): void {
  for (const { person, how } of work.people) {
    const contact = work.lookups.filter(({ object }) => object === "contacts").map(({ record }) => records[record]?.id)[0];
    if (contact) rememberPerson(storage.sql, person, { contact, how });
  }
}

/** Which properties of which record this call wrote last. */
function rememberWritten({ storage }: DrainPorts, work: Work, { records }: Settlement): void {
  for (const planned of work.planned) {
    const receipt = records[planned.name];
    const sent = planned.kind === "crm" && receipt?.id ? Object.keys(planned.properties).filter((property) => receipt.set?.[property]?.to === planned.properties[property]) : [];
    if (sent.length === 0 || !receipt?.id) continue;
    const record = `${planned.object}/${receipt.id}`;
    const written = readFields(storage.sql, [record]).get(record) ?? {};
    for (const property of sent) written[property] = [work.claimed.startedAt, work.claimed.call, valueFingerprint(planned.properties[property] ?? null)];
    rememberFields(storage.sql, record, written);
  }
}
