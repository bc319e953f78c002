import { findRecords } from "../hubspot/find/find-records.ts";
import { newSearchCache } from "../hubspot/find/search-keys.ts";
import type { HubSpot } from "../hubspot/http/client.ts";
import type { Lookup } from "../hubspot/model/lookup.ts";

/** The ids of every record that a lookup's keys lead to in HubSpot today, whatever the ledger knows. Throws HubSpotFailure. */
export async function findCandidates(hubspot: HubSpot, lookup: Lookup): Promise<string[]> {
  const request = { lookup: { ...lookup, ifSeveral: "hold" as const }, known: null };
  const match = (await findRecords(hubspot, lookup.object, [request], newSearchCache())).get(request);
  return match === undefined ? [] : [...match.candidates, ...(match.record ? [match.record.id] : [])];
}
