import { valueFingerprint } from "../../hubspot/model/fingerprint.ts";
import { isSameMoment } from "../../hubspot/model/same-text.ts";
import type { FoundRecord } from "../../hubspot/records/read-records.ts";

/** Whether a property still is what was written, as HubSpot puts it. */
export function stillHolds(record: FoundRecord, property: string, value: string | null): boolean {
  const held = record.properties[property] ?? "";
  return valueFingerprint(held) === valueFingerprint(value) || (held !== "" && value !== null && isSameMeasure(held, value));
}

function isSameMeasure(held: string, wanted: string): boolean {
  return Number(held) === Number(wanted) || isSameMoment(held, wanted);
}
