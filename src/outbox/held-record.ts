import type { FoundRecord } from "../hubspot/read.ts";
import type { Lookup } from "../mapping/lookups.ts";
import type { HeldRecord } from "../mapping/portal-view.ts";

/** A record as planning sees it. */
export function asHeld(record: FoundRecord, lookup: Lookup): HeldRecord {
  const edits = Object.fromEntries(
    lookup.history.flatMap((property) => {
      const latest = record.history[property]?.[0];
      return latest ? [[property, { byPerson: PEOPLE.has(latest.sourceType), at: latest.at }]] : [];
    }),
  );
  return { id: record.id, properties: record.properties, edits };
}

/** Where HubSpot says that a person changed a property by hand. */
export const PEOPLE = new Set([
  "CRM_UI",
  "CRM_UI_BULK_ACTION",
  "MOBILE_IOS",
  "MOBILE_ANDROID",
  "CONTACTS_WEB",
  "CONTACTS",
  "SALES",
  "CALLING",
  "MEETINGS",
  "CONVERSATIONS",
]);
