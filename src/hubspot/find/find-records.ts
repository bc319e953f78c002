import { readPhone, samePhone } from "../../normalize/phone.ts";
import type { HubSpot } from "../http/client.ts";
import type { Key, Lookup } from "../model/lookup.ts";
import { type FoundRecord, addresses, readWithHistory } from "../records/read-records.ts";
import { TYPED, numbersOf } from "./phone-matches.ts";
import { type SearchCache, searchCached, isEqual, seek } from "./search-keys.ts";

/** One record to find for one call. */
export interface LookupRequest {
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

export interface LookupMatch {
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

/** Finds records of one object type for many calls at once. Throws HubSpotFailure. */
export async function findRecords(
  hubspot: HubSpot,
  object: string,
  wants: LookupRequest[],
  searchCache: SearchCache = new Map(),
): Promise<Map<LookupRequest, LookupMatch>> {
  const findings = new Map<LookupRequest, LookupMatch>(wants.map((want) => [want, { record: null, candidates: [], by: null, tried: [] }]));
  const fromLedger = wants.filter((want) => want.known !== null);
  // A key before the one that the ledger knows comes first, as the mapping says.
  const candidates = await tryKeys(hubspot, object, wants, searchCache, (want, tried) => findings.get(want)?.tried.push(tried));
  for (const want of fromLedger) addKnown(want, candidates);
  await readCandidates(hubspot, object, candidates, findings);
  const stale = fromLedger.filter((want) => candidates.get(want)?.by === null && findings.get(want)?.record === null);
  await findStale(hubspot, object, stale, findings);
  return findings;
}

/** What the ledger knew is deleted, or carries another number today: found anew. */
async function findStale(
  hubspot: HubSpot,
  object: string,
  stale: LookupRequest[],
  findings: Map<LookupRequest, LookupMatch>,
): Promise<void> {
  if (stale.length === 0) return;
  const afresh = new Map<LookupRequest, LookupRequest>(stale.map((want) => [{ lookup: want.lookup, known: null }, want]));
  for (const [want, finding] of await findRecords(hubspot, object, [...afresh.keys()])) {
    const original = afresh.get(want) as LookupRequest;
    finding.tried.unshift("the contact of earlier calls is gone or has changed");
    findings.set(original, finding);
  }
}

/** What the keys of one record led to. */
interface Candidates {
  ids: string[];
  /** The key that led there; null where the ledger did. */
  by: Key | null;
}

/**
 * Looks ahead for what the records' keys lead to, for records that the ledger does not know: search has the narrowest limit. Fills the searchCache.
 * Throws HubSpotFailure.
 */
export async function searchRecords(hubspot: HubSpot, object: string, wants: LookupRequest[], searchCache: SearchCache): Promise<void> {
  await tryKeys(hubspot, object, wants, searchCache, () => {});
}

/** Each key in its turn, for all the calls that still have none: e-mails, numbers and values each in batches. */
async function tryKeys(
  hubspot: HubSpot,
  object: string,
  wants: LookupRequest[],
  searchCache: SearchCache,
  onTried: (want: LookupRequest, tried: string) => void,
): Promise<Map<LookupRequest, Candidates>> {
  const candidates = new Map<LookupRequest, Candidates>();
  const longest = Math.max(0, ...wants.map((want) => keysToTry(want).length));
  for (let turn = 0; turn < longest; turn++) {
    const open = wants.filter((want) => !candidates.has(want) && turn < keysToTry(want).length);
    const sought = open.map((want) => ({ want, lookup: want.lookup, key: keysToTry(want)[turn] as Key }));
    await seek(hubspot, object, sought, searchCache);
    for (const { want, lookup, key } of sought) {
      const ids = searchCached(searchCache, object, { lookup, key });
      onTried(want, `by ${key.match === "value" ? key.property : key.match}: ${ids.length === 0 ? "none" : `${ids.length} found`}`);
      if (ids.length > 0) candidates.set(want, { ids: [...ids], by: key });
    }
  }
  return candidates;
}

function keysToTry({ lookup, known }: LookupRequest): Key[] {
  const keys = lookup.keys ?? [];
  return known === null ? keys : keys.slice(0, Math.max(known.key, 0) + (known.again ? 1 : 0));
}

/** What the ledger knows goes with what its own key led to, and gives way to what an earlier key did. */
function addKnown(want: LookupRequest, candidates: Map<LookupRequest, Candidates>): void {
  const [id, key, found] = [want.known?.id as string, want.lookup.keys?.[want.known?.key ?? -1], candidates.get(want)];
  if (found === undefined) candidates.set(want, { ids: [id], by: null });
  else if (found.by === key) found.ids = [...new Set([...found.ids, id])];
}

/** Search lags and the ledger ages: what counts is what the record holds when it is read by its id. */
async function readCandidates(
  hubspot: HubSpot,
  object: string,
  candidates: Map<LookupRequest, Candidates>,
  findings: Map<LookupRequest, LookupMatch>,
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
    choose(findings.get(want) as LookupMatch, unique, by, want.lookup);
  }
}

function stillMatches(record: FoundRecord, want: LookupRequest, by: Key | null): boolean {
  if (by === null && (want.known?.trusted === true || want.known?.key === -1)) return true;
  // A merge may have dropped the number that led there.
  if (by === null && want.known?.id !== record.id) return true;
  const key = by ?? want.lookup.keys?.[want.known?.key ?? 0];
  if (key === undefined) return true;
  if (key.match === "email") return addresses(record).includes(key.value);
  if (key.match === "value") return isEqual(record.properties[key.property], key);
  const wanted = readPhone(key.value, want.lookup.country);
  return (
    "e164" in wanted && numbersOf(record, want.lookup.phoneProperties, want.lookup.country).some((number) => samePhone(number, wanted))
  );
}

function choose(finding: LookupMatch, records: FoundRecord[], by: Key | null, lookup: Lookup): void {
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
