import type { Change, Receipt } from "../../ledger/receipt.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { currentRecord, isSeen } from "../attempt/own-writes.ts";

/**
 * What a cut-off attempt is found to have done becomes part of what the call has written, before this attempt's own intent replaces the old
 * one: or the attempt after this one would not know of it any more. Returns the receipts that say so.
 */
export function recoverLanded(work: CallAttempt): Record<string, Receipt> {
  const absorbed = Object.keys(work.intent?.records ?? {}).flatMap((name) =>
    work.held[name]?.state === "found" ? [[name, receiptOf(work, name)] as const] : [],
  );
  Object.assign(work.before, Object.fromEntries(absorbed));
  return Object.fromEntries(absorbed);
}

type Intended = NonNullable<CallAttempt["intent"]>["records"][string];

function receiptOf(work: CallAttempt, name: string): Receipt {
  const intended = work.intent?.records[name] as Intended;
  const before = work.before[name];
  const set = { ...before?.set, ...landed(work, name, intended) };
  const lines = [...new Set([...(before?.lines ?? []), ...(intended.lines ?? [])])];
  const created = intended.op === "create";
  return {
    ...before,
    object: intended.object,
    id: currentRecord(work, name).id,
    action: created || before?.made === true ? "created" : "updated",
    on: before?.on ?? [],
    ...(created && { made: true, revision: work.claimed.revision }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(lines.length > 0 && { lines }),
  };
}

/** Those of its values that stand there. */
function landed(work: CallAttempt, name: string, { set }: Intended): Record<string, Change> {
  const rule = work.mapping.records.find((record) => record.name === name)?.at ?? "";
  const { properties } = currentRecord(work, name);
  const seen = Object.entries(set).filter(([property, change]) => isSeen(change, properties[property]));
  return Object.fromEntries(seen.map(([property, change]) => [property, { ...change, rule }]));
}
