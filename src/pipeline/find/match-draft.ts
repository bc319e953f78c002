import { type LookupResult, stateOf } from "../../hubspot/model/current-record.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import type { LearnedIdentity, LedgerCorrection, MatchedAttempt, OpenedAttempt } from "../attempt/attempt.ts";

/**
 * What the finding of records knows so far of one attempt. Made anew whenever the step is taken: where HubSpot refuses a lookup it is taken again,
 * and begins from nothing. The ledger is told of `corrections` only when the call is about to be written.
 */
export interface MatchDraft {
  readonly attempt: OpenedAttempt;
  readonly lookupResults: Record<string, LookupResult>;
  readonly tried: Record<string, string[]>;
  readonly identities: LearnedIdentity[];
  readonly corrections: LedgerCorrection[];
  /** Less those of records that a call's key does not lead to any more. */
  readonly priorReceipts: Record<string, Receipt>;
}

export const draftOf = (attempt: OpenedAttempt): MatchDraft => ({
  attempt,
  lookupResults: {},
  tried: {},
  identities: [],
  corrections: [],
  priorReceipts: { ...attempt.priorReceipts },
});

export const matched = ({ attempt, ...found }: MatchDraft): MatchedAttempt => ({ ...attempt, ...found });

/** One lookup of one attempt. */
export interface DraftLookup {
  draft: MatchDraft;
  lookup: Lookup;
}

export const lookupsOf = (drafts: MatchDraft[]): DraftLookup[] =>
  drafts.flatMap((draft) => draft.attempt.lookups.map((lookup) => ({ draft, lookup })));

/** Those that are still to be found, and whose turn has come: the records that their `when` asks for are known, and as it wants them. */
export const nextLookups = (drafts: MatchDraft[]): DraftLookup[] =>
  lookupsOf(drafts).filter(
    ({ draft: { lookupResults }, lookup }) =>
      lookupResults[lookup.record] === undefined && (lookup.onlyIf ?? []).every(({ record, is }) => stateOf(lookupResults[record]) === is),
  );

/** Whether this very call brought the record into the world, in an earlier attempt. */
export function isOurs({ attempt: { cutOff }, priorReceipts }: MatchDraft, { record }: Lookup): boolean {
  return priorReceipts[record]?.made === true || cutOff?.records[record]?.op === "create";
}
