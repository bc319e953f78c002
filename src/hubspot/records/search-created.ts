import type { HubSpot } from "../http/client.ts";
import type { FoundRecord } from "./read-records.ts";
import { type Filter, searchPages } from "./search-pages.ts";

/**
 * Every record of an object type that was created from one moment to another (ms since 1970, both within), as far as search sees it: it lags by
 * seconds, up to half a minute. Throws HubSpotFailure.
 */
export function searchCreated(
  hubspot: HubSpot,
  object: string,
  { from, to }: { from: number; to: number },
  properties: string[],
): Promise<FoundRecord[]> {
  const filters: Filter[] = [
    { propertyName: CREATED_AT, operator: "GTE", value: String(from) },
    { propertyName: CREATED_AT, operator: "LTE", value: String(to) },
  ];
  return searchPages(hubspot, object, { filterGroups: [{ filters }], properties });
}

/** Of all but contacts and companies. */
const CREATED_AT = "hs_createdate";
