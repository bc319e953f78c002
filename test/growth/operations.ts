import { acceptAll } from "../../src/ledger/intake/accept.ts";
import { transact } from "../../src/ledger/counters.ts";
import { countReceived, heldByCode, oldestOf, oldestOverdueBody } from "../../src/ledger/views/health-figures.ts";
import { claim, hasReady, nextDue, wakeWaiting } from "../../src/ledger/queue.ts";
import { readUnfinished } from "../../src/ledger/unfinished.ts";
import { rememberUses } from "../../src/ledger/records/record-uses.ts";
import { searchCalls } from "../../src/ledger/views/search-calls.ts";
import { countEarlierAttempts, readSharedActivity, rememberSharedActivity } from "../../src/ledger/records/shared-activities.ts";
import { heldCallsOf, readStoredCall, readStoredCalls } from "../../src/ledger/views/stored-call.ts";
import { isUsedByOthers } from "../../src/ledger/asked/undo-queue.ts";
import type { Outbox } from "../../src/outbox.ts";
import { type Cost, costOf } from "./count-rows.ts";
import { FIRST, type Filling, settleOne, takeIn } from "./fill.ts";
import { fillMany } from "./fill-many.ts";

/** Rows that an operation costs with so many calls in the object. */
export type Costs = Record<string, Cost>;

type Work = (() => unknown) | (() => Promise<unknown>);

async function measured(sql: SqlStorage, works: Record<string, Work>): Promise<Costs> {
  const costs: Costs = {};
  for (const [name, work] of Object.entries(works)) costs[name] = await costOf(sql, work);
  return costs;
}

const ALL = { limit: 50, before: Number.MAX_SAFE_INTEGER };
const NOBODY = { customer: null, email: null };

const customerOf = (sql: SqlStorage, call: string): string =>
  sql.exec<{ customer: string }>("SELECT customer FROM calls WHERE call = ?", call).one().customer;

/** With so many settled calls. */
export async function settledCosts(outbox: Outbox, state: DurableObjectState, filling: Filling): Promise<Costs> {
  const { storage } = state;
  const { sql } = storage;
  const now = outbox.now();
  await fillMany(storage, filling);
  rememberUses(sql, "contacts/1", ["S1"]);
  rememberUses(sql, "contacts/1", ["S2"]);
  const one = { ...filling, prefix: "N", calls: 1, from: now };
  console.log(
    `storage | ${filling.calls.toLocaleString("en-US")} calls with next to no body | ${Math.round(sql.databaseSize / filling.calls)} bytes each`,
  );
  // Past days are summed up once a day.
  await outbox.wake();
  return measured(sql, {
    "list of 50": () => readStoredCalls(sql, searchCalls(sql, {}, ALL, NOBODY).calls),
    "list of 100": () => readStoredCalls(sql, searchCalls(sql, {}, { ...ALL, limit: 100 }, NOBODY).calls),
    "list of 50 held": () => readStoredCalls(sql, searchCalls(sql, { status: "held" }, ALL, NOBODY).calls),
    "list of 50 written": () => readStoredCalls(sql, searchCalls(sql, { status: "written" }, ALL, NOBODY).calls),
    "list of 50 pending": () => readStoredCalls(sql, searchCalls(sql, { status: "pending" }, ALL, NOBODY).calls),
    "list of a campaign": () => readStoredCalls(sql, searchCalls(sql, { campaign: "Campaign 3" }, ALL, NOBODY).calls),
    "/api/health": () => outbox.health(),
    "health's figures": () => [oldestOf(sql, "held"), oldestOverdueBody(sql, now), countReceived(sql, now), nextDue(sql)],
    "the cron, nothing to erase": () => outbox.wake(),
    view: () => readStoredCall(sql, `${filling.prefix}${FIRST + 1}`),
    "undo's guard": () => isUsedByOthers(sql, "S1", "contacts", "1"),
    choose: () => heldCallsOf(sql, customerOf(sql, `${filling.prefix}${FIRST + 1}`), "none"),
    accept: () => takeIn(storage, one),
    settle: () => transact(storage, () => settleOne(sql, `N${FIRST}`, 1, "written", { from: now })),
  });
}

/** With so many pending calls, half of them behind others of one customer, and as many that wait for a contact. */
export async function pendingCosts(outbox: Outbox, { storage }: DurableObjectState, filling: Filling): Promise<Costs> {
  const { sql } = storage;
  const now = outbox.now();
  takeIn(storage, filling);
  takeIn(storage, { ...filling, prefix: "B", body: filling.body });
  sql.exec("UPDATE calls SET customer = 'one', behind = 1, shelf = 1 WHERE call GLOB 'B*' AND call <> 'B1000000'");
  sql.exec("UPDATE bodies SET slot = slot + 1099511627776 WHERE call GLOB 'B*' AND call <> 'B1000000'");
  await fillMany(storage, { ...filling, prefix: "W", statuses: ["waiting"] });
  await fillMany(storage, { ...filling, prefix: "V", statuses: ["waiting"], customer: "many" }, 200);
  const room = { calls: 100, bytes: 6_000_000, without: [] };
  return measured(sql, {
    "claim of 100": () => claim(sql, now, room),
    "claim of 100 more": () => claim(sql, now, { ...room, without: claim(sql, now, room).map(({ customer }) => customer) }),
    "next due": () => [nextDue(sql), hasReady(sql, 100), readUnfinished(sql)],
    "waking the waiting": () => wakeWaiting(sql, customerOf(sql, `W${FIRST + 5}`), now),
    "waking those of one customer": () => wakeWaiting(sql, "many", now),
    "list of 50 pending": () => searchCalls(sql, { status: "pending" }, ALL, NOBODY),
    "list of 50 written": () => searchCalls(sql, { status: "written" }, ALL, NOBODY),
    "held by code": () => heldByCode(sql),
    "accept behind": () => transact(storage, () => acceptAll(sql, [{ ...BEHIND, receivedAt: now, startedAt: now }])),
  });
}

const BEHIND = {
  call: "new",
  customer: "one",
  hasPhone: true,
  lead: null,
  email: null,
  campaign: "",
  changedAt: null,
  body: new Uint8Array([123, 125]),
  weight: 2,
};

/** With so many attempts of one lead. */
export async function attemptCosts(sql: SqlStorage, attempts: number): Promise<Costs> {
  for (let number = 0; number < attempts; number++)
    rememberSharedActivity(
      sql,
      "9/note",
      { object: "notes", activity: "77", lines: [number, number + 1] },
      { call: `A${number}`, startedAt: number * 10 },
    );
  const next = { call: "next", startedAt: attempts * 10 };
  return measured(sql, {
    "an attempt of a lead": () => {
      readSharedActivity(sql, "9/note");
      countEarlierAttempts(sql, "9", next);
      rememberSharedActivity(sql, "9/note", { object: "notes", activity: "77", lines: [1] }, next);
    },
    "a late attempt of a lead": () => countEarlierAttempts(sql, "9", { call: "late", startedAt: (attempts - 10) * 10 }),
  });
}
