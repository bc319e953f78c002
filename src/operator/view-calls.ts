import { customerOfPhone } from "../call/customer.ts";
import { type Account, recordUrl } from "../hubspot/model/record-url.ts";
import type { Receipt, Status } from "../ledger/receipt.ts";
import { type CallFilters, type SearchBounds, searchCalls } from "../ledger/search-calls.ts";
import type { Problem, Warning } from "../problem/problem.ts";
import type { PortalWait } from "./portal-wait.ts";

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
  records: Record<string, ShownReceipt>;
  /** What of it was left out or shortened, though it is written. */
  warnings: Warning[];
  problem: Problem | null;
  /** Why it was skipped. */
  reason: string | null;
  /** Whether the stored body is still there: without it a call cannot be replayed. */
  body: "kept" | "erased";
  /** Whether an operator corrected its body; the sender's next revision takes the place of that. */
  edited: boolean;
}

/** What was done with one record, without what only the ledger needs. */
export interface ShownReceipt extends Pick<
  Receipt,
  "object" | "id" | "set" | "erased" | "kept" | "why" | "tried" | "candidates" | "on" | "problem" | "undone"
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
}

interface Row extends Record<string, SqlStorageValue> {
  call: string;
  status: Status;
  revision: number;
  attempts: number;
  mapping: string | null;
  received_at: number;
  due_at: number;
  settled_at: number | null;
  records: string;
  problem: string | null;
  note: string | null;
  delivery: number;
  kept: number;
  edited: number;
}

/** What the views need to know of the portal as a whole. */
export interface PortalState {
  account: Account | null;
  /** What every pending call waits for; null: nothing is in the way. */
  wait: PortalWait | null;
}

const COLUMNS =
  "c.call, c.due_at, c.status, c.revision, c.attempts, c.mapping, d.received_at, c.settled_at, c.records, c.problem, c.note, d.delivery, d.body IS NOT NULL AS kept, c.edited";

export function viewCall(sql: SqlStorage, call: string, portal: PortalState): CallView | null {
  const row = sql
    .exec<Row>(`SELECT ${COLUMNS} FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.call = ?`, call)
    .toArray()[0];
  return row === undefined ? null : view(row, portal);
}

/** Newest first. */
export function listCalls(
  sql: SqlStorage,
  where: CallFilters,
  bounds: SearchBounds,
  portal: PortalState,
  hashOf: (customer: string) => string,
): CallsPage {
  const found = searchCalls(sql, where, bounds, where.phone === undefined ? null : hashOf(customerOfPhone(where.phone) ?? ""));
  const calls = found.calls.map((call) => viewCall(sql, call, portal) as CallView);
  return { calls, next: found.next === null ? null : String(found.next), searched: found.searched };
}

/** As many as fit below a call without hiding what comes after. */
const OTHER_CALLS = 10;

/** The newest other calls of the customer who had this one. */
export function otherCalls(sql: SqlStorage, call: string, portal: PortalState): CallView[] {
  const row = sql.exec<{ customer: string }>("SELECT customer FROM calls WHERE call = ?", call).toArray()[0];
  if (row === undefined || row.customer === "") return [];
  const { calls } = searchCalls(sql, {}, { limit: OTHER_CALLS + 1, before: Number.MAX_SAFE_INTEGER }, row.customer);
  return calls.filter((other) => other !== call).map((other) => viewCall(sql, other, portal) as CallView);
}

function view(row: Row, { account, wait }: PortalState): CallView {
  const records = JSON.parse(row.records) as Record<string, Receipt>;
  return {
    call: row.call,
    status: shownStatus(row.status),
    revision: row.revision,
    attempts: row.attempts,
    mapping: row.mapping,
    campaign: null,
    received_at: new Date(row.received_at).toISOString(),
    settled_at: row.settled_at === null ? null : new Date(row.settled_at).toISOString(),
    next_try_at: shownStatus(row.status) === "pending" ? nextTry(row.due_at, wait) : null,
    warnings: [],
    records: Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, shown(receipt, account)])),
    problem:
      row.problem !== null ? (JSON.parse(row.problem) as Problem) : shownStatus(row.status) === "pending" ? (wait?.problem ?? null) : null,
    reason: row.note,
    body: row.kept === 1 ? "kept" : "erased",
    edited: row.edited === 1,
  };
}

/** Null while a person has to say when it goes on. */
function nextTry(dueAt: number, wait: PortalWait | null): string | null {
  return wait?.until === null ? null : new Date(Math.max(dueAt, wait?.until ?? 0)).toISOString();
}

function shownStatus(status: Status): ShownStatus {
  return status === "waiting" || status === "undoing" ? "pending" : status;
}

/** Names what is shown: what the ledger alone needs stays there. */
function shown(receipt: Receipt, account: Account | null): ShownReceipt {
  const { object, id, action, set, erased, kept, why, tried, candidates, on, problem, undone } = receipt;
  const url = id === null ? null : recordUrl(account, object, id);
  const said = { set, erased, kept, why, tried, candidates, on, problem, undone };
  return {
    object,
    id,
    action: action === "held" ? "skipped" : action,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(url !== null && { url }),
  };
}
