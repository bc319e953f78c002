import { hashLine, linesOf } from "../../hubspot/model/body-lines.ts";
import { coarse } from "../../hubspot/model/line-groups.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import { readStoredCall } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { planFromLedger } from "./plan-from-ledger.ts";

/** The body of an activity that a call has written, as today's mapping makes it. */
export interface StandingBody {
  /** The record's name in the mapping. */
  name: string;
  html: string;
  /** Whether just these lines were written. False: another mapping wrote it, or HubSpot held something else then. */
  isAsWritten: boolean;
}

/**
 * The notes, calls and tasks of a call that stand in HubSpot. The ledger keeps no body, only hashes of its lines: so it is made anew, and said whether
 * it is what was written. HubSpot is not asked; what people have added to it is not there.
 */
export function standingBodies(sql: SqlStorage, call: string, mappings: Mapping[]): StandingBody[] {
  const stored = readStoredCall(sql, call);
  if (stored === null) return [];
  return planFromLedger(sql, stored, mappings).flatMap(({ name, object, kind, properties }) => {
    const receipt = stored.receipts[name];
    const html = properties[bodyProperty(object)];
    const stands = receipt !== undefined && receipt.id !== null && receipt.action !== "skipped" && receipt.undone === undefined;
    return kind === "activity" && stands && html !== undefined ? [{ name, html, isAsWritten: isSame(html, receipt.lines ?? []) }] : [];
  });
}

/** Hashes from before an erasure are coarse. */
function isSame(html: string, written: number[]): boolean {
  const lines = new Set(linesOf(html).map((line) => coarse(hashLine(line))));
  const kept = new Set(written.map(coarse));
  return lines.size === kept.size && [...lines].every((line) => kept.has(line));
}
