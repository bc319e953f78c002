import type { Key, Lookup } from "../mapping/lookups.ts";
import { type Phone, readPhone, samePhone } from "../mapping/phone.ts";
import type { HubSpot } from "./client.ts";
import { findByPhones, numbersOf, TYPED } from "./find-by-phone.ts";
import { addresses, chunks, type FoundRecord, asFound, readByEmails, readWithHistory } from "./read.ts";

/** One record to find for one call. */
export interface Wanted {
  lookup: Lookup;
  /** What the ledger knows, by the index of the key (-1: this call has written the record before). */
  known: {
    id: string;
    key: number;
    trusted: boolean;
    /** Looked for all the same: where a person has to choose, somebody else may have the number by now. */
    again: boolean;
  } | null;
}

export interface Finding {
  /** Null: there is none. Several: the mapping says hold. */
  record: FoundRecord | null;
  candidates: string[];
  /** The key that led there; null where the ledger did. */
  by: Key | null;
  /** What was tried and what it came to, in words without personal data: goes into the receipt. */
  tried: string[];
}

/** When a record was made: HubSpot names it by object type. */
export const CREATED = ["createdate", "hs_createdate"];

/** What was searched for ahead of time: setting and number -> contacts' ids. Only hints: whatever they lead to is read by its id. */
export type PhoneHints = Map<string, string[]>;

/** Finds records of one object type for many calls at once. Throws HubSpotFailure. */
export async function findRecords(
  hubspot: HubSpot,
  object: string,
  wants: Wanted[],
  hints: PhoneHints = new Map(),
): Promise<Map<Wanted, Finding>> {
  const findings = new Map<Wanted, Finding>(wants.map((want) => [want, { record: null, candidates: [], by: null, tried: [] }]));
  const fromLedger = wants.filter((want) => want.known !== null);
  // A key before the one that the ledger knows comes first, as the mapping says.
  const candidates = new Map<Wanted, { ids: string[]; by: Key | null }>();
  const open = wants.filter((want) => keysToTry(want).length > 0);
  await tryKeys(hubspot, object, open, candidates, findings, hints);
  for (const want of fromLedger) addKnown(want, candidates);
  await readCandidates(hubspot, object, candidates, findings);
  const stale = fromLedger.filter((want) => candidates.get(want)?.by === null && findings.get(want)?.record === null);
  await findStale(hubspot, object, stale, findings);
  return findings;
}

/** What the ledger knew is deleted, or carries another number today: found anew. */
async function findStale(hubspot: HubSpot, object: string, stale: Wanted[], findings: Map<Wanted, Finding>): Promise<void> {
  if (stale.length === 0) return;
  const afresh = new Map<Wanted, Wanted>(stale.map((want) => [{ lookup: want.lookup, known: null }, want]));
  for (const [want, finding] of await findRecords(hubspot, object, [...afresh.keys()])) {
    const original = afresh.get(want) as Wanted;
    finding.tried.unshift("the contact of earlier calls is gone or has changed");
    findings.set(original, finding);
  }
}

/** Each key in its turn, for all the calls that still have none: e-mails, numbers and values each in batches. */
async function tryKeys(
  hubspot: HubSpot,
  object: string,
  wants: Wanted[],
  candidates: Map<Wanted, { ids: string[]; by: Key | null }>,
  findings: Map<Wanted, Finding>,
  hints: PhoneHints,
): Promise<void> {
  const longest = Math.max(0, ...wants.map((want) => keysToTry(want).length));
  for (let turn = 0; turn < longest; turn++) {
    const open = wants.filter((want) => !candidates.has(want) && turn < keysToTry(want).length);
    const keyed = open.map((want) => ({ want, key: keysToTry(want)[turn] as Key }));
    const ids = await idsByKeys(hubspot, object, keyed, hints);
    for (const { want, key } of keyed) {
      const hits = ids.get(key) ?? [];
      findings
        .get(want)
        ?.tried.push(`by ${key.match === "value" ? key.property : key.match}: ${hits.length === 0 ? "none" : `${hits.length} found`}`);
      if (hits.length > 0) candidates.set(want, { ids: hits, by: key });
    }
  }
}

function keysToTry({ lookup, known }: Wanted): Key[] {
  const keys = lookup.keys ?? [];
  return known === null ? keys : keys.slice(0, Math.max(known.key, 0) + (known.again ? 1 : 0));
}

/** What the ledger knows goes with what its own key led to, and gives way to what an earlier key did. */
function addKnown(want: Wanted, candidates: Map<Wanted, { ids: string[]; by: Key | null }>): void {
  const [id, key, found] = [want.known?.id as string, want.lookup.keys?.[want.known?.key ?? -1], candidates.get(want)];
  if (found === undefined) candidates.set(want, { ids: [id], by: null });
  else if (found.by === key) found.ids = [...new Set([...found.ids, id])];
}

async function idsByKeys(
  hubspot: HubSpot,
  object: string,
  keyed: { want: Wanted; key: Key }[],
  hints: PhoneHints,
): Promise<Map<Key, string[]>> {
  const ids = new Map<Key, string[]>();
  const of = (match: Key["match"]) => keyed.filter(({ key }) => key.match === match);
  await Promise.all([
    byEmail(hubspot, of("email"), ids),
    byPhone(hubspot, of("phone"), ids, hints),
    byValue(hubspot, object, of("value"), ids),
  ]);
  return ids;
}

type Keyed = { want: Wanted; key: Key }[];

async function byEmail(hubspot: HubSpot, keyed: Keyed, ids: Map<Key, string[]>): Promise<void> {
  if (keyed.length === 0) return;
  const records = await readByEmails(
    hubspot,
    keyed.map(({ key }) => key.value),
    [],
  );
  for (const { key } of keyed) if (records.has(key.value)) ids.set(key, [(records.get(key.value) as FoundRecord).id]);
}

async function byPhone(hubspot: HubSpot, keyed: Keyed, ids: Map<Key, string[]>, hints: PhoneHints): Promise<void> {
  const asked = keyed.map(({ want, key }) => ({ lookup: want.lookup, key }));
  await searchAhead(hubspot, asked, hints);
  for (const { lookup, key } of asked) {
    const hits = hints.get(hintOf(lookup, key)) ?? [];
    if (hits.length > 0) ids.set(key, hits);
  }
}

const hintOf = (lookup: Lookup, key: Key) => `${settingOf(lookup)} ${key.value}`;
/** Mappings may differ in country and in phone properties: each setting is searched on its own. */
const settingOf = (lookup: Lookup) => JSON.stringify([lookup.country, lookup.phoneProperties]);

/** Searches for the numbers that the hints do not hold yet, and adds what was found, or that nothing was. Throws HubSpotFailure. */
export async function searchAhead(hubspot: HubSpot, asked: { lookup: Lookup; key: Key }[], hints: PhoneHints): Promise<void> {
  const fresh = asked.filter(({ lookup, key }) => !hints.has(hintOf(lookup, key)));
  for (const group of Map.groupBy(fresh, ({ lookup }) => settingOf(lookup)).values()) {
    const { country, phoneProperties } = (group[0] as (typeof group)[number]).lookup;
    const phones = group.map(({ key }) => readPhone(key.value, country)).filter((phone): phone is Phone => "e164" in phone);
    const found = await findByPhones(hubspot, phones, phoneProperties, country);
    for (const { lookup, key } of group) hints.set(hintOf(lookup, key), found.get(key.value) ?? []);
  }
}

const VALUES_A_SEARCH = 50;

async function byValue(hubspot: HubSpot, object: string, keyed: Keyed, ids: Map<Key, string[]>): Promise<void> {
  for (const [property, group] of Map.groupBy(keyed, ({ key }) => key.property)) {
    for (const chunk of chunks([...new Set(group.map(({ key }) => key.value.toLowerCase()))], VALUES_A_SEARCH)) {
      const filters = [{ propertyName: property, operator: "IN" as never, values: chunk }];
      const answer = await hubspot.search.doSearch(object, { filterGroups: [{ filters }], properties: [property], limit: 200 } as never);
      for (const record of (answer.results ?? []).map(asFound)) {
        for (const { key } of group)
          if (equal(record.properties[property], key.value)) ids.set(key, [...new Set([...(ids.get(key) ?? []), record.id])]);
      }
    }
  }
}

const equal = (held: string | null | undefined, wanted: string) => (held ?? "").trim().toLowerCase() === wanted.trim().toLowerCase();

/** Search lags and the ledger ages: what counts is what the record holds when it is read by its id. */
async function readCandidates(
  hubspot: HubSpot,
  object: string,
  candidates: Map<Wanted, { ids: string[]; by: Key | null }>,
  findings: Map<Wanted, Finding>,
): Promise<void> {
  const lookups = [...candidates.keys()].map((want) => want.lookup);
  const properties = new Set([
    ...CREATED,
    ...lookups.flatMap((lookup) => [...lookup.properties, ...(lookup.keys ?? []).map((key) => key.property), ...lookup.phoneProperties]),
  ]);
  if (object === "contacts") for (const property of [...TYPED, "email", "hs_additional_emails"]) properties.add(property);
  const ids = [...candidates.values()].flatMap((candidate) => candidate.ids);
  const records =
    ids.length === 0
      ? new Map<string, FoundRecord>()
      : await readWithHistory(
          hubspot,
          object,
          ids,
          properties,
          lookups.flatMap((lookup) => lookup.history),
        );
  for (const [want, { ids: asked, by }] of candidates) {
    const read = asked.map((id) => records.get(id)).filter((record): record is FoundRecord => record !== undefined);
    const unique = [...new Map(read.map((record) => [record.id, record])).values()].filter((record) => stillMatches(record, want, by));
    choose(findings.get(want) as Finding, unique, by, want.lookup);
  }
}

function stillMatches(record: FoundRecord, want: Wanted, by: Key | null): boolean {
  if (by === null && (want.known?.trusted === true || want.known?.key === -1)) return true;
  // A merge may have dropped the number that led there.
  if (by === null && want.known?.id !== record.id) return true;
  const key = by ?? want.lookup.keys?.[want.known?.key ?? 0];
  if (key === undefined) return true;
  if (key.match === "email") return addresses(record).includes(key.value);
  if (key.match === "value") return equal(record.properties[key.property], key.value);
  const wanted = readPhone(key.value, want.lookup.country);
  return (
    "e164" in wanted && numbersOf(record, want.lookup.phoneProperties, want.lookup.country).some((number) => samePhone(number, wanted))
  );
}

function choose(finding: Finding, records: FoundRecord[], by: Key | null, lookup: Lookup): void {
  finding.by = by;
  const sorted = records.toSorted((a, b) => createdAt(a) - createdAt(b) || Number(a.id) - Number(b.id));
  if (sorted.length > 1) {
    finding.tried.push(
      `${sorted.length} match: ${lookup.ifSeveral === "hold" ? "a person has to choose" : `took the ${lookup.ifSeveral}`}`,
    );
    finding.candidates = sorted.map((record) => record.id);
    if (lookup.ifSeveral === "hold") return;
  }
  finding.record = (lookup.ifSeveral === "oldest" ? sorted[0] : sorted.at(-1)) ?? null;
}

/** Milliseconds since the epoch. */
export function createdAt(record: FoundRecord): number {
  const text = CREATED.map((property) => record.properties[property]).find((value) => value) ?? "";
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text) || 0;
}
