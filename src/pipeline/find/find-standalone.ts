import type { HubSpot } from "../../hubspot/http/client.ts";
import type { FoundRecord } from "../../hubspot/records/read-records.ts";
import { searchCreated } from "../../hubspot/records/search-created.ts";
import type { Intent } from "../../ledger/settle/receipt.ts";
import { LANDING_MS } from "../attempt/landing.ts";

/** Clocks differ a little: an activity may seem a little older, or newer, than the attempt that made it. */
const CLOCK_SKEW_MS = 120_000;

/**
 * Activities of one kind that may be what cut-off attempts left standing alone: nothing leads to them but the time at which they were made. By
 * now search sees them (`needsSearch`). Throws HubSpotFailure.
 */
export async function madeMeanwhile(hubspot: HubSpot, object: string, cutOffs: Intent[], properties: string[]): Promise<FoundRecord[]> {
  const from = Math.min(...cutOffs.map(({ at }) => at)) - CLOCK_SKEW_MS;
  const to = Math.max(...cutOffs.map(({ at, endedAt }) => endedAt ?? at)) + LANDING_MS + CLOCK_SKEW_MS;
  return searchCreated(hubspot, object, { from, to }, properties);
}
