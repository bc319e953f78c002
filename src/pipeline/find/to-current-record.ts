import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { PERSON_SOURCES } from "../../hubspot/model/edit-source.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import type { FoundRecord } from "../../hubspot/records/read-records.ts";

/** A record as planning sees it. `isOurs`: this very call brought it into the world. */
export function toCurrentRecord(record: FoundRecord, lookup: Lookup, isOurs: boolean): CurrentRecord {
  const edits = Object.fromEntries(
    lookup.history.flatMap((property) => {
      const latest = record.history[property]?.[0];
      return latest ? [[property, { byPerson: PERSON_SOURCES.has(latest.sourceType), at: latest.at }]] : [];
    }),
  );
  return { id: record.id, properties: record.properties, edits, ...(isOurs && { isOurs }) };
}
