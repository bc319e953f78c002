import type { Outbox } from "../../src/outbox.ts";
import type { Cost } from "./count-rows.ts";
import { costOf } from "./count-rows.ts";
import { FIRST, type Filling } from "./fill.ts";
import { fillMany } from "./fill-many.ts";

const ALL = { limit: 50, before: Number.MAX_SAFE_INTEGER };
const STATUSES = ["pending", "written", "skipped", "held", "rejected"] as const;
const DAY_MS = 86_400_000;
/** As many as are looked at by name, and some: there are many fillings. */
const TEMPLATES = 150;

/** A call of the filling, by its place from the oldest. */
type Nth = (place: number) => string;
type Doors = Record<string, () => Promise<unknown>>;

/** What operators' pages, scripts and monitors ask the object for. */
const looks = (outbox: Outbox, nth: Nth, now: number): Doors => ({
  "the list": () => outbox.calls({}, ALL),
  ...Object.fromEntries(STATUSES.map((status) => [`the list, ${status}`, () => outbox.calls({ status }, ALL)])),
  "the list, with warnings": () => outbox.calls({ warning: true }, ALL),
  "the list, of a problem": () => outbox.calls({ problem: "no_such_owner" }, ALL),
  "the list, of a problem that no call has": () => outbox.calls({ problem: "parked" }, ALL),
  "the list, of an action": () => outbox.calls({ action: "12345678" }, ALL),
  "the totals": () => outbox.totals(),
  "a call": () => outbox.call(nth(100)),
  "its body": () => outbox.delivery(nth(100)),
  "its deeds": () => outbox.audited(nth(100)),
  "the customer's other calls": () => outbox.otherCalls(nth(100)),
  "to which other contacts it may belong": () => outbox.contactsToChoose(nth(100)),
  "who was called": () => outbox.customers([nth(100), nth(101)]),
  "the balance": () => outbox.balance(now - 7 * DAY_MS, now),
  "the mappings": () => outbox.mappingsReport(),
  "all deeds": () => outbox.audited(null),
  "/api/health": () => outbox.health(),
  "/health": () => outbox.status(),
});

/** What operators and the clock do. */
const deeds = (outbox: Outbox, nth: Nth): Doors => ({
  "the cron": () => outbox.wake(),
  "an action over a problem's calls": () => outbox.startAction({ do: "replay", where: { problem: "parked" } }, "t"),
  park: () => outbox.park(nth(102)),
  replay: () => outbox.replay(nth(103)),
  choose: () => outbox.choose(nth(104), "1"),
  undo: () => outbox.undo(nth(105)),
  "a run": () => outbox.alarm(),
});

/** Rows that everything costs which can be asked of an object with these settled calls. */
export async function doorCosts(outbox: Outbox, state: DurableObjectState, filling: Filling): Promise<Record<string, Cost>> {
  await fillMany(state.storage, filling, TEMPLATES);
  const nth = (place: number) => `${filling.prefix}${FIRST + place}`;
  const now = outbox.now();
  await outbox.wake();
  const costs: Record<string, Cost> = {};
  for (const [name, work] of Object.entries({ ...looks(outbox, nth, now), ...deeds(outbox, nth) }))
    costs[name] = await costOf(state.storage.sql, work);
  return costs;
}
