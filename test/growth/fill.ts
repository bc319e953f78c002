import { fingerprint } from "../../src/hubspot/model/fingerprint.ts";
import { type Delivery, acceptAll } from "../../src/ledger/intake/accept.ts";
import { problemOf } from "../../src/problem/problem.ts";
import { transact } from "../../src/ledger/counters.ts";
import { rememberIdentity } from "../../src/ledger/records/identities.ts";
import { rememberLastWrites } from "../../src/ledger/records/last-writes.ts";
import { settleUnattempted } from "../../src/ledger/settle/settle-unattempted.ts";
import { type Settlement, settle } from "../../src/ledger/settle/settlements.ts";

export const DAY_MS = 86_400_000;
/** Of the note of a call of a minute. */
const LINES = 24;
const CALLS_A_COMMIT = 500;
/** For a contact to appear: longer than any test. */
const WAITS_MS = 365 * DAY_MS;
const REJECTED = problemOf({ code: "not_a_call", found: "id: missing" });
/** Ids have seven digits, and grow. */
export const FIRST = 1_000_000;

type Settled = "written" | "held" | "skipped" | "waiting" | "rejected";

export interface Filling {
  /** What becomes of them. */
  statuses: readonly Settled[];
  /** Names of the calls begin with it. */
  prefix: string;
  calls: number;
  /** ms; when the first of them comes: one a second, and two days at the most. */
  from: number;
  body(index: number): Uint8Array;
  /** Of its note, `LINES` unless said. */
  lines?: number;
  /** All of one, whose hash this is; each of another unless said. */
  customer?: string;
  /** All of one; of five unless said. */
  campaign?: string;
  /** Over which they come; two unless said. */
  days?: number;
}

/** Takes calls in as the outbox does. `of`: they are the first of so many. */
export function takeIn(storage: DurableObjectStorage, filling: Filling & { of?: number }): void {
  const { calls, prefix, from, body, customer, campaign, days = 2, of = calls } = filling;
  for (let first = 0; first < calls; first += CALLS_A_COMMIT) {
    const deliveries = Array.from({ length: Math.min(CALLS_A_COMMIT, calls - first) }, (_, index): Delivery => {
      const number = first + index;
      const receivedAt = from + Math.floor((number / of) * days * DAY_MS);
      const bytes = body(number);
      return {
        call: `${prefix}${FIRST + number}`,
        customer: customer ?? hashLike(`${prefix}${number}`, 13),
        hasPhone: true,
        lead: null,
        email: `${hashLike(`e${prefix}${number}`, 13)}|`,
        campaign: campaign ?? `Campaign ${number % 5}`,
        startedAt: receivedAt,
        changedAt: receivedAt,
        receivedAt,
        body: bytes,
        weight: bytes.byteLength,
      };
    });
    transact(storage, () => acceptAll(storage.sql, deliveries));
  }
}

/** Settles them as the pipeline does: nine of ten written, with what the ledger learns from that; others skipped or held. */
export function settleAll(storage: DurableObjectStorage, filling: Filling): void {
  const { calls, prefix, statuses } = filling;
  for (let first = 0; first < calls; first += CALLS_A_COMMIT)
    transact(storage, () => {
      for (let number = first; number < Math.min(first + CALLS_A_COMMIT, calls); number++)
        settleOne(storage.sql, `${prefix}${FIRST + number}`, number, statuses[number % statuses.length] as Settled, filling);
    });
}

export function settleOne(
  sql: SqlStorage,
  call: string,
  number: number,
  status: Settled,
  { from: at, lines = LINES, customer }: Pick<Filling, "from" | "lines" | "customer">,
): void {
  if (status === "rejected") return settleUnattempted(sql, at + 1_000, { call, status, ofCall: "", problem: REJECTED });
  const who = customer === undefined ? number : 0;
  settle(sql, at + 1_000, settlementOf(call, who, { status, lines, dueAt: at + WAITS_MS }));
  if (status !== "written") return;
  const contact = String(20_000_000_000 + who);
  for (const key of keysOf(customer ?? call)) rememberIdentity(sql, key, { contact, how: "created" });
  const written = (properties: string[]) =>
    Object.fromEntries(
      properties.map((property) => [property, [at, call, fingerprint(`${property} ${call}`) >>> 12] as [number, string, number]]),
    );
  rememberLastWrites(sql, `contacts/${contact}`, written(["firstname", "lastname", "email", "phone"]), call);
  rememberLastWrites(sql, `deals/${dealOf(who)}`, written(["hs_next_step"]), call);
}

/** Hashes of a customer's number and address. */
export const keysOf = (customer: string): string[] => ["p", "e"].map((key) => hashLike(`${key} ${customer}`, 22));

/** As long as the ledger's hashes, and in no order, as they are. */
const hashLike = (text: string, length: number): string =>
  Array.from({ length: 4 }, (_, part) => fingerprint(`${part} ${text}`).toString(36))
    .join("")
    .slice(0, length);

const dealOf = (number: number): string => String(40_000_000_000 + number * 7);

function settlementOf(
  call: string,
  number: number,
  { status, lines, dueAt }: { status: Exclude<Settled, "rejected">; lines: number; dueAt: number },
): Settlement {
  const contact = String(20_000_000_000 + number);
  const rule = "otonistark.yaml:41";
  const change = (to: string) => ({ to, from: null, rule });
  const records: Settlement["records"] =
    status !== "written"
      ? {}
      : {
          contact: {
            object: "contacts",
            id: contact,
            action: "created",
            revision: 1,
            made: true,
            set: {
              firstname: change("Maria"),
              lastname: change(`da Silva ${number}`),
              email: change(`maria${number}@padaria.example`),
              phone: change(`+55119${80_000_000 + number}`),
            },
            tried: ["by email: none", "by phone: none"],
          },
          deal: {
            object: "deals",
            id: dealOf(number),
            action: "updated",
            revision: 1,
            set: { hs_next_step: change(`Send the offer for ${number} rolls`) },
            tried: ["through contact: 1 associated, 1 fitting"],
          },
          note: {
            object: "notes",
            id: String(30_000_000_000 + number),
            action: "created",
            revision: 1,
            made: true,
            on: [`contacts/${contact}`, `deals/${dealOf(number)}`],
            lines: Array.from({ length: lines }, (_, line) => fingerprint(`${number} ${line}`)),
          },
        };
  return {
    call,
    epoch: 0,
    status,
    dueAt: status === "waiting" ? dueAt : 0,
    mapping: status === "skipped" ? null : "otonistark",
    records,
    problem: status === "held" ? { code: "no_such_owner", who: "crm_admin", message: "There is no such owner.", fix: "Mend it." } : null,
    note: status === "skipped" ? "No mapping wanted it." : null,
    intent: null,
    countsAsAttempt: true,
  };
}
