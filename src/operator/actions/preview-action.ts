import { bodyProperty } from "../../hubspot/model/objects.ts";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import { readPortal } from "../../ledger/portal-values.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { type StoredCall, readStoredCalls } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { openAttempt } from "../../pipeline/attempt/open-attempt.ts";
import { planCall } from "../../planner/plan-call.ts";
import { isUndone } from "../undo/undo.ts";

/** In how many calls a property of a record would change. */
export interface PreviewedChange {
  record: string;
  property: string;
  calls: number;
}

/** Said in the place of a property where the whole record would be archived. */
const WHOLE_RECORD = "(archived)";
/** Planning a call takes half a millisecond: this many are looked at, the newest. */
export const MOST_PREVIEWED = 500;
const CALLS_BETWEEN_BREATHS = 25;

/** What an action would change, by what the ledger knows: HubSpot is not asked. */
export async function previewChanges(
  sql: SqlStorage,
  verb: "replay" | "undo",
  calls: string[],
  mappings: Mapping[],
): Promise<PreviewedChange[]> {
  const schema = readPortal<{ portalSchema: PortalSchema }>(sql, "portalSchema")?.portalSchema ?? EMPTY_PORTAL_SCHEMA;
  const counts = new Map<string, PreviewedChange>();
  for (const [index, stored] of readStoredCalls(sql, calls.slice(0, MOST_PREVIEWED)).entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await scheduler.wait(0);
    const changes = verb === "undo" ? ofUndo(stored.receipts) : ofReplay(sql, stored, mappings, schema);
    for (const [record, property] of changes) {
      const key = `${record}\n${property}`;
      counts.set(key, { record, property, calls: (counts.get(key)?.calls ?? 0) + 1 });
    }
  }
  return [...counts.values()].toSorted((a, b) => b.calls - a.calls);
}

type Pairs = [record: string, property: string][];

function ofUndo(receipts: Record<string, Receipt>): Pairs {
  return Object.entries(receipts).flatMap(([name, receipt]): Pairs => {
    if (isUndone(receipt)) return [];
    if (receipt.made) return [[name, WHOLE_RECORD]];
    return Object.keys(receipt.set ?? {}).map((property) => [name, property]);
  });
}

/** What today's mapping would write over what the call has written already. */
function ofReplay(sql: SqlStorage, stored: StoredCall, mappings: Mapping[], portalSchema: PortalSchema): Pairs {
  if (!stored.hasBody || stored.status === "rejected") return [];
  try {
    const opened = openAttempt(sql, stored, mappings, portalSchema);
    if ("reason" in opened) return [];
    const { call, mapping, priorReceipts } = opened;
    if (mapping.shadow) return [];
    // An activity is only known of where this call has written one.
    const activities = mapping.records.filter(({ kind, name }) => kind === "activity" && priorReceipts[name]?.id);
    const names = [...opened.lookups.map(({ record }) => record), ...activities.map(({ name }) => name)];
    const lookups = Object.fromEntries(names.map((name) => [name, asKnown(priorReceipts[name])]));
    const planned = planCall({ call, mapping, lookups, portalSchema, now: call.endedAt });
    if ("problem" in planned) return [];
    return planned.plan.records
      .filter(({ action }) => action === "create" || action === "update")
      .flatMap(({ name, object, kind, decisions }): Pairs =>
        kind === "activity"
          ? [[name, bodyProperty(object)]]
          : decisions.filter(({ written }) => written).map(({ property }) => [name, property]),
      );
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
