import type { CurrentRecord, OwnWrite } from "../../hubspot/model/current-record.ts";
import { valueFingerprint } from "../../hubspot/model/fingerprint.ts";
import type { CallAttempt } from "./attempt.ts";

/** Said of an activity that somebody deleted in HubSpot. It stays deleted. */
export const DELETED = "it was deleted in HubSpot, and stays deleted";
export const currentRecord = (work: CallAttempt, name: string): CurrentRecord =>
  (work.held[name] as { state: "found"; record: CurrentRecord }).record;

/** What this call wrote to the record, or set out to write when it was cut off: whichever of the two can be seen there. */
export function ownWritesOf(
  work: CallAttempt,
  name: string,
  properties: CurrentRecord["properties"],
): NonNullable<CurrentRecord["ownWrites"]> {
  const written = Object.entries(work.before[name]?.set ?? {}).flatMap(([property, { to, rule: _, ...rest }]) =>
    to === null ? [] : [[property, { ...rest, to }] as const],
  );
  const ownWrites: NonNullable<CurrentRecord["ownWrites"]> = Object.fromEntries(written);
  for (const [property, intended] of Object.entries(work.intent?.records[name]?.set ?? {})) {
    const before = ownWrites[property];
    const held = properties[property];
    const isOld = before !== undefined && !isSeen(intended, held) && isSeen(before, held);
    const hasNotLanded =
      before === undefined && !isSeen(intended, held) && valueFingerprint(held ?? null) === valueFingerprint(intended.from);
    if (!isOld && !hasNotLanded) ownWrites[property] = intended;
  }
  return ownWrites;
}

/** Whether a value stands there, or the line that was added. */
export function isSeen({ to, added }: OwnWrite, held: string | null | undefined): boolean {
  return valueFingerprint(held ?? null) === valueFingerprint(to) || `\n${held ?? ""}\n`.includes(`\n${added ?? to}\n`);
}
