import type { Call } from "../../call/call.ts";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { type Outcome, planOne as planWith } from "../../planner/plan-one.ts";
import { type GivenRecords, lookUp } from "./portal-file/portal-records.ts";

export type { Outcome } from "../../planner/plan-one.ts";

/** What a portal is said to be, for a preview or an example. */
export interface GivenPortal {
  records: GivenRecords;
  portalSchema: PortalSchema;
  /** Said of records that it does not name. */
  unnamed: string;
}

export const NO_PORTAL: GivenPortal = { records: {}, portalSchema: EMPTY_PORTAL_SCHEMA, unnamed: "no portal was given" };

/** What a call comes to on a portal that is only said to be. */
export function planOne(call: Call, mappings: Mapping[], { records, portalSchema, unnamed }: GivenPortal): Outcome {
  return planWith(call, mappings, portalSchema, (lookups) => lookUp(lookups, records, portalSchema, unnamed));
}
