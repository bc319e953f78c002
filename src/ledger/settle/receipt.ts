import type { OwnWrite } from "../../hubspot/model/current-record.ts";
import type { Problem, Warning } from "../../problem/problem.ts";
import type { HistoryEntry } from "./history.ts";

/** What was done with one record for one call, and why. Part of the public contract; kept as JSON in the ledger. */
export interface Receipt {
  /** HubSpot's object type. */
  object: string;
  id: string | null;
  action: "created" | "updated" | "unchanged" | "skipped" | "held";
  /** What this call wrote and what it replaced, property by property. Values are personal data: erased with the body. */
  set?: Record<string, Change>;
  /** Names of the properties that it wrote, once the values are erased: what added to them must not do so again. */
  erased?: string[];
  /** Properties left alone, and why. */
  kept?: Record<string, string>;
  why?: string;
  /** True of an activity that somebody deleted in HubSpot: it stays deleted. */
  deleted?: true;
  /** What was tried to find the record, and what it came to. */
  tried?: string[];
  /** The records to choose from. */
  candidates?: string[];
  /** What it is associated with, as object/id. */
  on?: string[];
  /** By which association label, where it is by one; by object/id. */
  labels?: Record<string, string>;
  /** True when this call brought the record into the world. */
  made?: boolean;
  /** The revision that `action` speaks of. */
  revision?: number;
  /** The id of the owner whose turn it was. */
  turn?: string;
  /** Hashes of the lines we wrote into its body, to tell a person's words from ours. */
  lines?: number[];
  problem?: Problem;
  /** What an undo did with it, and what it left and why. */
  undone?: { done: string; left?: Record<string, string> };
  /** The records that it was moved away from, when another contact was chosen, with what was taken back there and what was left and why. */
  moved_from?: LeftBehind[];
}

export interface LeftBehind {
  /** object/id */
  record: string;
  done: string;
  left?: Record<string, string>;
}

export const DELETED_WORDS = "it was deleted in HubSpot, and stays deleted";

/** The first release kept no more of it than the sentence. */
export const isDeleted = ({ deleted, why }: Receipt): boolean => deleted === true || why === DELETED_WORDS;

export interface Change {
  to: string | null;
  from: string | null;
  /** The line of it that was appended. */
  added?: string;
  /** `otonistark.yaml:41` */
  rule: string;
}

/** `waiting`: for a contact to appear (`rematch:`). `undoing`: what it wrote is being taken back, or moved to another contact. Both are shown as pending. */
export type Status = "pending" | "waiting" | "undoing" | "written" | "skipped" | "held" | "rejected";

/** All that is kept of a call until it is erased, beside its body. */
export interface StoredReceipt {
  records: Record<string, Receipt>;
  problem: Problem | null;
  /** Why it was skipped, or what it waits for. */
  note: string | null;
  /** What of a written call was left out. */
  warnings?: Warning[];
  /** What a mapping in shadow would have written; erased with the body. `records` is what stands in HubSpot, as ever. */
  shadow?: Record<string, Receipt>;
  /** What was tried with it and how that ended, the latest last. */
  history?: HistoryEntry[];
}

/** What an attempt set out to write, kept before the first request goes out: after a cut the next attempt finds out what landed. */
export interface Intent {
  /** ms; when the attempt began: what it made is no older. */
  at: number;
  /** ms; by when the last request was answered or given up. Null while the attempt runs: found so later, it was cut off, nobody knows when. */
  endedAt: number | null;
  /** What it was cannot be read any more: whatever the mapping makes may be there. */
  isLost?: true;
  /** By what others may come upon what it was to create (keys, the record it is reached through, a shared activity): until it is known whether that is there, they wait. */
  keys?: string[];
  records: Record<
    string,
    {
      object: string;
      op: "create" | "update";
      id: string | null;
      searched?: boolean;
      set: Record<string, OwnWrite>;
      /** As in the receipt. */ lines?: number[];
    }
  >;
}
