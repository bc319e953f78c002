import type { LookupResult } from "../../hubspot/model/current-record.ts";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { readPortal } from "../../ledger/portal-values.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import type { StoredCall } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { openAttempt } from "../../pipeline/attempt/open-attempt.ts";
import { planCall } from "../../planner/plan-call.ts";
import type { PlannedRecord } from "../../planner/types.ts";

/**
 * What today's mapping makes of a stored call by what the ledger knows: its records hold what the call has written, and nothing else. HubSpot is not
 * asked. Empty where nothing would be written.
 */
export function planFromLedger(sql: SqlStorage, stored: StoredCall, mappings: Mapping[]): PlannedRecord[] {
  if (!stored.hasBody || stored.status === "rejected") return [];
  const portalSchema = readPortal<{ portalSchema: PortalSchema }>(sql, "portalSchema")?.portalSchema ?? EMPTY_PORTAL_SCHEMA;
  try {
    const opened = openAttempt(sql, stored, mappings, portalSchema);
    if ("reason" in opened) return [];
    const { call, mapping, priorReceipts } = opened;
    // An activity is only known of where this call has written one.
    const activities = mapping.records.filter(({ kind, name }) => kind === "activity" && priorReceipts[name]?.id);
    const names = [...opened.lookups.map(({ record }) => record), ...activities.map(({ name }) => name)];
    const lookups = Object.fromEntries(names.map((name) => [name, asKnown(priorReceipts[name])]));
    const planned = planCall({ call, mapping, lookups, portalSchema, now: call.endedAt });
    return "problem" in planned ? [] : planned.plan.records;
  } catch {
    // A call that hits a bug is held by its replay, which says so.
    return [];
  }
}

function asKnown(receipt: Receipt | undefined): LookupResult {
  if (receipt?.id === undefined || receipt.id === null) return { state: "missing", why: "it has not been written yet" };
  const properties = Object.fromEntries(Object.entries(receipt.set ?? {}).map(([property, { to }]) => [property, to]));
  return { state: "found", record: { id: receipt.id, properties } };
}
