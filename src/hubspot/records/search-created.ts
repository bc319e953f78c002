import type { HubSpot } from "../http/client.ts";
import { type FoundRecord, asFound } from "./read-records.ts";

const PAGE = 200;
/** HubSpot's search ends there. */
const PAGES = 50;

/**
 * Every record of an object type that was created from one moment to another (ms since 1970, both within), as far as search sees it: it lags by
 * seconds, up to half a minute. Throws HubSpotFailure.
 */
export async function searchCreated(
  hubspot: HubSpot,
  object: string,
  { from, to }: { from: number; to: number },
  properties: string[],
): Promise<FoundRecord[]> {
  const filters = [
    { propertyName: CREATED_AT, operator: "GTE", value: String(from) },
    { propertyName: CREATED_AT, operator: "LTE", value: String(to) },
  ];
  const hits: FoundRecord[] = [];
  const asked = new Set<string | undefined>();
  for (let after: string | undefined; !asked.has(after) && asked.size < PAGES;) {
    asked.add(after);
    const body = { filterGroups: [{ filters }], properties, limit: PAGE, ...(after !== undefined && { after }) };
    const answer = await hubspot.search.doSearch(object, body as never);
    hits.push(...(answer.results ?? []).map(asFound));
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return hits;
}

/** Of all but contacts and companies. */
const CREATED_AT = "hs_createdate";
