import type { HubSpot } from "../http/client.ts";
import type { Key, Lookup } from "../model/lookup.ts";
import { type FoundRecord, readWithHistory } from "../records/read-records.ts";
import { TYPED } from "./phone-matches.ts";
import { CREATED, createdAt } from "./created-at.ts";
import { holdsKey } from "./holds-key.ts";
import { type SearchCache, newSearchCache, searchCached, seek } from "./search-keys.ts";
import type { Sharing } from "./shared-searches.ts";

/** One record to find for one call. */
export interface LookupRequest {
  lookup: Lookup;
  known: KnownRecord | null;
}

/** What the ledger knows of the record. */
export interface KnownRecord {
  id: string;
  /** The key of the lookup that it is known by. Null: this call has written the record before, and it is that one whatever it holds today. */
  key: Key | null;
  /** Whether it is taken even where it does not hold the key. */
  trusted: boolean;
  /** Looked for by that key all the same: where a person has to choose, somebody else may have the number by now. */
  again: boolean;
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

/** Where one request has led so far. */
interface Lead {
  request: LookupRequest;
  /** The records that it may be; empty: none yet. */
  ids: string[];
  /** The key that led to them; null where the ledger did. */
  by: Key | null;
  tried: string[];
}

/**
 * Finds records of one object type for many calls at once. Search lags and the ledger ages: what counts is what a record holds when it is read
 * by its id. Throws HubSpotFailure.
 */
export async function findRecords(
  hubspot: HubSpot,
  object: string,
  requests: LookupRequest[],
  searchCache: SearchCache,
): Promise<Map<LookupRequest, LookupMatch>> {
  // A key before the one that the ledger knows comes first, as the mapping says.
  const leads = (await followKeys(hubspot, object, requests, searchCache)).map(withKnown);
  const records = await readLeads(hubspot, object, leads);
  const matches = new Map(leads.map((lead) => [lead.request, matchOf(lead, records)]));
  const stale = requests.filter((request) => isStale(request, matches.get(request) as LookupMatch));
  return stale.length === 0 ? matches : new Map([...matches, ...(await findAfresh(hubspot, object, stale, searchCache))]);
}

/**
 * Looks ahead for what the records' keys lead to, for records that the ledger does not know: search has the narrowest limit. Fills the cache.
 * Throws HubSpotFailure.
 */
export async function searchRecords(hubspot: HubSpot, object: string, requests: LookupRequest[], searchCache: SearchCache): Promise<void> {
  await followKeys(hubspot, object, requests, searchCache);
}

/** Each key in its turn, for all the calls that still have none: e-mails, numbers and values each in batches. */
async function followKeys(hubspot: HubSpot, object: string, requests: LookupRequest[], cache: SearchCache): Promise<Lead[]> {
  let leads = requests.map((request): Lead => ({ request, ids: [], by: null, tried: [] }));
  const keyIn = (turn: number, { request, ids }: Lead) => (ids.length === 0 ? keysToTry(request)[turn] : undefined);
  for (let turn = 0; leads.some((lead) => keyIn(turn, lead) !== undefined); turn++) {
    const sought = leads.flatMap((lead) => {
      const key = keyIn(turn, lead);
      return key === undefined ? [] : [{ lookup: lead.request.lookup, key }];
    });
    await seek(hubspot, object, sought, cache);
    leads = leads.map((lead) => {
      const key = keyIn(turn, lead);
      return key === undefined ? lead : led(lead, key, searchCached(cache, object, { lookup: lead.request.lookup, key }));
    });
  }
  return leads;
}

/** All of them, or, where the ledger knows the record by one, those before it. */
function keysToTry({ lookup, known }: LookupRequest): Key[] {
  const keys = lookup.keys ?? [];
  if (known === null) return keys;
  return known.key === null ? [] : keys.slice(0, keys.indexOf(known.key) + (known.again ? 1 : 0));
}

function led({ request, tried }: Lead, key: Key, ids: string[]): Lead {
  const found = ids.length === 0 ? "none" : `${ids.length} found`;
  const said = `by ${key.match === "value" ? key.property : key.match}: ${found}`;
  return { request, ids, by: ids.length === 0 ? null : key, tried: [...tried, said] };
}

/** What the ledger knows goes with what its own key led to, and gives way to what an earlier key did. */
function withKnown(lead: Lead): Lead {
  const { known } = lead.request;
  if (known === null) return lead;
  if (lead.ids.length === 0) return { ...lead, ids: [known.id], by: null };
  return lead.by === known.key ? { ...lead, ids: [...new Set([...lead.ids, known.id])] } : lead;
}

/** By each of the ids that were asked for; a merged one leads to its survivor. */
async function readLeads(hubspot: HubSpot, object: string, leads: Lead[]): Promise<Map<string, FoundRecord>> {
  const followed = leads.filter(({ ids }) => ids.length > 0);
  if (followed.length === 0) return new Map();
  const lookups = followed.map(({ request }) => request.lookup);
  const properties = new Set([
    ...CREATED,
    ...(object === "contacts" ? [...TYPED, "email", "hs_additional_emails"] : []),
    ...lookups.flatMap((lookup) => [...lookup.properties, ...(lookup.keys ?? []).map((key) => key.property), ...lookup.phoneProperties]),
  ]);
  const ids = followed.flatMap((lead) => lead.ids);
  const history = lookups.flatMap((lookup) => lookup.history);
  // What the ledger knows was mostly written by us.
  const filled = new Set(followed.flatMap(({ request: { known } }) => known?.id ?? []));
  return readWithHistory(hubspot, object, ids, properties, history, filled);
}

/** Which of the records that a request led to it is. */
function matchOf(lead: Lead, records: Map<string, FoundRecord>): LookupMatch {
  const { ifSeveral } = lead.request.lookup;
  const read = lead.ids.flatMap((id) => records.get(id) ?? []);
  const matching = [...new Map(read.map((record) => [record.id, record])).values()]
    .filter((record) => isStillMeant(record, lead))
    .toSorted((a, b) => createdAt(a) - createdAt(b) || Number(a.id) - Number(b.id));
  const taken = (ifSeveral === "oldest" ? matching[0] : matching.at(-1)) ?? null;
  if (matching.length <= 1) return { record: taken, candidates: [], by: lead.by, tried: lead.tried };
  const waits = ifSeveral === "hold";
  return {
    record: waits ? null : taken,
    candidates: matching.map(({ id }) => id),
    by: lead.by,
    tried: [...lead.tried, `${matching.length} match: ${waits ? "a person has to choose" : `took the ${ifSeveral}`}`],
  };
}

/** Whether a record that was read is (still) the one that led there. */
function isStillMeant(record: FoundRecord, { request: { lookup, known }, by }: Lead): boolean {
  if (by !== null) return holdsKey(record, by, lookup);
  if (known === null || known.key === null || known.trusted) return true;
  // A merge may have dropped the number that led there.
  return known.id !== record.id || holdsKey(record, known.key, lookup);
}

/** What the ledger knew is deleted, or holds another number today. */
const isStale = ({ known }: LookupRequest, { by, record, candidates }: LookupMatch): boolean =>
  known !== null && by === null && record === null && candidates.length === 0;

async function findAfresh(
  hubspot: HubSpot,
  object: string,
  stale: LookupRequest[],
  { shared, place }: Sharing,
): Promise<[LookupRequest, LookupMatch][]> {
  const afresh = stale.map(({ lookup }): LookupRequest => ({ lookup, known: null }));
  const matches = await findRecords(hubspot, object, afresh, { ...newSearchCache(shared), place });
  return afresh.map((request, index) => {
    const match = matches.get(request) as LookupMatch;
    return [stale[index] as LookupRequest, { ...match, tried: ["the contact of earlier calls is gone or has changed", ...match.tried] }];
  });
}
