import { resultsOf } from "../http/error-body.ts";
import type { HubSpot } from "../http/client.ts";
import { type FoundRecord, type WireRecord, asFound } from "./read-records.ts";

const PAGE = 200;
/** HubSpot's search ends there. */
const PAGES = 50;

export interface Filter {
  propertyName: string;
  operator: "IN" | "CONTAINS_TOKEN" | "GTE" | "LTE";
  values?: string[];
  value?: string;
}

/** What to look for, and which properties to read of it. Records that pass all filters of one of the groups are hits. */
export interface Search {
  filterGroups: { filters: Filter[] }[];
  properties: string[];
}

/** The body of a page, as it is sent. */
export const bodyOfPage = (search: Search, after?: string) => ({ ...search, limit: PAGE, ...(after !== undefined && { after }) });

/** Every record that the search finds; of more than `pages` of them, the first. Throws HubSpotFailure. */
export async function searchPages(hubspot: HubSpot, object: string, search: Search, pages = PAGES): Promise<FoundRecord[]> {
  const hits: FoundRecord[] = [];
  const asked = new Set<string | undefined>();
  for (let after: string | undefined; !asked.has(after) && asked.size < pages;) {
    asked.add(after);
    const answer = await hubspot.search(object, bodyOfPage(search, after) as never);
    hits.push(...resultsOf<WireRecord>(answer).map(asFound));
    after = (answer as { paging?: { next?: { after?: string } } }).paging?.next?.after;
    if (after === undefined) break;
  }
  return hits;
}
