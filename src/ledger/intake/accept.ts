import { problemOf } from "../../problem/problem.ts";
import { SHELF, slotOf } from "../bodies/bodies.ts";
import { hasHash, isSameContent } from "../bodies/content-hash.ts";
import type { CountedCall } from "../count-change.ts";
import { countChange, countNew, ledgerMemory, transact } from "../counters.ts";
import { bringOver } from "../earlier-release/move-over.ts";
import { type Delivery, type StoredDelivery, dayOf, insertBodies, insertCalls } from "./insert-deliveries.ts";
import { idOfOther, idOfRejected, makeWay } from "./own-ids.ts";
import { rememberAlone, roomAlone } from "../alone.ts";
import { type CustomerKeys, isSameCustomer } from "./same-customer.ts";
import { type Packing, unpackSound } from "../bodies/packing.ts";
import { customersInQueue, headOf, placeInQueue, promoteNext } from "../queue.ts";
import { withEntry } from "../settle/history.ts";
import type { Status } from "../settle/receipt.ts";
import { besideBody } from "../settle/row-room.ts";
import { standingIn } from "../settle/standing.ts";
import { settleUnattempted } from "../settle/settle-unattempted.ts";

export type { Delivery } from "./insert-deliveries.ts";

export type Accepted = "accepted" | "revised" | "unchanged";

/** What the sender is told. `call`: under which id it is kept. */
export interface Answer {
  call: string;
  status: Accepted;
}

/**
 * Stores deliveries, in their order; the answers may go out when that is durable. Synchronous, so nothing comes between; inside a `transact`.
 */
export function acceptAll(sql: SqlStorage, deliveries: Delivery[]): Answer[] {
  const ids = deliveries.map(({ call }) => call);
  bringOver(sql, ids);
  const known = new Set(knownIds(sql, ids));
  const first = new Map<string, Delivery>();
  for (const delivery of deliveries) if (!known.has(delivery.call) && !first.has(delivery.call)) first.set(delivery.call, delivery);
  for (const row of storeNew(sql, [...first.values()])) countNew(sql, countedAs(row), { status: "pending", mapping: null, code: null });
  return deliveries.map((delivery): Answer =>
    first.get(delivery.call) === delivery ? { call: delivery.call, status: "accepted" } : acceptAgain(sql, delivery),
  );
}

const countedAs = ({ receivedAt, campaign, delivery }: StoredDelivery): CountedCall => ({
  day: dayOf(receivedAt),
  campaign,
  first_delivery: delivery,
});

/** Those that are there; ids of ours that a sender's id looks like give way. */
function knownIds(sql: SqlStorage, calls: string[]): string[] {
  const rows = sql
    .exec<{ call: string; ours: number }>(
      "SELECT call, of_call IS NOT NULL AS ours FROM calls WHERE call IN (SELECT value FROM json_each(?))",
      JSON.stringify(calls),
    )
    .toArray();
  for (const { call, ours } of rows) if (ours === 1) makeWay(sql, call);
  return rows.filter(({ ours }) => ours === 0).map(({ call }) => call);
}

const nextDelivery = (sql: SqlStorage): number => (ledgerMemory(sql).lastDelivery += 1);

/** Calls that were never seen, each once. One that begins behind another of its customer waits for that one. */
function storeNew(sql: SqlStorage, deliveries: Delivery[]): StoredDelivery[] {
  const heads = new Map<string, StoredDelivery>();
  const stored: StoredDelivery[] = [];
  const queues = customersInQueue(
    sql,
    deliveries.map(({ customer }) => customer),
  );
  const isFirstOf = (delivery: Delivery) => !queues.has(delivery.customer) || placeInQueue(sql, { ...delivery, isCutOff: false }) === 0;
  for (const delivery of deliveries) {
    const head = heads.get(delivery.customer);
    const isFirst = head === undefined ? isFirstOf(delivery) : delivery.startedAt < head.startedAt;
    const row: StoredDelivery = {
      ...delivery,
      delivery: nextDelivery(sql),
      shelf: isFirst ? SHELF.ready : SHELF.later,
      behind: isFirst ? 0 : 1,
    };
    if (isFirst && head !== undefined) Object.assign(head, { shelf: SHELF.later, behind: 1 });
    if (isFirst) heads.set(delivery.customer, row);
    stored.push(row);
  }
  const alone = stored.filter(({ shelf }) => shelf === SHELF.ready).slice(0, roomAlone(sql));
  for (const row of alone) row.shelf = SHELF.alone;
  rememberAlone(sql, alone);
  insertCalls(sql, stored);
  insertBodies(sql, stored);
  return stored;
}

interface Known extends Omit<CustomerKeys, "hasPhone">, CountedCall {
  has_phone: number;
  call: string;
  status: Status;
  delivery: number;
  received_at: number;
  shelf: number;
  behind: number;
  changed_at: number | null;
  code: string | null;
  /** 1: an operator corrected the body; `hash` is that of what the sender sent. */
  edited: number;
  hash: ArrayBuffer | null;
  mapping: string | null;
  traces: ArrayBuffer | null;
}

function readKnown(sql: SqlStorage, call: string): Known | null {
  const row = sql
    .exec<Known & Record<string, SqlStorageValue>>(
      `SELECT call, status, delivery, received_at, shelf, behind, changed_at, code, edited, hash, mapping, traces, day, campaign, first_delivery, customer, has_phone, lead, email FROM calls WHERE call = ?`,
      call,
    )
    .toArray()[0];
  return row ?? null;
}

interface Kept {
  /** Null: it has been spoilt, and no content is the same. */
  body: Uint8Array | null;
  receipt: string | ArrayBuffer | null;
  intent: string | null;
}

function readKept(sql: SqlStorage, { shelf, delivery }: Known): Kept | null {
  const row = sql
    .exec<{ body: ArrayBuffer; packing: Packing; receipt: string | ArrayBuffer | null; intent: string | null }>(
      "SELECT body, packing, receipt, intent FROM bodies WHERE slot = ?",
      slotOf(shelf, delivery),
    )
    .toArray()[0];
  return row === undefined ? null : { ...row, body: unpackSound(new Uint8Array(row.body), row.packing) };
}

/** A call that was seen before: the same again, an older state of it, news of it, or another customer's under the same id. */
function acceptAgain(sql: SqlStorage, delivery: Delivery): Answer {
  const known = readKnown(sql, delivery.call) as Known;
  const kept = readKept(sql, known);
  if (isSameBody(known, kept, delivery.body)) return { call: known.call, status: "unchanged" };
  if (!isSameCustomer({ ...known, hasPhone: known.has_phone === 1 }, delivery)) return acceptOther(sql, delivery);
  if (isOlder(delivery, known)) return { call: known.call, status: "unchanged" };
  revise(sql, known, kept, delivery);
  return { call: known.call, status: "revised" };
}

/** Compared with the body of the latest revision, or with what is known of it when it was erased. */
function isSameBody({ hash, edited }: Known, kept: Kept | null, body: Uint8Array): boolean {
  if (kept !== null && edited === 0) return kept.body !== null && isSameContent(kept.body, body);
  return hash !== null && hasHash(body, hash);
}

/** The sender moves the time whenever it changes its record of the call. */
function isOlder({ changedAt }: Delivery, { changed_at: before }: Known): boolean {
  return changedAt !== null && before !== null && changedAt < before;
}

/** News of a call: written anew, over what was written of it. */
function revise(sql: SqlStorage, known: Known, kept: Kept | null, delivery: Delivery): void {
  const who = keysAfter(known, delivery);
  const { records, history, intent } = standingIn({ receipt: null, intent: null, ...kept, traces: known.traces }, delivery.receivedAt);
  if (intent !== null) ledgerMemory(sql).intending.add(known.call);
  const behind = placeInQueue(sql, { call: known.call, ...who, startedAt: delivery.startedAt, isCutOff: intent !== null });
  const row: StoredDelivery = { ...delivery, ...who, delivery: nextDelivery(sql), shelf: behind === 1 ? SHELF.later : SHELF.ready, behind };
  sql.exec("DELETE FROM bodies WHERE slot = ?", slotOf(known.shelf, known.delivery));
  insertBodies(sql, [row]);
  const receipt = withEntry({ records, problem: null, note: null, history }, { at: known.received_at, outcome: "delivered" });
  const slot = slotOf(row.shelf, row.delivery);
  const beside = besideBody(sql, slot, receipt, intent);
  sql.exec("UPDATE bodies SET receipt = ?, intent = ? WHERE slot = ?", beside.receipt, beside.intent, slot);
  sql.exec(
    `UPDATE calls SET status = 'pending', epoch = epoch + 1, delivery = ?1, shelf = ?2, received_at = ?3, customer = ?4, has_phone = ?5,
       email = ?6, lead = ?7, started_at = ?8, changed_at = coalesce(?9, changed_at), behind = ?10, due_at = NULL,
       revision = revision + 1, attempts = 0, code = NULL, warned = NULL, edited = 0, verb = NULL WHERE call = ?11`,
    row.delivery,
    row.shelf,
    row.receivedAt,
    row.customer,
    row.hasPhone ? 1 : 0,
    row.email,
    row.lead,
    row.startedAt,
    row.changedAt,
    behind,
    known.call,
  );
  countChange(sql, known, known, { status: "pending", mapping: known.mapping, code: null });
  if (known.status === "pending" && known.customer !== row.customer && headOf(sql, known.customer) === null)
    promoteNext(sql, known.customer);
}

const OTHER = "same_id_other_customer";

/** A revision that says less about who was called takes nothing of it away. */
function keysAfter(known: Known, delivery: Delivery): CustomerKeys {
  const before = known.has_phone === 1 && !delivery.hasPhone;
  return {
    customer: before ? known.customer : delivery.customer,
    hasPhone: before || delivery.hasPhone,
    email: delivery.email ?? known.email,
    lead: delivery.lead ?? known.lead,
  };
}

/** Another customer's call under an id that is taken: kept under one of ours, for a person to look at. The first call stays as it is. */
function acceptOther(sql: SqlStorage, delivery: Delivery): Answer {
  const call = idOfOther(delivery);
  const before = readKnown(sql, call);
  const kept = before && readKept(sql, before);
  if (before !== null && isSameBody(before, kept, delivery.body)) return { call, status: "unchanged" };
  if (before !== null) revise(sql, before, kept, { ...delivery, call });
  // An operator had a look at it, and let it be written.
  if (before !== null && before.code !== OTHER) return { call, status: "revised" };
  if (before === null) storeNew(sql, [{ ...delivery, call }]);
  settleUnattempted(sql, delivery.receivedAt, {
    call,
    ofCall: delivery.call,
    status: "held",
    problem: problemOf({ code: OTHER }),
    isNew: before === null,
  });
  return { call, status: before === null ? "accepted" : "revised" };
}

/** A delivery that proved itself but was no call. `message`: what was found. */
export interface Rejected {
  body: Uint8Array;
  code: "not_json" | "not_a_call";
  message: string;
}

/** Keeps a delivery that had a good token but was no call, for the operator to see. The same body again adds nothing. */
export function keepRejected(storage: DurableObjectStorage, rejected: Rejected & { receivedAt: number }): void {
  const { sql } = storage;
  transact(storage, () => {
    const call = idOfRejected(sql, rejected.body, (id) => bringOver(sql, [id]));
    if (call === null) return;
    const { body, receivedAt } = rejected;
    storeNew(sql, [{ ...NOBODY, call, customer: call, startedAt: receivedAt, receivedAt, body, weight: body.byteLength }]);
    settleUnattempted(sql, receivedAt, {
      call,
      ofCall: "",
      status: "rejected",
      problem: problemOf({ code: rejected.code, found: rejected.message }),
      isNew: true,
    });
  });
}

const NOBODY = { campaign: "", hasPhone: false, email: null, lead: null, changedAt: null };
