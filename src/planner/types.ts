import type { Call } from "../call/call.ts";
import type { LookupResult } from "../hubspot/model/current-record.ts";
import type { AssociationType } from "../hubspot/model/objects.ts";
import type { PortalSchema } from "../hubspot/model/portal-schema.ts";
import type { Mapping, WriteMode } from "../mapping/compiled-mapping.ts";
import type { RenderSettings } from "../mapping/template/settings.ts";
import type { Problem, Warning } from "../problem/problem.ts";

/** All that the planning of one call reads. */
export interface PlanContext {
  call: Call;
  mapping: Mapping;
  lookups: Record<string, LookupResult>;
  portalSchema: PortalSchema;
  /** What conditions read: records as they stand before this call. */
  before: Record<string, unknown>;
  /** What values read at the place that is being planned: `before` of the record itself, `texts` of the others. */
  names: Record<string, unknown>;
  /** What texts read: the records that have been planned so far as they will stand, the others as they stand before this call. */
  texts: Record<string, unknown>;
  settings: RenderSettings;
  /** What of an activity's text goes on in further notes, by record. */
  further: Map<string, string[]>;
  /** What has been planned so far, by record. */
  planned: Map<string, PlannedRecord>;
}

/** What becomes of one property. */
export interface Decision {
  property: string;
  /** The value HubSpot would hold afterwards (its wire format); null when the value came out blank. */
  to: string | null;
  from: string | null;
  write: WriteMode;
  /** `otonistark.yaml:41` */
  rule: string;
  /** The mapping's author (or we) wrote the value; else it came with the call, and is left out where HubSpot does not take it. */
  fromAuthor: boolean;
  /** The line of it that `append` adds. */
  added?: string;
  /** How many of a full log's oldest lines had to go for it. */
  linesLost?: number;
  /** True when it is sent. */
  written: boolean;
  /** True where it is not sent because HubSpot holds it already. */
  stands?: true;
  /** Why it is not sent ("same value", "already filled", "a later stage already", "call 12 is newer"), or why it is noteworthy. */
  why: string | null;
}

/** What becomes of one record. */
export interface PlannedRecord {
  name: string;
  object: string;
  kind: "crm" | "activity";
  /** `unchanged`: found, nothing to send. `skip`: not written, `why` says why. `hold`: `problem` says what a person must do. */
  action: "create" | "update" | "unchanged" | "skip" | "hold";
  id: string | null;
  /** What would be sent: HubSpot property names and wire values. */
  properties: Record<string, string>;
  decisions: Decision[];
  /** Names of the records it is associated with (an activity), or is created under (a new deal: contact, company). */
  on: string[];
  /** Of those of them that are labelled, by name. `types`: HubSpot's; `isFromOther`: they lead from the other record to this one. */
  labels?: Record<string, { label: string; types: AssociationType[]; isFromOther: boolean }>;
  /** Found records besides, which are none of this call's own: those that a task asks to choose from. */
  onto?: { object: string; id: string }[];
  /** Of a new activity whose owner is one of several in turn (ids, at least two): the ledger counts whose turn it is, by the name `of`. */
  turns?: { of: string; owners: string[] } | undefined;
  why: string | null;
  /** The record whose text goes on in this note. */
  continues?: string;
  /** True of an activity that somebody deleted in HubSpot: it stays deleted. */
  isDeleted?: true;
  problem: Problem | null;
  /** What came with the call and is left out or shortened. */
  warnings: Warning[];
  /** Something of it was left out or held because the portal's schema, as it was given, lacks it. */
  lacks: boolean;
}

export interface Plan {
  mapping: string;
  records: PlannedRecord[];
  /** As `PlannedRecord.lacks`, of any record: whoever has an old schema reads it afresh and plans again. */
  lacks: boolean;
}

/** What planning reads. */
export interface PlanInput {
  call: Call;
  mapping: Mapping;
  lookups: Record<string, LookupResult>;
  portalSchema: PortalSchema;
  /** ISO 8601. */
  now: string;
}
