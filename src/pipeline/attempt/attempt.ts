import type { Call } from "../../call/call.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import type { KnownIdentity } from "../../ledger/records/identities.ts";
import type { Claimed } from "../../ledger/queue.ts";
import type { Intent, Receipt } from "../../ledger/settle/receipt.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { PlannedRecord } from "../../planner/types.ts";

/**
 * One call on its way through an attempt, stage by stage. A step takes attempts of one stage and returns those of the next: what a step reads, the
 * steps before it have made, or it does not compile. Nothing here is changed once it is made, so that a step may be run again.
 */
export interface OpenedAttempt {
  readonly claimed: Claimed;
  readonly call: Call;
  readonly mapping: Mapping;
  /** What must be looked up, record by record. */
  readonly lookups: Lookup[];
  /** What earlier attempts and revisions wrote, by record. What an undo took back was never written. */
  readonly priorReceipts: Readonly<Record<string, Receipt>>;
  /** What an attempt that was cut off set out to write: it may have landed. */
  readonly cutOff: Intent | null;
  /** Attempts for the same lead before this one, as the ledger knew them when the call was opened; null where nobody counts them. */
  readonly earlierAttempts: number | null;
}

/** Its CRM records have been looked up. */
export interface MatchedAttempt extends OpenedAttempt {
  /** For every lookup, what it came to; of activities only those that were written before. */
  readonly lookupResults: Readonly<Record<string, LookupResult>>;
  /** What was tried for each lookup, in words for the receipt. */
  readonly tried: Readonly<Record<string, readonly string[]>>;
  /** Keys by which records are known from now on. */
  readonly identities: readonly LearnedIdentity[];
  /** What the ledger has to be told before anything is written. */
  readonly corrections: readonly LedgerCorrection[];
}

export interface LearnedIdentity {
  /** The record's name in the mapping. */
  record: string;
  /** The salted hash. */
  person: string;
  how: KnownIdentity["how"];
}

/** What the ledger knew and HubSpot shows otherwise. `moved`: a record was merged into another; both as object/id. */
export type LedgerCorrection = { kind: "moved"; from: string; to: string } | { kind: "gone"; person: string };

/** All that it may write to has been read, the activities too. */
export interface FoundAttempt extends MatchedAttempt {
  /** Activities that it shares with other calls, where one of them has written it. */
  readonly shared: Readonly<Record<string, SharedState>>;
}

export interface SharedState {
  /** Hashes of the lines that all the calls which share it have written. */
  lines: readonly number[];
  /** A later attempt for the same lead has had its say. */
  isSuperseded: boolean;
}

export interface PlannedAttempt extends FoundAttempt {
  readonly planned: readonly PlannedRecord[];
  /** Hashes of the lines that it writes into a body, by record. */
  readonly bodyLines: Readonly<Record<string, readonly number[]>>;
}

/** What a cut-off attempt is seen to have done stands among the receipts of earlier attempts: only now may a new intent take the old one's place. */
export interface RecoveredAttempt extends PlannedAttempt {
  /** The receipts that say so, by record. */
  readonly recovered: Readonly<Record<string, Receipt>>;
}
