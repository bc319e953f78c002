import type { AssociationType } from "../model/objects.ts";
import type { Failure } from "../http/failure.ts";

/** One record to create or update. */
export interface WriteInput {
  /** Ours, unique among the inputs. */
  trace: string;
  /** Of the record to update; null = create. */
  id: string | null;
  properties: Record<string, string>;
  /** The largest batch it may go in; where left out, as large as HubSpot takes them. */
  maxBatchSize?: number;
  /** Only for creation: written in the same request. */
  associations: { toId: string; types: AssociationType[] }[];
}

export type WriteOutcome = { ok: true; id: string; warnings?: HubSpotWarning[] } | { ok: false; failure: Failure };

/** What HubSpot says of a record that it wrote all the same. Codes and names of properties: never a value. */
export interface HubSpotWarning {
  category: string;
  names: string[];
}
