import type { HubSpot } from "../hubspot/client.ts";
import { createdAt, type Finding, findRecords, seekRecords, type Wanted } from "../hubspot/find-records.ts";
import { pickAssociated, propertiesToChoose } from "../hubspot/find-through.ts";
import { formerIds, type FoundRecord, readAssociations, readWithHistory } from "../hubspot/read.ts";
import type { Hints } from "../hubspot/seek.ts";
import type { Key, Lookup } from "../mapping/lookups.ts";
import type { Held, HeldRecord, Mine, Vocabulary } from "../mapping/portal-view.ts";
import { valueFingerprint } from "./fingerprint.ts";
import { type KnownPerson, readFields, type Written } from "./ledger.ts";
import type { Work } from "./work.ts";

export interface FindPorts {
  hubspot: HubSpot;
  vocabulary: Vocabulary;
  /** The salted hash under which the ledger knows a key. */
  hashOf(key: Key): string;
  knownPeople(people: string[]): Map<string, KnownPerson>;
  sql: SqlStorage;
  /** What was looked for ahead of time. */
  hints: Hints;
}

type Wants = Map<Wanted, { work: Work; lookup: Lookup }>;

/** Looks ahead for the records that the ledger does not know, while other calls are on their way. Fills the hints. Throws HubSpotFailure. */
export async function seekHeld(ports: FindPorts, works: Work[]): Promise<void> {
  await byObject(wantsOf(ports, works), (object, group) => seekRecords(ports.hubspot, object, group, ports.hints));
}

/** Finds every record that the calls' mappings look up, for all the calls together. Fills `held` and `tried`. Throws HubSpotFailure. */
export async function findHeld(ports: FindPorts, works: Work[]): Promise<void> {
  const wants = wantsOf(ports, works);
  // A lone call of a known customer: its deals are asked for while its contact is read.
  const finding = byObject(wants, async (object, group) => {
    for (const [want, found] of await findRecords(ports.hubspot, object, group, ports.hints))
      settleDirect(ports, wants.get(want) as { work: Work; lookup: Lookup }, found);
  });
  const [ahead] = await Promise.all([associationsAhead(ports, wants), finding]);
  await findThrough(ports, works, ahead);
  addLedger(ports, works);
}

/** The records that are found by their own values, each with what the ledger knows of it today. */
function wantsOf(ports: FindPorts, works: Work[]): Wants {
  const direct = works.flatMap((work) => work.lookups.filter((lookup) => lookup.keys !== null).map((lookup) => ({ work, lookup })));
  const known = ports.knownPeople(
    direct.flatMap(({ lookup }) => (lookup.object === "contacts" ? (lookup.keys ?? []).map(ports.hashOf) : [])),
  );
  return new Map(direct.map((each) => [{ lookup: each.lookup, known: fromLedger(ports, each.work, each.lookup, known) }, each]));
}

async function byObject(wants: Wants, work: (object: string, group: Wanted[]) => Promise<void>): Promise<void> {
  await Promise.all([...Map.groupBy(wants.keys(), (want) => want.lookup.object)].map(([object, group]) => work(object, group)));
}

function fromLedger(ports: FindPorts, work: Work, lookup: Lookup, known: Map<string, KnownPerson>): Wanted["known"] {
  const mine = work.before[lookup.record]?.id;
  if (mine) return { id: mine, key: -1, trusted: true, again: false };
  if (lookup.object !== "contacts") return null;
  for (const [index, key] of (lookup.keys ?? []).entries()) {
    const person = known.get(ports.hashOf(key));
    if (person)
      return {
        id: person.contact,
        key: index,
        trusted: person.how !== "found",
        again: lookup.ifSeveral === "hold" && person.how !== "chosen",
      };
  }
  return null;
}

function settleDirect(ports: FindPorts, { work, lookup }: { work: Work; lookup: Lookup }, finding: Finding): void {
  const keys = lookup.keys ?? [];
  work.tried[lookup.record] = [...lookup.why, ...finding.tried];
  if (finding.record) {
    work.held[lookup.record] = { state: "found", record: asHeld(finding.record, lookup) };
    const by = finding.by ?? null;
    // What the call wrote before went to a record that its id does not lead to any more.
    if (by !== null) delete work.before[lookup.record];
    if (by !== null && lookup.object === "contacts") work.people.push({ person: ports.hashOf(by), how: "found" });
  } else if (finding.candidates.length > 1) {
    work.held[lookup.record] = { state: "several", candidates: finding.candidates, why: `${finding.candidates.length} records match` };
  } else {
    const why = keys.length === 0 ? lookup.why.join("; ") || "nothing to find it by" : finding.tried.join("; ");
    work.held[lookup.record] = { state: "missing", why };
  }
}

function asHeld(record: FoundRecord, lookup: Lookup): HeldRecord {
  const edits = Object.fromEntries(
    lookup.history.flatMap((property) => {
      const latest = record.history[property]?.[0];
      return latest ? [[property, { byPerson: PEOPLE.has(latest.sourceType), at: latest.at }]] : [];
    }),
  );
  return { id: record.id, properties: record.properties, edits };
}

/** Where HubSpot says that a person changed a property by hand. */
export const PEOPLE = new Set([
  "CRM_UI",
  "CRM_UI_BULK_ACTION",
  "MOBILE_IOS",
  "MOBILE_ANDROID",
  "CONTACTS_WEB",
  "CONTACTS",
  "SALES",
  "CALLING",
  "MEETINGS",
  "CONVERSATIONS",
]);

type Ahead = Map<string, Map<string, string[]>>;
const pair = (from: string, to: string) => `${from}>${to}`;

/** Associations of the records that the ledger knows, asked for without waiting for the records themselves. */
async function associationsAhead(ports: FindPorts, wants: Wants): Promise<Ahead> {
  const asked = new Map<string, Set<string>>();
  for (const [{ known, lookup }, { work }] of wants) {
    if (known === null) continue;
    for (const other of work.lookups) {
      if (other.through?.record !== lookup.record) continue;
      const key = pair(lookup.object, other.object);
      asked.set(key, (asked.get(key) ?? new Set()).add(known.id));
    }
  }
  return readAll(ports.hubspot, asked);
}

async function readAll(hubspot: HubSpot, asked: Map<string, Set<string>>): Promise<Ahead> {
  const read = async ([key, ids]: [string, Set<string>]) =>
    [key, await readAssociations(hubspot, key.split(">")[0] as string, key.split(">")[1] as string, ids)] as const;
  return new Map(await Promise.all([...asked].map(read)));
}

interface Route {
  work: Work;
  lookup: Lookup;
  from: { object: string; id: string };
}

/** Records reached through others, in rounds: a file may lead from contact to company to deal. */
async function findThrough(ports: FindPorts, works: Work[], ahead: Ahead): Promise<void> {
  for (
    let open = works.flatMap((work) => work.lookups.filter((lookup) => lookup.through !== null).map((lookup) => ({ work, lookup })));
    open.length > 0;
  ) {
    const ready = open.filter(({ work, lookup }) => work.held[lookup.through?.record as string] !== undefined);
    if (ready.length === 0) break;
    await findReached(ports, ready, ahead);
    open = open.filter((each) => !ready.includes(each));
  }
}

async function findReached(ports: FindPorts, ready: { work: Work; lookup: Lookup }[], ahead: Ahead): Promise<void> {
  const routes: Route[] = [];
  for (const { work, lookup } of ready) {
    const source = work.held[lookup.through?.record as string];
    const object = work.lookups.find((other) => other.record === lookup.through?.record)?.object ?? "contacts";
    if (source?.state === "found") routes.push({ work, lookup, from: { object, id: source.record.id } });
    else work.held[lookup.record] = { state: "missing", why: `the ${lookup.through?.record} was not in HubSpot yet` };
  }
  const asked = new Map<string, Set<string>>();
  for (const { from, lookup } of routes) {
    const key = pair(from.object, lookup.object);
    if (!ahead.get(key)?.has(from.id)) asked.set(key, (asked.get(key) ?? new Set()).add(from.id));
  }
  for (const [key, found] of await readAll(ports.hubspot, asked)) ahead.set(key, new Map([...(ahead.get(key) ?? []), ...found]));
  await Promise.all(
    [...Map.groupBy(routes, ({ lookup }) => lookup.object)].map(([object, group]) => readReached(ports, object, group, ahead)),
  );
}

async function readReached(ports: FindPorts, object: string, routes: Route[], ahead: Ahead): Promise<void> {
  const idsOf = ({ from, lookup, work }: Route) => [
    ...new Set([...(ahead.get(pair(from.object, object))?.get(from.id) ?? []), ...[work.before[lookup.record]?.id ?? []].flat()]),
  ];
  const ids = routes.flatMap(idsOf);
  const properties = routes.flatMap(({ lookup }) => [...lookup.properties, ...propertiesToChoose(lookup)]);
  const history = routes.flatMap(({ lookup }) => lookup.history);
  const records =
    ids.length === 0 ? new Map<string, FoundRecord>() : await readWithHistory(ports.hubspot, object, ids, properties, history);
  for (const route of routes)
    settleReached(
      ports,
      route,
      object,
      idsOf(route).flatMap((id) => records.get(id) ?? []),
    );
}

function settleReached(ports: FindPorts, { work, lookup }: Route, object: string, records: FoundRecord[]): void {
  const closed = (record: FoundRecord) => isClosedStage(ports.vocabulary, object, record);
  const mine = records.find((record) => record.id === work.before[lookup.record]?.id) ?? landedEarlier(work, lookup, records);
  const picked = mine
    ? { record: mine, candidates: [], tried: ["this call has written it before"] }
    : pickAssociated([...new Map(records.map((r) => [r.id, r])).values()], lookup, closed);
  work.tried[lookup.record] = [...lookup.why, ...picked.tried];
  work.held[lookup.record] = picked.record
    ? { state: "found", record: asHeld(picked.record, lookup) }
    : picked.candidates.length > 1
      ? { state: "several", candidates: picked.candidates, why: `${picked.candidates.length} records fit` }
      : { state: "missing", why: picked.tried.join("; ") };
}

/** Clocks differ a little: a record that an attempt made may seem a little older than the attempt. */
const CLOCK_SKEW_MS = 120_000;

/** A record that a cut-off attempt created: made since, holding just what it set out to write. */
function landedEarlier(work: Work, lookup: Lookup, records: FoundRecord[]): FoundRecord | undefined {
  const intended = work.intent?.records[lookup.record];
  if (intended?.op !== "create") return undefined;
  const wanted = Object.entries(intended.set).filter(([property]) => property !== "closedate");
  return records.find(
    (record) =>
      createdAt(record) >= (work.intent?.at as number) - CLOCK_SKEW_MS &&
      wanted.every(([property, { to }]) => record.properties[property] === undefined || record.properties[property] === to),
  );
}

function isClosedStage(vocabulary: Vocabulary, object: string, record: FoundRecord): boolean {
  const stage = record.properties["dealstage"] ?? record.properties["hs_pipeline_stage"];
  return (vocabulary.pipelines[object] ?? []).some((pipeline) => pipeline.stages.some(({ id, closed }) => id === stage && closed));
}

/** Adds what the ledger knows of each found record: what this call wrote itself, and what later calls wrote. */
function addLedger({ sql }: FindPorts, works: Work[]): void {
  const found = works.flatMap((work) =>
    work.lookups.flatMap((lookup) =>
      isFound(work.held[lookup.record]) ? [{ work, lookup, record: heldRecord(work, lookup.record) }] : [],
    ),
  );
  const namesOf = (object: string, record: HeldRecord) => [...formerIds(record.properties), record.id].map((id) => `${object}/${id}`);
  const fields = readFields(
    sql,
    found.flatMap(({ lookup, record }) => namesOf(lookup.object, record)),
  );
  for (const { work, lookup, record } of found) {
    record.mine = mineOf(work, lookup.record, record.properties);
    record.erased = work.before[lookup.record]?.erased ?? [];
    const written = namesOf(lookup.object, record).map((name) => fields.get(name) ?? {});
    record.newer = Object.assign({}, ...written.map((each) => newerThan(work, each)));
    record.edits = editsOfOthers(record, written);
  }
}

/** What we wrote ourselves, for whichever call, is no edit. */
function editsOfOthers({ edits = {}, properties }: HeldRecord, written: Written[]): NonNullable<HeldRecord["edits"]> {
  const isOurs = (property: string) => written.some((each) => each[property]?.[2] === valueFingerprint(properties[property] ?? null));
  return Object.fromEntries(Object.entries(edits).filter(([property, { byPerson }]) => byPerson || !isOurs(property)));
}

const isFound = (held: Held | undefined): boolean => held?.state === "found";
export const heldRecord = (work: Work, name: string): HeldRecord => (work.held[name] as { state: "found"; record: HeldRecord }).record;

/** What this call wrote to the record, or set out to write when it was cut off: whichever of the two can be seen there. */
export function mineOf(work: Work, name: string, properties: HeldRecord["properties"]): NonNullable<HeldRecord["mine"]> {
  const written = Object.entries(work.before[name]?.set ?? {}).flatMap(([property, { to, rule: _, ...rest }]) =>
    to === null ? [] : [[property, { ...rest, to }] as const],
  );
  const mine: NonNullable<HeldRecord["mine"]> = Object.fromEntries(written);
  for (const [property, intended] of Object.entries(work.intent?.records[name]?.set ?? {})) {
    const before = mine[property];
    const held = properties[property];
    const isOld = before !== undefined && !isSeen(intended, held) && isSeen(before, held);
    const hasNotLanded =
      before === undefined && !isSeen(intended, held) && valueFingerprint(held ?? null) === valueFingerprint(intended.from);
    if (!isOld && !hasNotLanded) mine[property] = intended;
  }
  return mine;
}

/** Whether a value stands there, or the line that was added. */
export function isSeen({ to, added }: Mine, held: string | null | undefined): boolean {
  return valueFingerprint(held ?? null) === valueFingerprint(to) || `\n${held ?? ""}\n`.includes(`\n${added ?? to}\n`);
}

function newerThan(work: Work, written: Written): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([property, [startedAt, call]]) =>
      startedAt > work.claimed.startedAt && call !== work.claimed.call ? [[property, call]] : [],
    ),
  );
}
