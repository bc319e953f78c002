import type { Problem, Warning } from "../../problem/problem.ts";
import { SHELF, SLOT_OF_CALL, moveBody, packedBody, slotOf } from "../bodies/bodies.ts";
import { packReceipt } from "../bodies/packed-receipt.ts";
import { type Packing, unpackSound } from "../bodies/packing.ts";
import { type CountKey, countChange, countDirect, ledgerMemory, together } from "../counters.ts";
import { rawHash, soundHash } from "../bodies/content-hash.ts";
import { type Claimed, type Queued, placeInQueue, promoteNext } from "../queue.ts";
import { type HistoryEntry, type HistoryOutcome, cameOf, withEntry } from "./history.ts";
import type { Intent, Receipt, Status, StoredReceipt } from "./receipt.ts";
import { type StandingRow, historyIn, standingIn } from "./standing.ts";
import { leaveUnfinished } from "../unfinished.ts";
import { changeReceipt, settleReceipt, storedReceipt } from "./receipts.ts";
import { besideBody } from "./row-room.ts";
import { packTraces } from "./traces.ts";

/** A row holds 2 MB: from here on it is looked at closely what there is room for. */
const ROW_IS_TIGHT_BYTES = 1_900_000;
/** Of UTF-8. */
const BYTES_A_CHARACTER = 3;

/** Keeps what an attempt sets out to write, before its first request goes out. `bytes`: what the call's body takes at most. */
export function intend(sql: SqlStorage, { call, bytes, records }: Pick<Claimed, "call" | "bytes" | "records">, intent: Intent): void {
  const text = JSON.stringify(intent);
  ledgerMemory(sql).intending.add(call);
  if (bytes + (text.length + records.length) * BYTES_A_CHARACTER > ROW_IS_TIGHT_BYTES) return intendInTightRow(sql, call, intent);
  sql.exec(`UPDATE bodies SET intent = ? WHERE slot = (SELECT ${SLOT_OF_CALL} FROM calls c WHERE c.call = ?)`, text, call);
}

function intendInTightRow(sql: SqlStorage, call: string, intent: Intent): void {
  const row = readSettling(sql, call);
  if (row === null) return;
  const beside = besideBody(sql, placeOf(row), storedReceipt({ ...row, said: null }), intent);
  sql.exec("UPDATE bodies SET receipt = ?, intent = ? WHERE slot = ?", beside.receipt, beside.intent, placeOf(row));
}

/** Of a pending call. */
export function keepReceipts(sql: SqlStorage, call: string, records: Record<string, Receipt>): void {
  changeReceipt(sql, call, (receipt) => ({ ...receipt, records }));
}

/** Leaves a call pending until `dueAt` (ms). `cutOff`: what is known by now of an attempt that was cut off; left out, that stays as it is. */
export function keepWaiting(
  sql: SqlStorage,
  { call, epoch }: Pick<Claimed, "call" | "epoch">,
  { dueAt, problem, cutOff, ended }: { dueAt: number; problem: Problem | null; cutOff?: Intent | null; ended: Ended },
): void {
  const row = readSettling(sql, call);
  if (row === null) return;
  if (cutOff !== undefined) sql.exec("UPDATE bodies SET intent = ? WHERE slot = ?", cutOff && JSON.stringify(cutOff), placeOf(row));
  if (row.epoch !== epoch) return;
  const shelf = row.status === "pending" ? SHELF.later : row.shelf;
  sql.exec(
    "UPDATE calls SET due_at = ?, shelf = ?, code = ? WHERE call = ?",
    row.behind === 1 ? null : Math.ceil(dueAt),
    shelf,
    codeOf(problem),
    call,
  );
  moveBody(sql, row.delivery, row.shelf, shelf);
  changeReceipt(sql, call, (receipt) => withEntry({ ...receipt, problem }, { ...ended, nextAt: Math.ceil(dueAt) }));
}

/** How an attempt ended, for the call's history. */
type Ended = Omit<HistoryEntry, "nextAt">;

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

/** A call's row and its body's. No body: it has been erased. */
interface Settling extends Queued, CountKey, StandingRow {
  epoch: number;
  mapping: string | null;
  code: string | null;
  body: ArrayBuffer | null;
  packing: Packing;
}

function readSettling(sql: SqlStorage, call: string): Settling | null {
  const row = sql
    .exec<Settling & Record<string, SqlStorageValue>>(
      `SELECT c.call, c.status, c.epoch, c.customer, c.delivery, c.shelf, c.behind, c.started_at, c.day, c.campaign, c.mapping, c.code, c.traces,
         b.body, b.packing, b.receipt, b.intent
       FROM calls c LEFT JOIN bodies b ON b.slot = ${SLOT_OF_CALL} WHERE c.call = ?`,
      call,
    )
    .toArray()[0];
  return row ?? null;
}

const placeOf = ({ shelf, delivery }: Settling): number => slotOf(shelf, delivery);

/** What became of an attempt. Several that are settled in one `transact` cost less. */
export function settle(sql: SqlStorage, now: number, s: Settlement): void {
  const row = readSettling(sql, s.call);
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
  if (row.status === "pending" && row.behind === 0) promoteNext(sql, row.customer);
}

interface SettlingBody {
  history: HistoryEntry[];
  /** Null: it cannot be unpacked any more. */
  asSent: Uint8Array | null;
  packed: { body: Uint8Array; packing: Packing };
}

/** Null: it has been erased. */
function settlingBody({ body, packing, receipt }: Settling): SettlingBody | null {
  if (body === null) return null;
  const bytes = new Uint8Array(body);
  return { history: historyIn(receipt), asSent: unpackSound(bytes, packing), packed: packedBody(bytes, packing) };
}

/** What becomes of a call without an attempt. */
export interface Unattempted {
  call: string;
  status: "held" | "rejected";
  problem: Problem;
  /** Where the id is one of ours: the sender's id that was taken, '' for what was no call. */
  ofCall?: string;
  /** It is only just stored: counted as received with it. */
  isNew?: boolean;
}

/** Settles what nobody is to try: it is for a person. What an attempt that is under way does is kept, and changes nothing of this. */
export function settleUnattempted(sql: SqlStorage, now: number, as: Unattempted): void {
  const row = readSettling(sql, as.call);
  if (row === null) return;
  const shelf = as.status === "held" ? SHELF.held : SHELF.done;
  const from = placeOf(row);
  const stored = settlingBody(row);
  together(sql, () => {
    sql.exec(
      `UPDATE calls SET of_call = coalesce(?, of_call), status = ?, shelf = ?, behind = 0, due_at = NULL, verb = NULL, epoch = epoch + 1, settled_at = ?,
         code = ?, hash = iif(edited = 1, hash, ?) WHERE call = ?`,
      as.ofCall ?? null,
      as.status,
      shelf,
      now,
      as.problem.code,
      as.status === "rejected" && stored?.asSent ? rawHash(stored.asSent) : soundHash(stored?.asSent ?? null),
      as.call,
    );
    if (stored !== null)
      sql.exec(
        "UPDATE bodies SET slot = ?, packing = ?, body = ? WHERE slot = ?",
        slotOf(shelf, row.delivery),
        stored.packed.packing,
        stored.packed.body,
        from,
      );
    if (as.isNew !== true) leaveUnfinished(sql, slotOf(shelf, row.delivery));
    settleReceipt(sql, as.call, (receipt) => ({ ...receipt, problem: as.problem, note: null }));
    if (as.isNew === true) countDirect(sql, row, { status: as.status, code: codeOf(as.problem) }, row.delivery);
    else countChange(sql, row, row, { status: as.status, mapping: row.mapping, code: codeOf(as.problem) });
    if (row.status === "pending" && row.behind === 0) promoteNext(sql, row.customer);
  });
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

/** The problem's public code, for filters. */
export const codeOf = (problem: Problem | null): string | null => problem?.code ?? null;
