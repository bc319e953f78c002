import type { HeldRecord, Mine } from "../../hubspot/model/current-record.ts";
import { valueFingerprint } from "../../hubspot/model/fingerprint.ts";
import type { Work } from "./attempt.ts";

/** Said of an activity that somebody deleted in HubSpot. It stays deleted. */
export const DELETED = "it was deleted in HubSpot, and stays deleted";
export const heldRecord = (work: Work, name: string): HeldRecord => (work.held[name] as { state: "found"; record: HeldRecord }).record;

/** What this call wrote to the record, or set out to write when it was cut off: whichever of the two can be seen there. */
export function mineOf(work: Work, name: string, properties: HeldRecord["properties"]): NonNullable<HeldRecord["mine"]> {
  const written = Object.entries(work.before[name]?.set ?? {}).flatMap(([property, { to, rule: _, ...rest }]) =>
    to === null ? [] : [[property, { ...rest, to }] as const],
  );
  const mine: NonNullable<HeldRecord["mine"]> = Object.fromEntries(written);
  for (const [property, intended] of Object.entries(work.intent?.records[name]?.set ?? {})) {
    const before = mine[property];
    const held = properties[property];
    const isOld = before !== undefined && !isSeen(intended, held) && isSeen(before, held);
    const hasNotLanded =
      before === undefined && !isSeen(intended, held) && valueFingerprint(held ?? null) === valueFingerprint(intended.from);
    if (!isOld && !hasNotLanded) mine[property] = intended;
  }
  return mine;
}

/** Whether a value stands there, or the line that was added. */
export function isSeen({ to, added }: Mine, held: string | null | undefined): boolean {
  return valueFingerprint(held ?? null) === valueFingerprint(to) || `\n${held ?? ""}\n`.includes(`\n${added ?? to}\n`);
}
