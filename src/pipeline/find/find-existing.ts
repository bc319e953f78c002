import { holdsKey } from "../../hubspot/find/holds-key.ts";
import { type LookupMatch, type LookupRequest, findRecords, searchRecords } from "../../hubspot/find/find-records.ts";
import { type SearchCache, searchCached } from "../../hubspot/find/search-keys.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { type KnownIdentity, knownIdentities } from "../../ledger/records/identities.ts";
import { keyName, namesOfKeys } from "../../ledger/key-hash.ts";
import type { MatchedAttempt, OpenedAttempt } from "../attempt/attempt.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { addLedger } from "./add-ledger.ts";
import { associationsAhead, findThrough } from "./find-associated.ts";
import { type DraftLookup, type MatchDraft, draftOf, isOurs, lookupsOf, matched, nextLookups } from "./match-draft.ts";
import { reachedAhead } from "./reached-ahead.ts";
import { toCurrentRecord } from "./to-current-record.ts";

/** Looks ahead for the records that the ledger does not know, while other calls are on their way. Fills the cache. Throws HubSpotFailure. */
export async function searchAhead(context: PipelineContext, attempts: OpenedAttempt[], cache: SearchCache): Promise<void> {
  const drafts = attempts.map(draftOf);
  const search = (requests: Map<LookupRequest, DraftLookup>) =>
    byObject(requests, (object, group) => searchRecords(context.hubspot, object, group, cache));
  const first = requestsOf(context, nextLookups(drafts));
  await search(first);
  await search(requestsOf(context, wantedIfMissing(drafts, first, cache)));
}

/** What is wanted where another record is missing, and that one has led to nothing so far. */
function wantedIfMissing(drafts: MatchDraft[], asked: Map<LookupRequest, DraftLookup>, cache: SearchCache): DraftLookup[] {
  const led = new Set<string>();
  for (const [{ known, lookup }, { draft }] of asked) {
    const isHit = (lookup.keys ?? []).some((key) => searchCached(cache, lookup.object, { lookup, key }).length > 0);
    if (known !== null || isHit) led.add(`${draft.attempt.claimed.call}\n${lookup.record}`);
  }
  return lookupsOf(drafts).filter(
    ({ draft, lookup: { onlyIf = [] } }) =>
      onlyIf.length > 0 && onlyIf.every(({ record, is }) => is === "missing" && !led.has(`${draft.attempt.claimed.call}\n${record}`)),
  );
}

/** Finds every record that the calls' mappings look up, for all the calls together. Throws HubSpotFailure. */
export async function findExisting(context: PipelineContext, attempts: OpenedAttempt[], cache: SearchCache): Promise<MatchedAttempt[]> {
  const drafts = attempts.map(draftOf);
  const requests = requestsOf(context, nextLookups(drafts));
  // Before the contacts themselves are read, their deals are asked for; of a lone call, those that the customer's last call was written to are read.
  const finding = findDirect(context, requests, cache);
  const [associations, readAhead] = await Promise.all([
    associationsAhead(context, requests, cache),
    reachedAhead(context, requests),
    finding,
  ]);
  await findThrough(context, drafts, associations, readAhead);
  // Then those that are only wanted where the others were found, or missing.
  for (let next = requestsOf(context, nextLookups(drafts)); next.size > 0; next = requestsOf(context, nextLookups(drafts))) {
    await findDirect(context, next, cache);
    await findThrough(context, drafts, associations, readAhead);
  }
  addLedger(context.storage.sql, drafts);
  return drafts.map(matched);
}

function findDirect(context: PipelineContext, requests: Map<LookupRequest, DraftLookup>, cache: SearchCache): Promise<void> {
  return byObject(requests, async (object, group) => {
    for (const [request, match] of await findRecords(context.hubspot, object, group, cache))
      settleMatch(context, requests.get(request) as DraftLookup, request.known, match);
  });
}

/** The records that are found by their own values, each with what the ledger knows of it today. */
function requestsOf({ storage, hashOf }: PipelineContext, lookups: DraftLookup[]): Map<LookupRequest, DraftLookup> {
  const direct = lookups.filter(({ lookup }) => lookup.keys !== null);
  if (direct.length === 0) return new Map();
  const identities = knownIdentities(
    storage.sql,
    direct.flatMap(({ lookup }) => namesOfKeys(lookup, hashOf)),
  );
  return new Map(direct.map((each) => [{ lookup: each.lookup, known: fromLedger(hashOf, each, identities) }, each]));
}

async function byObject(
  requests: Map<LookupRequest, DraftLookup>,
  step: (object: string, group: LookupRequest[]) => Promise<void>,
): Promise<void> {
  const groups = Map.groupBy(requests.keys(), ({ lookup }) => lookup.object);
  await Promise.all([...groups].map(([object, group]) => step(object, group)));
}

function fromLedger(
  hashOf: PipelineContext["hashOf"],
  { draft, lookup }: DraftLookup,
  identities: Map<string, KnownIdentity>,
): LookupRequest["known"] {
  const written = draft.priorReceipts[lookup.record]?.id;
  if (written) return { id: written, key: null, trusted: true, again: false };
  for (const key of lookup.keys ?? []) {
    const identity = identities.get(keyName(hashOf, lookup.object, key));
    // A contact is one person for good; of other objects newer ones may be meant: the ledger only adds what search does not see yet.
    const again = lookup.object !== "contacts" || (lookup.ifSeveral === "hold" && !isOperators(identity));
    if (identity) return { id: identity.contact, key, trusted: identity.how === "assigned", again };
  }
  return null;
}

function settleMatch(context: PipelineContext, each: DraftLookup, known: LookupRequest["known"], match: LookupMatch): void {
  const { draft, lookup } = each;
  draft.tried[lookup.record] = [...lookup.why, ...match.tried];
  if (match.record) {
    // What the call wrote before went to a record that its id does not lead to any more.
    if (match.by !== null) forgetWritten(draft, lookup.record);
    draft.lookupResults[lookup.record] = { state: "found", record: toCurrentRecord(match.record, lookup, isOurs(draft, lookup)) };
    learn(context, each, known, match);
  } else if (match.candidates.length > 1) {
    const why = `${match.candidates.length} records match`;
    draft.lookupResults[lookup.record] = { state: "several", candidates: match.candidates, why };
  } else {
    const why = lookup.keys?.length === 0 ? lookup.why.join("; ") || "nothing to find it by" : match.tried.join("; ");
    draft.lookupResults[lookup.record] = { state: "missing", why };
    if (known?.key) draft.corrections.push({ kind: "gone", person: keyName(context.hashOf, lookup.object, known.key) });
  }
}

function forgetWritten({ priorReceipts }: MatchDraft, record: string): void {
  const prior = priorReceipts[record];
  delete priorReceipts[record];
  if (prior?.moved_from !== undefined)
    priorReceipts[record] = { object: prior.object, id: null, action: "skipped", moved_from: prior.moved_from };
}

const isOperators = (identity: KnownIdentity | undefined): boolean => identity?.how === "chosen" || identity?.how === "assigned";

/** What the ledger did not know, or knew otherwise. */
function learn({ hashOf }: PipelineContext, { draft, lookup }: DraftLookup, known: LookupRequest["known"], match: LookupMatch): void {
  const { record, by } = match;
  if (record === null) return;
  const learnt = (key: Key, how: KnownIdentity["how"]) =>
    void draft.identities.push({ record: lookup.record, person: keyName(hashOf, lookup.object, key), how });
  if (known?.id === record.id) {
    // Assigned without its key, it carries it by now: from here on it has to.
    if (known.trusted && known.key && holdsKey(record, known.key, lookup)) learnt(known.key, "chosen");
    return;
  }
  if (by === null) {
    draft.corrections.push({ kind: "moved", from: `${lookup.object}/${known?.id}`, to: `${lookup.object}/${record.id}` });
    // The survivor of a merge may have lost the number: it is this customer's all the same.
    if (known?.key) learnt(known.key, holdsKey(record, known.key, lookup) ? "created" : "assigned");
    return;
  }
  // What it knew is gone, or does not carry the key any more.
  if (known?.key) draft.corrections.push({ kind: "gone", person: keyName(hashOf, lookup.object, known.key) });
  if (known !== null || lookup.object === "contacts") learnt(by, "found");
}
