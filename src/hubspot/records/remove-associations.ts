import type { HubSpot } from "../http/client.ts";
import { HubSpotFailure } from "../http/failure.ts";
import type { Pair } from "./set-associations.ts";

/** Removes every association of each pair. One that is not there is no trouble. Throws HubSpotFailure. */
export async function removeAssociations(hubspot: HubSpot, pairs: Pair[]): Promise<void> {
  for (const [first, ...others] of Map.groupBy(pairs, ({ from, to }) => `${from.object}/${to.object}`).values()) {
    if (first === undefined) continue;
    const path = `/crm/v4/associations/${encodeURIComponent(first.from.object)}/${encodeURIComponent(first.to.object)}/batch/archive`;
    const inputs = [first, ...others].map(({ from, to }) => ({ from: { id: from.id }, to: [{ id: to.id }] }));
    try {
      await hubspot.request("POST", path, { inputs });
    } catch (error) {
      if (!(error instanceof HubSpotFailure) || error.failure.reason !== "gone") throw error;
    }
  }
}
