import type { CurrentRecord, LookupResult, OwnWrite } from "../../hubspot/model/current-record.ts";
import { valueFingerprint } from "../../hubspot/model/fingerprint.ts";
import { DELETED_WORDS } from "../../ledger/settle/receipt.ts";
import type { OpenedAttempt } from "./attempt.ts";

/** Of an activity that somebody deleted in HubSpot. It stays deleted. */
export const DELETED = { isDeleted: true, why: DELETED_WORDS } as const;

/** A record as it was read; null where there was none. */
export function foundRecord(
  { lookupResults }: { lookupResults: Readonly<Record<string, LookupResult>> },
  name: string,
): CurrentRecord | null {
  const result = lookupResults[name];
  return result?.state === "found" ? result.record : null;
}

type Earlier = Pick<OpenedAttempt, "priorReceipts" | "cutOff">;

/** What this call wrote to the record, or set out to write when it was cut off: whichever of the two can be seen there. */
export function ownWritesOf(
  { priorReceipts, cutOff }: Earlier,
  name: string,
  properties: CurrentRecord["properties"],
): Record<string, OwnWrite> {
  const ownWrites = writesIn(priorReceipts[name]?.set);
  for (const [property, intended] of Object.entries(cutOff?.records[name]?.set ?? {}))
    if (hasLanded(intended, ownWrites[property], properties[property])) ownWrites[property] = intended;
  return ownWrites;
}

function writesIn(set: NonNullable<OpenedAttempt["priorReceipts"][string]["set"]> = {}): Record<string, OwnWrite> {
  const written = Object.entries(set).flatMap(([property, { to, rule: _, ...rest }]) =>
    to === null ? [] : [[property, { ...rest, to }] as const],
  );
  return Object.fromEntries(written);
}

/**
 * Whether a write that was cut off counts as done. It does where its value stands, and where neither it nor what was before stands: then somebody has
 * changed the property after it. It does not where the property still is as it was.
 */
function hasLanded(intended: OwnWrite, earlier: OwnWrite | undefined, now: string | null | undefined): boolean {
  if (isSeen(intended, now)) return true;
  const isAsItWas = earlier === undefined ? valueFingerprint(now ?? null) === valueFingerprint(intended.from) : isSeen(earlier, now);
  return !isAsItWas;
}

/** Whether a value stands there, or the line that was added. */
export function isSeen({ to, added }: OwnWrite, now: string | null | undefined): boolean {
  return valueFingerprint(now ?? null) === valueFingerprint(to) || `\n${now ?? ""}\n`.includes(`\n${added ?? to}\n`);
}
