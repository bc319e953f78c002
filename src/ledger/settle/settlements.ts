import type { Problem, Warning } from "../../problem/problem.ts";
import { SHELF, slotOf } from "../bodies/bodies.ts";
import { soundHash } from "../bodies/content-hash.ts";
import { packReceipt } from "../bodies/packed-receipt.ts";
import { countChange, together } from "../counters.ts";
import { type Claimed, placeInQueue, promoteNext } from "../queue.ts";
import { leaveUnfinished } from "../unfinished.ts";
import { type HistoryEntry, type HistoryOutcome, cameOf, withEntry } from "./history.ts";
import type { Intent, Receipt, Status, StoredReceipt } from "./receipt.ts";
import { changeReceipt } from "./receipts.ts";
import { besideBody } from "./row-room.ts";
import { type Settling, codeOf, placeOf, readSettling, settlingBody } from "./settling-row.ts";
import { historyIn, standingIn } from "./standing.ts";
import { packTraces } from "./traces.ts";

export interface Settlement {
  call: string;
  /** As claimed: whoever decided about the call meanwhile is heeded, and only what was written is kept. */
  epoch: number;
  status: Status;
  /** ms; when a pending call is tried again. */
  dueAt: number;
  mapping: string | null;
  records: Record<string, Receipt>;
  problem: Problem | null;
  note: string | null;
  /** What of it was left out. */
  warnings?: Warning[];
  /** As `StoredReceipt.shadow`. */
  shadow?: Record<string, Receipt>;
  intent: Intent | null;
  /** False where only HubSpot's own trouble was in the way. */
  countsAsAttempt: boolean;
  /** For the history: what this attempt wrote, and what HubSpot answered where that is not the problem. */
  attempted?: Pick<HistoryEntry, "wrote" | "code" | "params" | "details">;
}

/** What became of an attempt. Several that are settled in one `transact` cost less, and where their rows (`row`) are read together in it. */
export function settle(sql: SqlStorage, now: number, s: Settlement, row = readSettling(sql, s.call)): void {
  if (row === null) return;
  together(sql, () => {
    if (row.epoch !== s.epoch) keepWhatWasWritten(sql, now, row, s);
    else if (s.status === "pending") settlePending(sql, now, row, s);
    else settleForNow(sql, now, row, s);
    if (row.epoch === s.epoch) countChange(sql, row, row, { ...s, code: codeOf(s.problem) });
  });
}

/** Settles a call of which nothing was written: what earlier attempts left stays as it stands. What came in meanwhile stays as it is. */
export function settleUnwritten(
  sql: SqlStorage,
  now: number,
  { call, epoch }: Pick<Claimed, "call" | "epoch">,
  as: Pick<Settlement, "status" | "mapping" | "problem" | "note" | "warnings" | "shadow">,
): void {
  const row = readSettling(sql, call);
  if (row?.epoch !== epoch) return;
  // As they stand now, not as they were claimed: a call that hits a bug while it is settled has sent what its intent says.
  const { records, intent } = standingIn(row, now);
  settle(sql, now, { ...as, records, intent, call, epoch, dueAt: now, countsAsAttempt: true });
}

/** A revision, a replay or an operator came meanwhile: that one's turn is still to come, and it must know what was written. */
function keepWhatWasWritten(sql: SqlStorage, now: number, row: Settling, s: Settlement): void {
  const slot = placeOf(row);
  changeReceipt(sql, s.call, (receipt) => withEntry({ ...receipt, records: s.records }, { at: now, outcome: "overtaken", ...s.attempted }));
  sql.exec("UPDATE bodies SET intent = ? WHERE slot = ?", s.intent === null ? null : JSON.stringify(s.intent), slot);
  if (s.intent !== null) leaveUnfinished(sql, slot);
}

function settlePending(sql: SqlStorage, now: number, row: Settling, s: Settlement): void {
  const isCutOff = s.intent !== null;
  const behind = row.behind === 0 ? 0 : placeInQueue(sql, { call: s.call, customer: row.customer, startedAt: row.started_at, isCutOff });
  const dueAt = behind === 1 || s.dueAt <= now ? null : Math.ceil(s.dueAt);
  const shelf = behind === 1 || dueAt !== null ? SHELF.later : SHELF.ready;
  sql.exec(
    "UPDATE calls SET shelf = ?, behind = ?, due_at = ?, mapping = ?, attempts = attempts + ?, settled_at = NULL, code = ? WHERE call = ?",
    shelf,
    behind,
    dueAt,
    s.mapping,
    s.countsAsAttempt ? 1 : 0,
    codeOf(s.problem),
    s.call,
  );
  const beside = besideBody(sql, placeOf(row), receiptOf(s, now, historyIn(row.receipt)), s.intent);
  sql.exec(
    "UPDATE bodies SET slot = ?, receipt = ?, intent = ? WHERE slot = ?",
    slotOf(shelf, row.delivery),
    beside.receipt,
    beside.intent,
    placeOf(row),
  );
}

/** Settled, or waiting for a contact. Its body is packed now: taking a delivery in must not wait for that. */
function settleForNow(sql: SqlStorage, now: number, row: Settling, s: Settlement): void {
  const from = placeOf(row);
  const stored = settlingBody(row);
  const waits = s.status === "waiting";
  const shelf = waits ? SHELF.waiting : s.status === "held" ? SHELF.held : SHELF.done;
  sql.exec(
    `UPDATE calls SET status = ?, shelf = ?, behind = 0, due_at = ?, mapping = ?, attempts = attempts + ?, settled_at = ?, code = ?, warned = ?,
       hash = iif(edited = 1, hash, coalesce(?, hash)), traces = ? WHERE call = ?`,
    s.status,
    shelf,
    waits ? Math.ceil(s.dueAt) : null,
    s.mapping,
    s.countsAsAttempt ? 1 : 0,
    now,
    codeOf(s.problem),
    warnedOf(s.warnings ?? []),
    soundHash(stored?.asSent ?? null),
    packTraces(s.records),
    s.call,
  );
  if (stored !== null) {
    const receipt = receiptOf(s, now, stored.history);
    sql.exec(
      "UPDATE bodies SET slot = ?, receipt = ?, intent = ?, packing = ?, body = ? WHERE slot = ?",
      slotOf(shelf, row.delivery),
      waits ? JSON.stringify(receipt) : packReceipt(receipt),
      s.intent === null ? null : JSON.stringify(s.intent),
      stored.packed.packing,
      stored.packed.body,
      from,
    );
    if (s.intent !== null) leaveUnfinished(sql, slotOf(shelf, row.delivery));
  }
  if (row.status === "pending" && row.behind === 0 && row.is_followed === 1) promoteNext(sql, row.customer);
}

function receiptOf(s: Settlement, now: number, history: HistoryEntry[]): StoredReceipt {
  const { records, problem, note, warnings = [], shadow } = s;
  const receipt = { records, problem, note, ...(warnings.length > 0 && { warnings }), ...(shadow && { shadow }), history };
  const nextAt = (s.status === "pending" && s.dueAt > now) || s.status === "waiting" ? { nextAt: Math.ceil(s.dueAt) } : {};
  return withEntry(receipt, { at: now, outcome: outcomeOf(s), ...cameOf(problem), ...s.attempted, ...nextAt });
}

function outcomeOf({ status, countsAsAttempt }: Settlement): HistoryOutcome {
  if (status === "pending" || status === "undoing") return countsAsAttempt ? "looks_again" : "trouble";
  return status === "rejected" ? "held" : status;
}

/** The warnings' public codes, for filters. */
const warnedOf = (warnings: Warning[]): string | null =>
  warnings.length === 0 ? null : ` ${[...new Set(warnings.map(({ code }) => code))].join(" ")} `;
