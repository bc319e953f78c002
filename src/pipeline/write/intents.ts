import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { namesOfKeys } from "../../ledger/key-hash.ts";
import type { Change, Intent } from "../../ledger/receipt.ts";
import type { Decision } from "../../planner/types.ts";
import type { OpenedAttempt, RecoveredAttempt } from "../attempt/attempt.ts";
import { foundRecord } from "../attempt/own-writes.ts";
import type { Write, WrittenAttempt } from "./write.ts";

/** How long a write may still land after its time-out, or after its connection was lost. */
export const LANDING_MS = 10_000;

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
  const keys = keysOfCreated(attempt, records, hashOf);
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
    ...(isFoundBySearch(attempt, planned) && { searched: true }),
    ...(lines.length > 0 && { lines }),
  };
}

/** A new record that has keys is found again by search, which lags; but for a contact with an e-mail, which is read by it. */
function isFoundBySearch({ lookups }: OpenedAttempt, { name, object, properties }: Write["planned"]): boolean {
  const hasKeys = lookups.some(({ record, keys }) => record === name && keys !== null);
  return hasKeys && !(object === "contacts" && properties["email"]);
}

/** Keys of all that it is to create: until it is known whether that is there, nobody else may be taken for new by them. */
function keysOfCreated({ lookups }: OpenedAttempt, records: Intent["records"], hashOf: (key: Key) => string): string[] {
  const created = lookups.filter(({ record }) => records[record]?.op === "create");
  return [...new Set(created.flatMap((lookup) => namesOfKeys(lookup, hashOf)))];
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

/** A contact without an e-mail, and any other new record that only search finds again. */
export function needsSearch(intent: Intent): boolean {
  return Object.values(intent.records).some(({ op, searched }) => op === "create" && searched === true);
}
