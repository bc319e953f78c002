import type { HubSpot } from "../../hubspot/http/client.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import { activityProperties, bodyProperty } from "../../hubspot/model/objects.ts";
import { type FoundRecord, readAssociations, readByIds } from "../../hubspot/records/read-records.ts";
import { readSharedActivity } from "../../ledger/records/shared-activities.ts";
import type { Intent } from "../../ledger/settle/receipt.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { readMark } from "../../planner/activity/marker.ts";
import type { FoundAttempt, MatchedAttempt, SharedState } from "../attempt/attempt.ts";
import { madeMeanwhile } from "./find-standalone.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { DELETED, foundRecord, ownWritesOf } from "../attempt/own-writes.ts";
import { isSuperseded, sharedActivityName } from "../attempt/shared-activity.ts";

/** One activity of one call. */
interface Sought {
  attempt: MatchedAttempt;
  rule: ActivityRule;
  /** What other calls have made of it, where it is shared and one of them has written it. */
  shared: (SharedState & { id: string }) | null;
}

type Results = Map<Sought, LookupResult>;

/**
 * Finds the notes, calls and tasks that these calls have written before: by the ledger's id, or, where an attempt was cut off,
 * through the records they are associated with and the mark in their body. By search, which lags, only what stands alone. Throws HubSpotFailure.
 */
export async function findActivities({ storage, hubspot }: PipelineContext, attempts: MatchedAttempt[]): Promise<FoundAttempt[]> {
  const sought = attempts.flatMap((attempt) => soughtOf(storage.sql, attempt));
  const results: Results = new Map();
  const written = Map.groupBy(sought.filter(hasId), ({ rule }) => rule.object);
  const uncertain = Map.groupBy(sought.filter(mayHaveLanded), ({ rule }) => rule.object);
  await Promise.all([
    ...[...written].map(([object, group]) => readWritten(hubspot, object, group, results)),
    ...[...uncertain].map(([object, group]) => findLanded(hubspot, object, group, results)),
  ]);
  const byAttempt = Map.groupBy(sought, ({ attempt }) => attempt);
  return attempts.map((attempt) => withActivities(attempt, byAttempt.get(attempt) ?? [], results));
}

function soughtOf(sql: SqlStorage, attempt: MatchedAttempt): Sought[] {
  const rules = attempt.mapping.records.filter((rule): rule is ActivityRule => rule.kind === "activity");
  return rules.map((rule) => ({ attempt, rule, shared: sharedBefore(sql, attempt, rule) }));
}

/** The attempts for one lead share an activity: what an earlier one created is this one's to update. */
function sharedBefore(sql: SqlStorage, attempt: MatchedAttempt, rule: ActivityRule): Sought["shared"] {
  const name = isOpenQuestion(attempt, rule) ? sharedActivityName(attempt, rule) : null;
  const shared = name === null ? null : readSharedActivity(sql, name);
  if (shared === null) return null;
  return { id: shared.activity, lines: shared.lines, isSuperseded: isSuperseded(attempt, rule, shared) };
}

/** A question is only looked for where it is open, or was this call's own. Any other activity always is. */
function isOpenQuestion({ priorReceipts, lookupResults }: MatchedAttempt, { asks, name }: ActivityRule): boolean {
  return asks === undefined || priorReceipts[name] !== undefined || lookupResults[asks]?.state === "several";
}

const idOf = ({ attempt, rule, shared }: Sought): string | null => shared?.id ?? attempt.priorReceipts[rule.name]?.id ?? null;
const hasId = (sought: Sought): boolean => idOf(sought) !== null;
const mayHaveLanded = (sought: Sought): boolean => !hasId(sought) && sought.attempt.cutOff?.records[sought.rule.name]?.op === "create";

async function readWritten(hubspot: HubSpot, object: string, group: Sought[], results: Results): Promise<void> {
  const ids = group.map((sought) => idOf(sought) as string);
  const records = await readByIds(hubspot, object, ids, propertiesOf(object, group));
  for (const sought of group) {
    const record = records.get(idOf(sought) as string);
    if (record) results.set(sought, foundResult(sought, record));
    else if (!mayBegin(sought)) results.set(sought, { state: "missing", ...DELETED });
  }
}

/** An attempt that has written nothing yet does not suffer from what somebody did to the attempts before it. A question is asked once. */
function mayBegin({ attempt, rule, shared }: Sought): boolean {
  return rule.asks === undefined && shared !== null && attempt.priorReceipts[rule.name] === undefined;
}

async function findLanded(hubspot: HubSpot, object: string, group: Sought[], results: Results): Promise<void> {
  const ids = new Map<Sought, string[]>(group.map((sought) => [sought, []]));
  const targets = group.flatMap((sought) => associationTargets(sought).map((target) => ({ sought, ...target })));
  for (const [from, some] of Map.groupBy(targets, (target) => target.object)) {
    const associated = await readAssociations(
      hubspot,
      from,
      object,
      some.map(({ id }) => id),
    );
    for (const { sought, id } of some) ids.get(sought)?.push(...(associated.get(id) ?? []));
  }
  const alone = group.filter(standsAlone);
  const [records, made] = await Promise.all([
    readByIds(hubspot, object, [...ids.values()].flat(), propertiesOf(object, group)),
    alone.length === 0 ? [] : madeMeanwhile(hubspot, object, alone.map(cutOffOf), propertiesOf(object, alone)),
  ]);
  for (const [sought, candidates] of ids) {
    const maybe = standsAlone(sought) ? made : candidates.flatMap((id) => records.get(id) ?? []);
    const landed = maybe.find((record) => isOurs(record, object, sought));
    if (landed) results.set(sought, foundResult(sought, landed));
  }
}

/** Nothing leads to it from a record. */
const standsAlone = ({ rule }: Sought): boolean => rule.asks === undefined && rule.on?.length === 0;
const cutOffOf = ({ attempt }: Sought): Intent => attempt.cutOff as Intent;

/** The records that the activity would be associated with. */
function associationTargets({ attempt, rule }: Sought): { object: string; id: string }[] {
  const asked = rule.asks === undefined ? undefined : attempt.lookupResults[rule.asks];
  if (asked?.state === "several") return asked.candidates.map((id) => ({ object: "contacts", id }));
  const names = rule.on ?? attempt.lookups.map((lookup) => lookup.record);
  return names.flatMap((name) => {
    const id = foundRecord(attempt, name)?.id;
    const object = attempt.lookups.find((lookup) => lookup.record === name)?.object;
    return id !== undefined && object ? [{ object, id }] : [];
  });
}

function isOurs(record: FoundRecord, object: string, { attempt, rule }: Sought): boolean {
  const mark = readMark(record.properties[bodyProperty(object)] ?? "");
  return mark !== null && mark.callId === attempt.claimed.call && mark.record === rule.name;
}

function propertiesOf(object: string, group: Sought[]): string[] {
  return [...new Set([...activityProperties(object), ...group.flatMap(({ rule }) => rule.set.map(({ property }) => property))])];
}

function foundResult({ attempt, rule }: Sought, { id, properties }: FoundRecord): LookupResult {
  return { state: "found", record: { id, properties, ownWrites: ownWritesOf(attempt, rule.name, properties) } };
}

function withActivities(attempt: MatchedAttempt, sought: Sought[], results: Results): FoundAttempt {
  const found = sought.flatMap((each) => {
    const result = results.get(each);
    return result === undefined ? [] : [[each.rule.name, result] as const];
  });
  const shared = sought.flatMap((each) => (each.shared === null ? [] : [[each.rule.name, each.shared] as const]));
  return {
    ...attempt,
    lookupResults: { ...attempt.lookupResults, ...Object.fromEntries(found) },
    shared: Object.fromEntries(shared),
  };
}
