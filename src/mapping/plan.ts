import type { Call } from "../call.ts";
import type { Problem } from "../problem.ts";
import type { Mapping, WriteMode } from "./mapping.ts";
import type { Held, Vocabulary } from "./portal-view.ts";

/** What becomes of one property. */
export interface Decision {
  property: string;
  /** The value HubSpot would hold afterwards (its wire format); null when the value came out blank. */
  to: string | null;
  from: string | null;
  write: WriteMode;
  /** `otonistark.yaml:41` */
  rule: string;
  /** True when it is sent. */
  written: boolean;
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
  why: string | null;
  problem: Problem | null;
}

export interface Plan {
  mapping: string;
  records: PlannedRecord[];
}

/**
 * The writes a call should cause. Pure: the preview, the examples and the delivery all call this one function.
 * A template that breaks its limits yields `problem`: that call is held, nothing else.
 */
export declare function planCall(input: {
  call: Call;
  mapping: Mapping;
  held: Record<string, Held>;
  vocabulary: Vocabulary;
  /** ISO 8601. */
  now: string;
}): { plan: Plan } | { problem: Problem };
