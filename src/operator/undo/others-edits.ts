import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import { PERSON_SOURCES, isHubSpotItself } from "../../hubspot/model/edit-source.ts";
import type { FoundRecord, RecordedValue } from "../../hubspot/records/read-records.ts";
import type { Written } from "../../ledger/records/last-writes.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { stillHolds } from "./still-holds.ts";

/**
 * The properties of a record of ours that somebody else has filled or changed since: a person, a form, an import, another app. Every source
 * but ours counts; ours is the one that the values came from with which we made the record.
 */
export function othersEdits(record: FoundRecord, receipt: Receipt, written: Written): string[] {
  const ours = sourceOfOurs(record, receipt);
  return Object.entries(record.history).flatMap(([property, [latest]]) =>
    latest === undefined || isOurs(property, latest, { ours, record, receipt, written }) ? [] : [property],
  );
}

/** What a value can come from besides a person. HubSpot fills a record's defaults the moment that it is made, and calls that by other names. */
const BRINGS_VALUES = /FORM|IMPORT|INTEGRATION|API|APP|SYNC|AUTOMATION|WORKFLOW|EMAIL|CHAT/;

interface Known {
  ours: RecordedValue | undefined;
  record: FoundRecord;
  receipt: Receipt;
  written: Written;
}

function isOurs(property: string, latest: RecordedValue, { ours, record, receipt, written }: Known): boolean {
  if (isHubSpotItself(latest.sourceType)) return true;
  if (PERSON_SOURCES.has(latest.sourceType)) return false;
  if (latest.at === ours?.at && !BRINGS_VALUES.test(latest.sourceType)) return true;
  // Nothing tells whose it was: what we made of it tells.
  if (ours === undefined || (ours.sourceId === "" && ours.sourceType === latest.sourceType))
    return (
      (receipt.set?.[property] !== undefined && stillHolds(record, property, receipt.set[property].to)) ||
      written[property]?.[2] === keptFingerprint(latest.value) ||
      latest.at === ours?.at
    );
  return ours.sourceType === latest.sourceType && ours.sourceId === latest.sourceId;
}

/** Of what we wrote, the oldest: the record was made with it. */
function sourceOfOurs(record: FoundRecord, { set = {}, erased = [] }: Receipt): RecordedValue | undefined {
  const first = [...Object.keys(set), ...erased].flatMap((property) => record.history[property]?.at(-1) ?? []);
  const born = first.length > 0 ? first : Object.values(record.history).flatMap((versions) => versions.at(-1) ?? []);
  return born
    .filter(({ sourceType }) => !isHubSpotItself(sourceType) && !PERSON_SOURCES.has(sourceType))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}
