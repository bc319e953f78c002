/**
 * What the planner knows of the portal. Filled by the drain from HubSpot and the ledger, by the preview from a file,
 * by the examples from `given`. Plain data: the planner never fetches.
 */

/** What a call wrote to a property before. */
export interface OwnWrite {
  from: string | null;
  to: string;
  /** The line that it appended. */
  added?: string;
}

/** A record as it stands in HubSpot before the write. */
export interface CurrentRecord {
  id: string;
  /** Only what the lookups named; null or "" = empty. */
  properties: Record<string, string | null>;
  /**
   * What this same call wrote earlier (an earlier revision, or an attempt that was cut off). Where the portal still holds `to`, the
   * planner starts from `from`: so a counter is not counted twice, an `append` is replaced, an `if_empty` may be corrected.
   */
  ownWrites?: Record<string, OwnWrite>;
  /** This same call brought it into the world: before the call it was missing. */
  isOurs?: true;
  /** What this same call wrote so long ago that the values are erased. */
  erased?: string[];
  /** Properties that a later call of the same customer wrote: an older call leaves them alone, unless the order makes no difference. Value: that call's id. */
  laterWrites?: Record<string, string>;
  /** Who changed a property last, and when (ISO); only fetched where a rule says `unless_edited`. */
  edits?: Record<string, { byPerson: boolean; at: string }>;
}

/** What a lookup came to. A record that is not in a map of these was not looked up, which never means that it is missing. */
export type LookupResult =
  | { state: "found"; record: CurrentRecord }
  /** `isDeleted`: it was there, and somebody deleted it. */
  | { state: "missing"; why: string; isDeleted?: true }
  | { state: "several"; candidates: string[]; why: string };

/** Whether a record was there before the call; null: it was not looked up. Several that match are there, whichever is meant. */
export function stateOf(result: LookupResult | undefined): "found" | "missing" | null {
  if (result === undefined) return null;
  return result.state === "missing" || (result.state === "found" && result.record.isOurs === true) ? "missing" : "found";
}
