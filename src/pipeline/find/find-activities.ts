import type { HubSpot } from "../../hubspot/http/client.ts";
import { activityProperties, bodyProperty } from "../../hubspot/model/objects.ts";
import { type FoundRecord, readAssociations, readByIds } from "../../hubspot/records/read-records.ts";
import { readSharedActivity, sharedLines } from "../../ledger/shared-activities.ts";
import type { ActivityRule, RecordRule } from "../../mapping/compiled-mapping.ts";
import { readMark } from "../../planner/marker.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { DELETED, ownWritesOf } from "../attempt/own-writes.ts";
import { countAttempt, isSuperseded, sharedActivityName } from "../attempt/shared-activity.ts";

interface SearchedKeys {
  work: CallAttempt;
  rule: ActivityRule;
}

/**
 * Finds the notes, calls and tasks that these calls have written before: by the ledger's id, or, where an attempt was cut off,
 * through the records they hang on and the mark in their body. Never by search, which lags. Throws HubSpotFailure.
 */
export async function findActivities(sql: SqlStorage, hubspot: HubSpot, works: CallAttempt[]): Promise<void> {
  joinRollups(sql, works);
  const rules = works.flatMap((work) =>
    work.mapping.records.filter((rule): rule is ActivityRule => rule.kind === "activity").map((rule) => ({ work, rule })),
  );
  const written = rules.filter(({ work, rule }) => work.before[rule.name]?.id);
  const uncertain = rules.filter(({ work, rule }) => !work.before[rule.name]?.id && work.intent?.records[rule.name]?.op === "create");
  await Promise.all([
    ...[...Map.groupBy(written, ({ rule }) => rule.object)].map(([object, group]) => readWritten(hubspot, object, group)),
    ...[...Map.groupBy(uncertain, ({ rule }) => rule.object)].map(([object, group]) => findLanded(hubspot, object, group)),
  ]);
}

/** A question is only looked for where it is open, or was this call's own. */
function isWanted({ before, held }: CallAttempt, rule: RecordRule): boolean {
  const asks = rule.kind === "activity" ? rule.asks : undefined;
  return asks === undefined || before[rule.name] !== undefined || held[asks]?.state === "several";
}

/** The attempts for one lead share an activity: what an earlier attempt created is this one's to update. */
function joinRollups(sql: SqlStorage, works: CallAttempt[]): void {
  for (const work of works) {
    countAttempt(sql, work);
    for (const rule of work.mapping.records) {
      const name = rule.kind === "activity" ? sharedActivityName(work, rule) : null;
      const rollup = name === null || !isWanted(work, rule) ? null : readSharedActivity(sql, name);
      if (rollup === null || rule.kind !== "activity") continue;
      const before = work.before[rule.name];
      const lines = sharedLines(sql, rule.name, rollup);
      if (before === undefined) work.sharedWithEarlier.add(rule.name);
      work.before[rule.name] = {
        object: rule.object,
        action: "unchanged",
        ...before,
        id: rollup.activity,
        ...(lines.length > 0 && { lines }),
      };
      if (isSuperseded(work, rule, rollup)) work.supersededByLater.add(rule.name);
    }
  }
}

async function readWritten(hubspot: HubSpot, object: string, group: SearchedKeys[]): Promise<void> {
  const idOf = ({ work, rule }: SearchedKeys) => work.before[rule.name]?.id as string;
  const records = await readByIds(hubspot, object, group.map(idOf), propertiesOf(object, group));
  for (const sought of group) {
    const record = records.get(idOf(sought));
    if (record) hold(sought, record);
    else if (isToBegin(sought)) delete sought.work.before[sought.rule.name];
    else sought.work.held[sought.rule.name] = { state: "missing", why: DELETED };
  }
}

/** An attempt that has written nothing yet does not suffer from what somebody did to the attempts before it. A question is asked once. */
function isToBegin({ work, rule }: SearchedKeys): boolean {
  return rule.asks === undefined && work.sharedWithEarlier.has(rule.name);
}

async function findLanded(hubspot: HubSpot, object: string, group: SearchedKeys[]): Promise<void> {
  const targets = group.map((sought) => ({ sought, on: associationTargets(sought) }));
  const ids = new Map<SearchedKeys, string[]>(group.map((sought) => [sought, []]));
  for (const [from, some] of Map.groupBy(
    targets.flatMap(({ sought, on }) => on.map((anchor) => ({ sought, ...anchor }))),
    (anchor) => anchor.object,
  )) {
    const found = await readAssociations(
      hubspot,
      from,
      object,
      some.map(({ id }) => id),
    );
    for (const { sought, id } of some) ids.get(sought)?.push(...(found.get(id) ?? []));
  }
  const records = await readByIds(hubspot, object, [...ids.values()].flat(), propertiesOf(object, group));
  for (const [sought, candidates] of ids) {
    const landed = candidates.map((id) => records.get(id)).find((record) => record !== undefined && isOurs(record, object, sought));
    if (landed) hold(sought, landed);
  }
}

/** The records that the activity would hang on. */
function associationTargets({ work, rule }: SearchedKeys): { object: string; id: string }[] {
  const asked = rule.asks === undefined ? undefined : work.held[rule.asks];
  if (asked?.state === "several") return asked.candidates.map((id) => ({ object: "contacts", id }));
  const names = rule.on ?? work.lookups.map((lookup) => lookup.record);
  return names.flatMap((name) => {
    const held = work.held[name];
    const object = work.lookups.find((lookup) => lookup.record === name)?.object;
    return held?.state === "found" && object ? [{ object, id: held.record.id }] : [];
  });
}

function isOurs(record: FoundRecord, object: string, { work, rule }: SearchedKeys): boolean {
  const mark = readMark(record.properties[bodyProperty(object)] ?? "");
  return mark !== null && mark.callId === work.claimed.call && mark.record === rule.name;
}

function propertiesOf(object: string, group: SearchedKeys[]): string[] {
  return [...new Set([...activityProperties(object), ...group.flatMap(({ rule }) => rule.set.map(({ property }) => property))])];
}

function hold({ work, rule }: SearchedKeys, record: FoundRecord): void {
  work.held[rule.name] = {
    state: "found",
    record: { id: record.id, properties: record.properties, ownWrites: ownWritesOf(work, rule.name, record.properties) },
  };
}
