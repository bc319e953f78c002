import type { AssociationType } from "../hubspot/objects.ts";

/**
 * What the planner knows of the portal. Filled by the drain from HubSpot and the ledger, by the preview from a file,
 * by the examples from `given`. Plain data: the planner never fetches.
 */

/** What a call wrote to a property before. */
export interface Mine {
  from: string | null;
  to: string;
  /** The line that it appended. */
  added?: string;
}

/** A record as it stands in HubSpot before the write. */
export interface HeldRecord {
  id: string;
  /** Only what the lookups named; null or "" = empty. */
  properties: Record<string, string | null>;
  /**
   * What this same call wrote earlier (an earlier revision, or an attempt that was cut off). Where the portal still holds `to`, the
   * planner starts from `from`: so a counter is not counted twice, an `append` is replaced, an `if_empty` may be corrected.
   */
  mine?: Record<string, Mine>;
  /** What this same call wrote so long ago that the values are erased. */
  erased?: string[];
  /** Properties that a later call of the same customer wrote: an older call leaves them alone, unless the order makes no difference. Value: that call's id. */
  newer?: Record<string, string>;
  /** Who changed a property last, and when (ISO); only fetched where a rule says `unless_edited`. */
  edits?: Record<string, { byPerson: boolean; at: string }>;
}

/** What a lookup came to. A record of the file that is not in the map was not looked up. */
export type Held =
  | { state: "found"; record: HeldRecord }
  | { state: "missing"; why: string }
  | { state: "several"; candidates: string[]; why: string };

/** What the portal calls things: lets a mapping say labels where HubSpot wants ids. Unknown parts are simply absent. */
export interface Vocabulary {
  /** By object type. */
  pipelines: Record<string, Pipeline[]>;
  /** By object type, then property name. */
  properties: Record<string, Record<string, PropertyDefinition>>;
  owners: { id: string; email: string }[];
  /** Unlabelled associations that differ from portal to portal, by `from>to`. */
  associations?: Record<string, AssociationType>;
}

export interface Pipeline {
  id: string;
  label: string;
  /** In display order. */
  stages: { id: string; label: string; closed: boolean; won: boolean }[];
}

export interface PropertyDefinition {
  name: string;
  /** HubSpot's: string, number, date, datetime, bool, enumeration, phone_number, … */
  type: string;
  fieldType: string;
  /** In display order. */
  options: { value: string; label: string }[];
  readOnly: boolean;
}

export const EMPTY_VOCABULARY: Vocabulary = { pipelines: {}, properties: {}, owners: [] };
