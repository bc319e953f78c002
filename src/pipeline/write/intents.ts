import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { Key, Lookup } from "../../hubspot/model/lookup.ts";
import { namesOfKeys } from "../../ledger/key-hash.ts";
import type { Change, Intent } from "../../ledger/settle/receipt.ts";
import type { Decision } from "../../planner/types.ts";
import type { OpenedAttempt, RecoveredAttempt } from "../attempt/attempt.ts";
import { LANDING_MS } from "../attempt/landing.ts";
import { foundRecord } from "../attempt/own-writes.ts";
import { sharedActivityName } from "../attempt/shared-activity.ts";
import type { Write, WrittenAttempt } from "./write.ts";

export interface Moment {
  /** ms */
  now: number;
  indexLagMs: number;
  /** When to try again after HubSpot's own trouble, in ms from now. */
  retryMs: number;
}

/** What an attempt sets out to write, for the ledger. `at`: when it began, ms. */
export function intentFor(attempt: RecoveredAttempt, writes: readonly Readonly<Write>[], at: number, hashOf: (key: Key) => string): Intent {
  const records = Object.fromEntries(writes.map((write) => [write.planned.name, intended(attempt, write)]));
  const keys = claimedNames(attempt, writes, records, hashOf);
  return { at, endedAt: null, records, ...(keys.length > 0 && { keys }) };
}

function intended(attempt: RecoveredAttempt, { planned }: Readonly<Write>): Intent["records"][string] {
  const found = foundRecord(attempt, planned.name);
  const sent = planned.kind === "activity" ? [] : planned.decisions.filter(({ written }) => written);
  const set = Object.fromEntries(sent.map((decision) => [decision.property, { ...changeOf(found, decision), to: decision.to ?? "" }]));
  const lines = [...new Set([...(attempt.bodyLines[planned.name] ?? []), ...(attempt.cutOff?.records[planned.name]?.lines ?? [])])];
  return {
    object: planned.object,
    op: planned.action === "create" ? "create" : "update",
    id: planned.id,
    set,
    ...((isFoundBySearch(attempt, planned) || standsAlone(planned)) && { searched: true }),
    ...(lines.length > 0 && { lines }),
  };
}

/** A new record that has keys is found again by search, which lags; but for a contact with an e-mail, which is read by it. */
function isFoundBySearch({ lookups }: OpenedAttempt, { name, object, properties }: Write["planned"]): boolean {
  const hasKeys = lookups.some(({ record, keys }) => record === name && keys !== null);
  return hasKeys && !(object === "contacts" && properties["email"]);
}

/** Nothing leads to such an activity: only search finds it again. */
function standsAlone({ kind, action, on, onto = [] }: Write["planned"]): boolean {
  return kind === "activity" && action === "create" && on.length + onto.length === 0;
}

/** By what others may come upon what it is to create. */
function claimedNames(
  attempt: RecoveredAttempt,
  writes: readonly Readonly<Write>[],
  records: Intent["records"],
  hashOf: (key: Key) => string,
): string[] {
  const isCreated = (name: string) => records[name]?.op === "create";
  const created = attempt.lookups.filter(({ record }) => isCreated(record));
  const written = writes[0]?.siblings ?? [];
  const idOf = (name: string) => foundRecord(attempt, name)?.id ?? written.find(({ planned }) => planned.name === name)?.id ?? null;
  const shared = attempt.mapping.records.flatMap((rule) =>
    rule.kind === "activity" && isCreated(rule.name) ? (sharedActivityName(attempt, rule) ?? []) : [],
  );
  const keys = created.flatMap((lookup) => [...namesOfKeys(lookup, hashOf), ...[throughName(attempt, lookup, idOf) ?? []].flat()]);
  return [...new Set([...keys, ...shared])];
}

/** Where a record is reached through another that is there: that one, and the kind that is looked for at it. Null: it is found by its own values. */
export function throughName(
  { lookups }: OpenedAttempt,
  { through, object }: Lookup,
  idOf: (record: string) => string | null,
): string | null {
  const source = lookups.find(({ record }) => record === through?.record);
  const id = source === undefined ? null : idOf(source.record);
  return id === null ? null : `${source?.object}/${id}>${object}`;
}

/** What may have landed, or may not: the next attempt finds out before it writes. */
export function uncertainIntent(attempt: WrittenAttempt, hashOf: (key: Key) => string): Intent | null {
  const uncertain = attempt.writes.filter(({ failure }) => failure?.reason === "trouble" && failure.landed === "maybe");
  if (uncertain.length === 0) return null;
  return { ...intentFor(attempt, uncertain, attempt.intent?.at ?? attempt.answeredAt, hashOf), endedAt: attempt.answeredAt };
}

/** `from` is what stood there before this call first wrote: an earlier revision's own value never counts. */
export function changeOf(found: CurrentRecord | null, { property, to, from, added }: Decision): Omit<Change, "rule"> {
  const ownWrite = found?.ownWrites?.[property];
  const actual = found?.properties[property] ?? from;
  return { to, from: ownWrite !== undefined && ownWrite.to === actual ? ownWrite.from : actual, ...(added !== undefined && { added }) };
}

/** How long to wait until what may have landed can be seen. */
export function waitMs(intent: Intent | null, { indexLagMs, retryMs }: Pick<Moment, "indexLagMs" | "retryMs">): number {
  if (intent === null) return retryMs;
  return Math.max(retryMs, needsSearch(intent) ? indexLagMs : LANDING_MS);
}

/** A contact without an e-mail, an activity that stands alone, and any other new record that only search finds again. */
export function needsSearch(intent: Intent): boolean {
  return Object.values(intent.records).some(({ op, searched }) => op === "create" && searched === true);
}
