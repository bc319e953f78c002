import { customerOfPhone } from "../call/customer.ts";
import { type Account, recordUrl } from "../hubspot/model/record-url.ts";
import type { Receipt, Status } from "../ledger/settle/receipt.ts";
import { otherCallsOfCustomer } from "../ledger/views/calls-of-customer.ts";
import { type CallFilters, type SearchBounds, searchCalls } from "../ledger/views/search-calls.ts";
import { type StoredCall, readStoredCall, readStoredCalls } from "../ledger/views/stored-call.ts";
import type { HistoryEntry } from "../ledger/settle/history.ts";
import { type Problem, type Warning, problemAgain } from "../problem/problem.ts";
import type { PortalWait } from "./health/portal-wait.ts";
import { whyPending } from "./why-pending.ts";

/** A call as the operator sees it. Part of the public contract. */
export interface CallView {
  call: string;
  status: ShownStatus;
  revision: number;
  attempts: number;
  mapping: string | null;
  campaign: string | null;
  received_at: string;
  settled_at: string | null;
  /** When a pending call goes on. */
  next_try_at: string | null;
  /** What was done with each record; of a call that a mapping in shadow took, what would have been. */
  records: Record<string, ShownReceipt>;
  /** What of it was left out or shortened, though it is written. */
  warnings: Warning[];
  problem: Problem | null;
  /** Why it was skipped. */
  reason: string | null;
  /** Only of a call that a mapping in shadow took: `records` is what it would have written. */
  shadow?: true;
  /** Whether the stored body is still there: without it a call cannot be replayed. */
  body: "kept" | "erased";
  /** Whether an operator corrected its body; the sender's next revision takes the place of that. */
  edited: boolean;
  /** What was tried with it and how that ended, the latest last; empty once the body is erased. */
  history: ShownEntry[];
}

/** A line of a call's history, as the operator sees it. */
export interface ShownEntry extends Pick<HistoryEntry, "outcome" | "wrote" | "details"> {
  at: string;
  /** What was in the way. */
  problem?: Problem;
  next_try_at?: string;
}

/** What was done with one record, without what only the ledger needs. */
export interface ShownReceipt extends Pick<
  Receipt,
  "object" | "id" | "set" | "erased" | "kept" | "why" | "tried" | "candidates" | "on" | "labels" | "problem" | "undone" | "moved_from"
> {
  action: "created" | "updated" | "unchanged" | "skipped";
  /** Where it stands in HubSpot. */
  url?: string;
}

export const STATUSES = ["pending", "written", "skipped", "held", "rejected"] as const;
export type ShownStatus = (typeof STATUSES)[number];

export interface CallsPage {
  calls: CallView[];
  /** For `before=`; null on the last page. */
  next: string | null;
  /** How many of the newest calls were looked at: a search that finds little stops at a bound. */
  searched: number;
  /** When the oldest and the newest of them came in; null: there was none. */
  searched_range: { from: string; to: string } | null;
}

/** What the views need to know of the portal as a whole. */
export interface PortalState {
  account: Account | null;
  /** What every pending call waits for; null: nothing is in the way. */
  wait: PortalWait | null;
}

export function viewCall(sql: SqlStorage, call: string, portal: PortalState): CallView | null {
  return viewCalls(sql, [call], portal)[0] ?? null;
}

const viewCalls = (sql: SqlStorage, calls: string[], portal: PortalState): CallView[] =>
  readStoredCalls(sql, calls).map((stored) => view(sql, stored, portal));

/** The salted hashes under which the ledger knows a customer and an address. */
export interface SearchHashes {
  customer(customer: string): string;
  email(email: string): string;
}

/** Newest first. */
export function listCalls(sql: SqlStorage, where: CallFilters, bounds: SearchBounds, portal: PortalState, hashes: SearchHashes): CallsPage {
  const found = searchCalls(sql, where, bounds, {
    customer: where.phone === undefined ? null : hashes.customer(customerOfPhone(where.phone) ?? ""),
    email: where.email === undefined ? null : hashes.email(where.email),
  });
  const { next, searched, range } = found;
  return {
    calls: viewCalls(sql, found.calls, portal),
    next: next === null ? null : String(next),
    searched,
    searched_range: range && { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
  };
}

/** As many as fit below a call without hiding what comes after. */
const OTHER_CALLS = 10;

/** The newest other calls of the customer who had this one. */
export function otherCalls(sql: SqlStorage, call: string, portal: PortalState): CallView[] {
  const stored = readStoredCall(sql, call);
  if (stored === null || stored.status === "rejected") return [];
  return otherCallsOfCustomer(sql, stored, OTHER_CALLS).map((other) => view(sql, other, portal));
}

function view(sql: SqlStorage, stored: StoredCall, { account, wait }: PortalState): CallView {
  const status = shownStatus(stored.status);
  const pending = status === "pending" ? whyPending(sql, stored, wait) : null;
  return {
    call: stored.call,
    status,
    revision: stored.revision,
    attempts: stored.attempts,
    mapping: stored.mapping,
    campaign: stored.campaign || null,
    received_at: new Date(stored.receivedAt).toISOString(),
    settled_at: stored.settledAt === null ? null : new Date(stored.settledAt).toISOString(),
    next_try_at: pending === null || pending.until === null ? null : new Date(pending.until).toISOString(),
    warnings: stored.warnings,
    records: Object.fromEntries(Object.entries(stored.shadow ?? stored.receipts).map(([name, receipt]) => [name, shown(receipt, account)])),
    problem: pending === null ? stored.problem : pending.problem,
    reason: stored.note,
    ...(stored.shadow && { shadow: true as const }),
    body: stored.hasBody ? "kept" : "erased",
    edited: stored.edited,
    history: stored.history.map(shownEntry),
  };
}

function shownEntry({ at, outcome, wrote, nextAt, ...came }: HistoryEntry): ShownEntry {
  const problem = problemAgain(came);
  return {
    at: new Date(at).toISOString(),
    outcome,
    ...(wrote && { wrote }),
    ...(problem && { problem }),
    ...(came.details && { details: came.details }),
    ...(nextAt !== undefined && { next_try_at: new Date(nextAt).toISOString() }),
  };
}

function shownStatus(status: Status): ShownStatus {
  return status === "waiting" || status === "undoing" ? "pending" : status;
}

/** Names what is shown: what the ledger alone needs stays there. */
function shown(receipt: Receipt, account: Account | null): ShownReceipt {
  const { object, id, action, set, erased, kept, why, tried, candidates, on, labels, problem, undone, moved_from } = receipt;
  const url = id === null ? null : recordUrl(account, object, id);
  const said = { set, erased, kept, why, tried, candidates, on, labels, problem, undone, moved_from };
  return {
    object,
    id,
    action: action === "held" ? "skipped" : action,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(url !== null && { url }),
  };
}
