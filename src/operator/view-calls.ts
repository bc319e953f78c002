import { type Account, TYPE_IDS } from "../hubspot/model/record-url.ts";
import type { Receipt, Status } from "../ledger/receipt.ts";
import type { Problem } from "../problem.ts";

/** A call as the operator sees it. Part of the public contract. */
export interface CallView {
  call: string;
  status: Status;
  revision: number;
  attempts: number;
  mapping: string | null;
  received_at: string;
  settled_at: string | null;
  records: Record<string, unknown>;
  problem: Problem | null;
  /** Why it was skipped. */
  reason: string | null;
  /** Whether the stored body is still there: without it a call cannot be replayed. */
  body: "kept" | "erased";
}

export interface CallsPage {
  calls: CallView[];
  /** For `before=`; null on the last page. */
  next: string | null;
}

interface Row extends Record<string, SqlStorageValue> {
  call: string;
  status: Status;
  revision: number;
  attempts: number;
  mapping: string | null;
  received_at: number;
  settled_at: number | null;
  records: string;
  problem: string | null;
  note: string | null;
  delivery: number;
  kept: number;
}

/** What the views need to know of the portal as a whole. */
export interface PortalState {
  account: Account | null;
  /** What the portal is paused for: every pending call waits for it. */
  problem: Problem | null;
}

const COLUMNS =
  "c.call, c.status, c.revision, c.attempts, c.mapping, d.received_at, c.settled_at, c.records, c.problem, c.note, d.delivery, d.body IS NOT NULL AS kept";

export function viewCall(sql: SqlStorage, call: string, portal: PortalState): CallView | null {
  const row = sql
    .exec<Row>(`SELECT ${COLUMNS} FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.call = ?`, call)
    .toArray()[0];
  return row === undefined ? null : view(row, portal);
}

/** Newest first. */
export function listCalls(
  sql: SqlStorage,
  { status, limit, before }: { status: string | null; limit: number; before: number | null },
  portal: PortalState,
): CallsPage {
  const rows = sql
    .exec<Row>(
      `SELECT ${COLUMNS} FROM deliveries d JOIN calls c ON c.delivery = d.delivery
       WHERE d.delivery < ?1 AND (?2 IS NULL OR c.status = ?2 OR (?2 = 'pending' AND c.status = 'waiting')) ORDER BY d.delivery DESC LIMIT ?3`,
      before ?? Number.MAX_SAFE_INTEGER,
      status,
      limit + 1,
    )
    .toArray();
  const page = rows.slice(0, limit);
  return { calls: page.map((row) => view(row, portal)), next: rows.length > limit ? String(page.at(-1)?.delivery) : null };
}

function view(row: Row, { account, problem }: PortalState): CallView {
  const records = JSON.parse(row.records) as Record<string, Receipt>;
  return {
    call: row.call,
    status: row.status === "waiting" ? ("pending" as const) : row.status,
    revision: row.revision,
    attempts: row.attempts,
    mapping: row.mapping,
    received_at: new Date(row.received_at).toISOString(),
    settled_at: row.settled_at === null ? null : new Date(row.settled_at).toISOString(),
    records: Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, shown(receipt, account)])),
    problem: row.problem !== null ? (JSON.parse(row.problem) as Problem) : row.status === "pending" ? problem : null,
    reason: row.note,
    body: row.kept === 1 ? "kept" : "erased",
  };
}

function shown({ lines: _, revision: __, made: ___, action, ...receipt }: Receipt, account: Account | null): unknown {
  const type = TYPE_IDS[receipt.object] ?? null;
  const url =
    account?.portalId && receipt.id && type
      ? { url: `https://${account.uiDomain ?? "app.hubspot.com"}/contacts/${account.portalId}/record/${type}/${receipt.id}` }
      : {};
  return { ...receipt, action: action === "held" ? "skipped" : action, ...url };
}
