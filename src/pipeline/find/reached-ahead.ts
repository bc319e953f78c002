import type { LookupRequest } from "../../hubspot/find/find-records.ts";
import { propertiesToChoose } from "../../hubspot/find/pick-associated.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import { type FoundRecord, readWithHistory } from "../../hubspot/records/read-records.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { otherCallsOf } from "../../ledger/records/record-uses.ts";
import { readStoredCall } from "../../ledger/views/stored-call.ts";
import type { PipelineContext } from "../attempt/context.ts";
import type { DraftLookup } from "./match-draft.ts";

/** Records by object type, then by the id that they were asked for. */
export type ReadAhead = Map<string, Map<string, FoundRecord>>;

/** A lone call waits for every answer; in a crowd there is always something else to do meanwhile. */
const FEW_CALLS = 20;

/**
 * What the customers' last calls were written to through their contacts (their deals), read without waiting for the associations that lead there:
 * most often it is what they lead to again. Throws HubSpotFailure.
 */
export async function reachedAhead({ storage, hubspot }: PipelineContext, requests: Map<LookupRequest, DraftLookup>): Promise<ReadAhead> {
  if (requests.size > FEW_CALLS) return new Map();
  const remembered = [...requests].flatMap(([{ known, lookup }, { draft }]) => {
    const reached = draft.attempt.lookups.filter(({ through }) => through?.record === lookup.record);
    if (known === null || reached.length === 0) return [];
    const last = lastReceipts(storage.sql, `${lookup.object}/${known.id}`, draft.attempt.claimed.call);
    return reached.flatMap((each) => idIn(last[each.record], each).map((id) => ({ lookup: each, id })));
  });
  const groups = Map.groupBy(remembered, ({ lookup }) => lookup.object);
  const read = async ([object, group]: [string, typeof remembered]) =>
    [
      object,
      await readReachable(
        hubspot,
        object,
        group.map(({ id }) => id),
        group.map(({ lookup }) => lookup),
        NONE,
      ),
    ] as const;
  return new Map(await Promise.all([...groups].map(read)));
}

const NONE: ReadonlySet<string> = new Set();

/** Records of one object type, with all that choosing among them and planning read. `filled`: as in `readWithHistory`. Throws HubSpotFailure. */
export async function readReachable(
  hubspot: HubSpot,
  object: string,
  ids: string[],
  lookups: Lookup[],
  filled: ReadonlySet<string>,
): Promise<Map<string, FoundRecord>> {
  if (ids.length === 0) return new Map();
  const properties = lookups.flatMap((lookup) => [...lookup.properties, ...propertiesToChoose(lookup)]);
  return readWithHistory(
    hubspot,
    object,
    ids,
    properties,
    lookups.flatMap(({ history }) => history),
    filled,
  );
}

/** Of the last other call that used the record. */
function lastReceipts(sql: SqlStorage, record: string, call: string): Record<string, Receipt> {
  const last = otherCallsOf(sql, record, call).calls.at(-1);
  return (last !== undefined && readStoredCall(sql, last)?.receipts) || {};
}

const idIn = (receipt: Receipt | undefined, { object }: Lookup): string[] =>
  receipt?.object === object && receipt.id !== null ? [receipt.id] : [];
