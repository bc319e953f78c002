import { createdAt } from "../../hubspot/find/find-records.ts";
import { pickAssociated, propertiesToChoose } from "../../hubspot/find/pick-associated.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import { pairName } from "../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { type FoundRecord, readAssociations, readWithHistory } from "../../hubspot/records/read-records.ts";
import { moveLastWrites } from "../../ledger/last-writes.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { asHeld } from "./current-record.ts";
import type { FindPorts, Wants } from "./find-context.ts";

type Ahead = Map<string, Map<string, string[]>>;

/** Associations of the records that the ledger knows, asked for without waiting for the records themselves. */
export async function associationsAhead(ports: FindPorts, wants: Wants): Promise<Ahead> {
  const asked = new Map<string, Set<string>>();
  for (const [{ known, lookup }, { work }] of wants) {
    if (known === null) continue;
    for (const other of work.lookups) {
      if (other.through?.record !== lookup.record) continue;
      const key = pairName(lookup.object, other.object);
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
  work: CallAttempt;
  lookup: Lookup;
  from: { object: string; id: string };
}

/** Records reached through others, in rounds: a file may lead from contact to company to deal. */
export async function findThrough(ports: FindPorts, works: CallAttempt[], ahead: Ahead): Promise<void> {
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

async function findReached(ports: FindPorts, ready: { work: CallAttempt; lookup: Lookup }[], ahead: Ahead): Promise<void> {
  const routes: Route[] = [];
  for (const { work, lookup } of ready) {
    const source = work.held[lookup.through?.record as string];
    const object = work.lookups.find((other) => other.record === lookup.through?.record)?.object ?? "contacts";
    if (source?.state === "found") routes.push({ work, lookup, from: { object, id: source.record.id } });
    else work.held[lookup.record] = { state: "missing", why: `the ${lookup.through?.record} was not in HubSpot yet` };
  }
  const asked = new Map<string, Set<string>>();
  for (const { from, lookup } of routes) {
    const key = pairName(from.object, lookup.object);
    if (!ahead.get(key)?.has(from.id)) asked.set(key, (asked.get(key) ?? new Set()).add(from.id));
  }
  for (const [key, found] of await readAll(ports.hubspot, asked)) ahead.set(key, new Map([...(ahead.get(key) ?? []), ...found]));
  await Promise.all(
    [...Map.groupBy(routes, ({ lookup }) => lookup.object)].map(([object, group]) => readReached(ports, object, group, ahead)),
  );
}

async function readReached(ports: FindPorts, object: string, routes: Route[], ahead: Ahead): Promise<void> {
  const idsOf = ({ from, lookup, work }: Route) => [
    ...new Set([...(ahead.get(pairName(from.object, object))?.get(from.id) ?? []), ...[work.before[lookup.record]?.id ?? []].flat()]),
  ];
  const ids = routes.flatMap(idsOf);
  const properties = routes.flatMap(({ lookup }) => [...lookup.properties, ...propertiesToChoose(lookup)]);
  const history = routes.flatMap(({ lookup }) => lookup.history);
  const records =
    ids.length === 0 ? new Map<string, FoundRecord>() : await readWithHistory(ports.hubspot, object, ids, properties, history);
  for (const route of routes)
    settleReached(ports, route, new Map(idsOf(route).flatMap((id) => (records.has(id) ? [[id, records.get(id) as FoundRecord]] : []))));
}

/** `records` are those that it may be, by the ids that they were asked for. */
function settleReached(ports: FindPorts, { work, lookup }: Route, records: Map<string, FoundRecord>): void {
  const closed = (record: FoundRecord) => isClosedStage(ports.portalSchema, lookup.object, record);
  const former = work.before[lookup.record]?.id ?? "";
  const own = records.get(former);
  if (own !== undefined && own.id !== former) moveLastWrites(ports.sql, `${lookup.object}/${former}`, `${lookup.object}/${own.id}`);
  const all = [...new Map([...records.values()].map((record) => [record.id, record])).values()];
  const ownWrites = own ?? landedEarlier(work, lookup, all);
  const picked = ownWrites
    ? { record: ownWrites, candidates: [], tried: ["this call has written it before"] }
    : pickAssociated(all, lookup, closed);
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
function landedEarlier(work: CallAttempt, lookup: Lookup, records: FoundRecord[]): FoundRecord | undefined {
  const intended = work.intent?.records[lookup.record];
  if (intended?.op !== "create") return undefined;
  const beganAt = work.intent?.at ?? 0;
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
