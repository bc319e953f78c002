import type { LookupRequest } from "../../hubspot/find/find-records.ts";
import { createdAt } from "../../hubspot/find/created-at.ts";
import { pickAssociated } from "../../hubspot/find/pick-associated.ts";
import { type SearchCache, searchCached } from "../../hubspot/find/search-keys.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import { pairName } from "../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { type FoundRecord, readAssociations } from "../../hubspot/records/read-records.ts";
import { readLastWrites } from "../../ledger/records/last-writes.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { type DraftLookup, type MatchDraft, isOurs, nextLookups } from "./match-draft.ts";
import { type ReadAhead, readReachable } from "./reached-ahead.ts";
import { toCurrentRecord } from "./to-current-record.ts";

/** What is associated with what: by pair of object types, then by the id it leads from. */
type Associations = Map<string, Map<string, string[]>>;

/** Associations of the records that the ledger knows or that were found ahead, asked for without waiting for the records themselves. */
export async function associationsAhead(
  context: PipelineContext,
  requests: Map<LookupRequest, DraftLookup>,
  cache: SearchCache,
): Promise<Associations> {
  const asked = new Map<string, Set<string>>();
  for (const [request, { draft }] of requests) {
    const { lookup } = request;
    const likely = likelyIds(request, cache);
    for (const other of draft.attempt.lookups) {
      if (other.through?.record !== lookup.record) continue;
      const pair = pairName(lookup.object, other.object);
      const ids = asked.get(pair) ?? new Set();
      for (const id of likely) ids.add(id);
      asked.set(pair, ids);
    }
  }
  return readAll(context.hubspot, asked);
}

function likelyIds({ known, lookup }: LookupRequest, cache: SearchCache): string[] {
  if (known !== null) return [known.id];
  return (lookup.keys ?? []).map((key) => searchCached(cache, lookup.object, { lookup, key })).find((ids) => ids.length > 0) ?? [];
}

async function readAll(hubspot: HubSpot, asked: Map<string, Set<string>>): Promise<Associations> {
  const read = async ([pair, ids]: [string, Set<string>]) => {
    const [from, to] = pair.split(">") as [string, string];
    return [pair, await readAssociations(hubspot, from, to, ids)] as const;
  };
  return new Map(await Promise.all([...asked].map(read)));
}

interface Route extends DraftLookup {
  from: { object: string; id: string };
}

/** Records reached through others, in rounds: a file may lead from contact to company to deal. */
export async function findThrough(
  context: PipelineContext,
  drafts: MatchDraft[],
  associations: Associations,
  readAhead: ReadAhead,
): Promise<void> {
  for (;;) {
    const open = nextLookups(drafts).filter(({ lookup }) => lookup.through !== null);
    const ready = open.filter(({ draft, lookup }) => draft.lookupResults[lookup.through?.record as string] !== undefined);
    if (ready.length === 0) return;
    await findReached(context, ready, associations, readAhead);
  }
}

async function findReached(
  context: PipelineContext,
  ready: DraftLookup[],
  associations: Associations,
  readAhead: ReadAhead,
): Promise<void> {
  const routes: Route[] = [];
  for (const { draft, lookup } of ready) {
    const through = lookup.through?.record as string;
    const source = draft.lookupResults[through];
    const object = draft.attempt.lookups.find(({ record }) => record === through)?.object ?? "contacts";
    if (source?.state === "found") routes.push({ draft, lookup, from: { object, id: source.record.id } });
    else draft.lookupResults[lookup.record] = { state: "missing", why: `the ${through} was not in HubSpot yet` };
  }
  await readMissing(context.hubspot, routes, associations);
  const groups = Map.groupBy(routes, ({ lookup }) => lookup.object);
  await Promise.all(
    [...groups].map(([object, group]) => readReached(context, object, group, associations, readAhead.get(object) ?? new Map())),
  );
}

/** Adds the associations that were not asked for ahead. */
async function readMissing(hubspot: HubSpot, routes: Route[], associations: Associations): Promise<void> {
  const asked = new Map<string, Set<string>>();
  for (const { from, lookup } of routes) {
    const pair = pairName(from.object, lookup.object);
    if (!associations.get(pair)?.has(from.id)) asked.set(pair, (asked.get(pair) ?? new Set()).add(from.id));
  }
  for (const [pair, read] of await readAll(hubspot, asked)) associations.set(pair, new Map([...(associations.get(pair) ?? []), ...read]));
}

async function readReached(
  context: PipelineContext,
  object: string,
  routes: Route[],
  associations: Associations,
  ahead: Map<string, FoundRecord>,
): Promise<void> {
  const idsOf = ({ from, lookup, draft }: Route) => [
    ...new Set([
      ...(associations.get(pairName(from.object, object))?.get(from.id) ?? []),
      ...[draft.priorReceipts[lookup.record]?.id ?? []].flat(),
    ]),
  ];
  const missing = routes.flatMap(idsOf).filter((id) => !ahead.has(id));
  const lookups = routes.map(({ lookup }) => lookup);
  const records = new Map([
    ...ahead,
    ...(await readReachable(context.hubspot, object, missing, lookups, writtenByUs(context, object, missing))),
  ]);
  for (const route of routes)
    settleReached(context, route, new Map(idsOf(route).flatMap((id) => (records.has(id) ? [[id, records.get(id) as FoundRecord]] : []))));
}

/** Those of them that a call has written to before. */
function writtenByUs({ storage }: PipelineContext, object: string, ids: string[]): Set<string> {
  const written = readLastWrites(
    storage.sql,
    ids.map((id) => `${object}/${id}`),
  );
  return new Set(ids.filter((id) => written.has(`${object}/${id}`)));
}

/** `records` are those that it may be, by the ids that they were asked for. */
function settleReached({ portalSchema }: PipelineContext, { draft, lookup }: Route, records: Map<string, FoundRecord>): void {
  const closed = (record: FoundRecord) => isClosedStage(portalSchema, lookup.object, record);
  const formerId = draft.priorReceipts[lookup.record]?.id ?? "";
  const written = records.get(formerId);
  if (written !== undefined && written.id !== formerId)
    draft.corrections.push({ kind: "moved", from: `${lookup.object}/${formerId}`, to: `${lookup.object}/${written.id}` });
  const all = [...new Map([...records.values()].map((record) => [record.id, record])).values()];
  const own = written ?? landedEarlier(draft, lookup, all);
  const picked = own ? { record: own, candidates: [], tried: ["this call has written it before"] } : pickAssociated(all, lookup, closed);
  draft.tried[lookup.record] = [...lookup.why, ...picked.tried];
  draft.lookupResults[lookup.record] = picked.record
    ? { state: "found", record: toCurrentRecord(picked.record, lookup, isOurs(draft, lookup)) }
    : picked.candidates.length > 1
      ? { state: "several", candidates: picked.candidates, why: `${picked.candidates.length} records fit` }
      : { state: "missing", why: picked.tried.join("; ") };
}

/** Clocks differ a little: a record that an attempt made may seem a little older than the attempt. */
const CLOCK_SKEW_MS = 120_000;

/** A record that a cut-off attempt created: made since, holding just what it set out to write. */
function landedEarlier({ attempt: { cutOff } }: MatchDraft, lookup: Lookup, records: FoundRecord[]): FoundRecord | undefined {
  const intended = cutOff?.records[lookup.record];
  if (intended?.op !== "create") return undefined;
  const beganAt = cutOff?.at ?? 0;
  const wanted = Object.entries(intended.set).filter(([property]) => property !== "closedate");
  return records.find(
    (record) =>
      createdAt(record) >= beganAt - CLOCK_SKEW_MS &&
      wanted.every(([property, { to }]) => record.properties[property] === undefined || record.properties[property] === to),
  );
}

function isClosedStage(portalSchema: PortalSchema, object: string, record: FoundRecord): boolean {
  const stage = record.properties["dealstage"] ?? record.properties["hs_pipeline_stage"];
  return (portalSchema.pipelines[object] ?? []).some((pipeline) => pipeline.stages.some(({ id, closed }) => id === stage && closed));
}
