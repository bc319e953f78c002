import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import { readPortal } from "../../ledger/portal-values.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import { type PlanJson, planJson, planOne } from "../../planner/plan-one.ts";

export type Planned = PlanJson | Unplannable;

/** Why there is no plan of a body: as the webhook would answer it. */
interface Unplannable {
  code: "not_json" | "ignored" | "not_a_call";
  message: string;
  issues?: { path: string; message: string }[];
}

/**
 * What a body would write by these mappings, were nothing of it in HubSpot yet. The words are the portal's, as far as they were read lately;
 * no record is looked up, nothing is stored and nothing is sent.
 */
export function planBody(sql: SqlStorage, body: string, mappings: Mapping[], now: number): Planned {
  const json = parsed(body);
  if (json === undefined) return { code: "not_json", message: "The body is not JSON." };
  const read = parsePostCall(json, new Date(now).toISOString());
  if (read.kind === "ignored") return { code: "ignored", message: read.reason };
  if (read.kind === "not_a_call") return { code: "not_a_call", message: "This is JSON, but not a post-call webhook.", issues: read.issues };
  const schema = readPortal<{ portalSchema: PortalSchema }>(sql, "portalSchema")?.portalSchema ?? EMPTY_PORTAL_SCHEMA;
  return planJson(read.call, planOne(read.call, mappings, schema, nothingFound));
}

/** As if HubSpot held none of them; a record that could not be looked up at all says why. */
function nothingFound(lookups: Lookup[]): Record<string, LookupResult> {
  return Object.fromEntries(
    lookups.map(({ record, keys, why }) => [
      record,
      { state: "missing", why: keys?.length === 0 && why.length > 0 ? why.join("; ") : "it was not looked up in HubSpot" },
    ]),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
