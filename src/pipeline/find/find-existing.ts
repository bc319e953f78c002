import { type LookupMatch, type LookupRequest, findRecords, searchRecords } from "../../hubspot/find/find-records.ts";
import type { LookupResult, CurrentRecord } from "../../hubspot/model/current-record.ts";
import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { formerIds } from "../../hubspot/records/read-records.ts";
import { type KnownIdentity, forgetIdentity } from "../../ledger/identities.ts";
import { keyName, namesOfKeys } from "../../ledger/key-hash.ts";
import { type Written, moveLastWrites, readLastWrites } from "../../ledger/last-writes.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { currentRecord, ownWritesOf } from "../attempt/own-writes.ts";
import { asHeld } from "./current-record.ts";
import { associationsAhead, findThrough } from "./find-associated.ts";
import type { Direct, FindPorts, Wants } from "./find-context.ts";

/** Looks ahead for the records that the ledger does not know, while other calls are on their way. Fills the searchCache. Throws HubSpotFailure. */
export async function searchAhead(ports: FindPorts, works: CallAttempt[]): Promise<void> {
  await byObject(wantsOf(ports, works), (object, group) => searchRecords(ports.hubspot, object, group, ports.searchCache));
}

/** Finds every record that the calls' mappings look up, for all the calls together. Fills `held` and `tried`. Throws HubSpotFailure. */
export async function findExisting(ports: FindPorts, works: CallAttempt[]): Promise<void> {
  const wants = wantsOf(ports, works);
  // A lone call of a known customer: its deals are asked for while its contact is read.
  const finding = byObject(wants, async (object, group) => {
    for (const [want, found] of await findRecords(ports.hubspot, object, group, ports.searchCache))
      settleDirect(ports, wants.get(want) as Direct, want.known, found);
  });
  const [ahead] = await Promise.all([associationsAhead(ports, wants), finding]);
  await findThrough(ports, works, ahead);
  addLedger(ports, works);
}

/** The records that are found by their own values, each with what the ledger knows of it today. */
function wantsOf(ports: FindPorts, works: CallAttempt[]): Wants {
  const direct = works.flatMap((work) => work.lookups.filter((lookup) => lookup.keys !== null).map((lookup) => ({ work, lookup })));
  const known = ports.knownIdentities(direct.flatMap(({ lookup }) => namesOfKeys(lookup, ports.hashOf)));
  return new Map(direct.map((each) => [{ lookup: each.lookup, known: fromLedger(ports, each, known) }, each]));
}

async function byObject(wants: Wants, work: (object: string, group: LookupRequest[]) => Promise<void>): Promise<void> {
  await Promise.all([...Map.groupBy(wants.keys(), (want) => want.lookup.object)].map(([object, group]) => work(object, group)));
}

function fromLedger(ports: FindPorts, { work, lookup }: Direct, known: Map<string, KnownIdentity>): LookupRequest["known"] {
  const ownWrites = work.before[lookup.record]?.id;
  if (ownWrites) return { id: ownWrites, key: -1, trusted: true, again: false };
  for (const [index, name] of namesOfKeys(lookup, ports.hashOf).entries()) {
    const person = known.get(name);
    // A contact is one person for good; of other objects newer ones may be meant: the ledger only adds what search does not see yet.
    const again = lookup.object !== "contacts" || (lookup.ifSeveral === "hold" && person?.how !== "chosen");
    if (person) return { id: person.contact, key: index, trusted: person.how !== "found", again };
  }
  return null;
}

function settleDirect(ports: FindPorts, direct: Direct, known: LookupRequest["known"], finding: LookupMatch): void {
  const { work, lookup } = direct;
  work.tried[lookup.record] = [...lookup.why, ...finding.tried];
  if (finding.record) {
    work.held[lookup.record] = { state: "found", record: asHeld(finding.record, lookup) };
    // What the call wrote before went to a record that its id does not lead to any more.
    if (finding.by !== null) delete work.before[lookup.record];
    learn(ports, direct, known, finding.by, finding.record.id);
  } else if (finding.candidates.length > 1) {
    work.held[lookup.record] = { state: "several", candidates: finding.candidates, why: `${finding.candidates.length} records match` };
  } else {
    const why = lookup.keys?.length === 0 ? lookup.why.join("; ") || "nothing to find it by" : finding.tried.join("; ");
    work.held[lookup.record] = { state: "missing", why };
    const stale = namesOfKeys(lookup, ports.hashOf)[known?.key ?? -1];
    if (stale !== undefined) forgetIdentity(ports.sql, stale);
  }
}

/** What the ledger did not know, or knew by the id that a merged record had before. */
function learn(ports: FindPorts, { work, lookup }: Direct, known: LookupRequest["known"], by: Key | null, id: string): void {
  if (known?.id === id) return;
  if (known !== null && by === null) moveLastWrites(ports.sql, `${lookup.object}/${known.id}`, `${lookup.object}/${id}`);
  const key = by ?? lookup.keys?.[known?.key ?? -1];
  if (key === undefined || (known === null && lookup.object !== "contacts")) return;
  // The survivor of a merge may have lost the number: it is trusted like one that we made.
  const how = by === null ? "created" : "found";
  work.people.push({ record: lookup.record, person: keyName(ports.hashOf, lookup.object, key), how });
}

/** Adds what the ledger knows of each found record: what this call wrote itself, and what later calls wrote. */
function addLedger({ sql }: FindPorts, works: CallAttempt[]): void {
  const found = works.flatMap((work) =>
    work.lookups.flatMap((lookup) =>
      isFound(work.held[lookup.record]) ? [{ work, lookup, record: currentRecord(work, lookup.record) }] : [],
    ),
  );
  const namesOf = (object: string, record: CurrentRecord) => [...formerIds(record.properties), record.id].map((id) => `${object}/${id}`);
  const fields = readLastWrites(
    sql,
    found.flatMap(({ lookup, record }) => namesOf(lookup.object, record)),
  );
  for (const { work, lookup, record } of found) {
    record.ownWrites = ownWritesOf(work, lookup.record, record.properties);
    record.erased = work.before[lookup.record]?.erased ?? [];
    const written = namesOf(lookup.object, record).map((name) => fields.get(name) ?? {});
    record.laterWrites = Object.assign({}, ...written.map((each) => newerThan(work, each)));
    record.edits = editsOfOthers(record, written);
  }
}

/** What we wrote ourselves, for whichever call, is no edit. */
function editsOfOthers({ edits = {}, properties }: CurrentRecord, written: Written[]): NonNullable<CurrentRecord["edits"]> {
  const isOurs = (property: string) => written.some((each) => each[property]?.[2] === keptFingerprint(properties[property] ?? null));
  return Object.fromEntries(Object.entries(edits).filter(([property, { byPerson }]) => byPerson || !isOurs(property)));
}

const isFound = (held: LookupResult | undefined): boolean => held?.state === "found";

function newerThan(work: CallAttempt, written: Written): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([property, [startedAt, call]]) =>
      startedAt > work.claimed.startedAt && call !== work.claimed.call ? [[property, call]] : [],
    ),
  );
}
