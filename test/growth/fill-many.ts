import { SHELF, slotOf } from "../../src/ledger/bodies/bodies.ts";
import { DAY_MS, ledgerMemory } from "../../src/ledger/counters.ts";
import { FIRST, type Filling, keysOf, settleAll, takeIn } from "./fill.ts";

/** So many are settled as the pipeline does it. */
const TEMPLATES = 1_000;

/**
 * Takes calls in and settles them. Settling one takes two milliseconds, most of them packing: a million would take half an hour. So what is more
 * than a thousand are copies of the first thousand's rows, in SQL, under keys of their own, accepted first and settled then: tables, indexes and
 * pages come to the same (the story of growth compares them).
 */
export async function fillMany(storage: DurableObjectStorage, filling: Filling, templates = TEMPLATES): Promise<void> {
  const calls = Math.min(filling.calls, templates);
  takeIn(storage, { ...filling, calls, of: filling.calls });
  settleAll(storage, { ...filling, calls });
  if (calls < filling.calls) await copySettled(storage, filling, calls);
}

/** Of the calls that are copied. */
interface Templates {
  prefix: string;
  calls: number;
  /** The delivery before the first of them. */
  before: number;
}

/** A copy of some templates: so much later, in everything that has a number or a time. */
interface Copy {
  calls: number;
  shift: number;
  laterMs: number;
}

/** Until there are as many as the filling says; the templates must be the latest that came in. */
async function copySettled(storage: DurableObjectStorage, filling: Filling, templates: number): Promise<void> {
  const { sql } = storage;
  const memory = ledgerMemory(sql);
  const of: Templates = { prefix: filling.prefix, calls: templates, before: memory.lastDelivery - templates };
  for (let shift = templates; shift < filling.calls; shift += templates) {
    const calls = Math.min(templates, filling.calls - shift);
    const laterMs = Math.floor((shift / filling.calls) * (filling.days ?? 2) * DAY_MS);
    storage.transactionSync(() => copyOnce(sql, of, { calls, shift, laterMs }, filling.customer));
    // Commits: what is not written out would be in memory together.
    await storage.sync();
  }
  memory.lastDelivery = of.before + filling.calls;
  memory.countedTo = memory.lastDelivery;
  memory.uncounted = new Map();
  storage.transactionSync(() => countAnew(sql, memory.lastDelivery));
}

function copyOnce(sql: SqlStorage, of: Templates, copy: Copy, customer: string | undefined): void {
  accept(sql, of, copy, customer);
  settle(sql, of, copy);
  copyBodies(sql, of, copy);
  if (customer !== undefined) return;
  copyPeople(sql, of, copy);
  copyRecords(sql, "contacts/", 20_000_000_000, copy.calls, copy.shift);
  copyRecords(sql, "deals/", 40_000_000_000, copy.calls * 7, copy.shift * 7);
}

const HASH = "lower(substr(hex(randomblob(7)), 1, 13))";

/** As `insertCalls` leaves them. */
function accept(sql: SqlStorage, { prefix, before }: Templates, { calls, shift, laterMs }: Copy, customer: string | undefined): void {
  sql.exec(
    `INSERT INTO calls (call, status, epoch, delivery, shelf, first_delivery, received_at, day, campaign, customer, has_phone, email, lead, started_at,
       changed_at, behind, revision, attempts)
     SELECT ${idOf(prefix, "call", shift)}, 'pending', 0, delivery + ${shift}, ${SHELF.ready}, first_delivery + ${shift}, received_at + ${laterMs},
       (received_at + ${laterMs}) / ${DAY_MS}, campaign, coalesce(?1, ${HASH}), has_phone, ${HASH} || '|', lead, started_at + ${laterMs},
       changed_at + ${laterMs}, 0, 1, 0
     FROM calls WHERE call >= '${prefix}${FIRST}' AND call < '${prefix}${FIRST + calls}' AND delivery > ${before}`,
    customer ?? null,
  );
}

/** In SQL, of a row of calls or bodies. */
const idOf = (prefix: string, call: string, shift: number): string => `'${prefix}' || (substr(${call}, ${prefix.length + 1}) + ${shift})`;

/** What settling changes in a call's row. */
const SETTLED = "of_call, status, epoch, shelf, due_at, mapping, attempts, code, warned, hash, traces";

function settle(sql: SqlStorage, { prefix }: Templates, { calls, shift, laterMs }: Copy): void {
  sql.exec(
    `UPDATE calls AS c SET (settled_at, ${SETTLED}) =
       (SELECT settled_at + ${laterMs}, ${SETTLED} FROM calls t WHERE t.call = ${idOf(prefix, "c.call", -shift)})
     WHERE call >= '${prefix}${FIRST + shift}' AND call < '${prefix}${FIRST + shift + calls}'`,
  );
}

function copyBodies(sql: SqlStorage, { prefix, before }: Templates, { calls, shift, laterMs }: Copy): void {
  for (const shelf of [SHELF.waiting, SHELF.done, SHELF.held])
    sql.exec(
      `INSERT INTO bodies (slot, call, received_at, weight, packing, receipt, intent, body)
       SELECT slot + ${shift}, ${idOf(prefix, "call", shift)}, received_at + ${laterMs}, weight, packing, receipt, intent, body FROM bodies
       WHERE slot > ${slotOf(shelf, before)} AND slot <= ${slotOf(shelf, before) + calls}`,
    );
}

function copyPeople(sql: SqlStorage, { prefix }: Templates, { calls, shift }: Copy): void {
  const people = Array.from({ length: calls }, (_, number) => keysOf(`${prefix}${FIRST + number}`).map((key) => key.slice(0, 12))).flat();
  sql.exec(
    `INSERT INTO identities (person, contact, how) SELECT lower(hex(randomblob(6))), contact + ${shift}, how
     FROM identities WHERE person IN (SELECT value FROM json_each(?))`,
    JSON.stringify(people),
  );
}

function copyRecords(sql: SqlStorage, object: string, first: number, ids: number, shift: number): void {
  sql.exec(
    `INSERT INTO fields (record, written, calls) SELECT '${object}' || (substr(record, ${object.length + 1}) + ${shift}), written, calls FROM fields
     WHERE record >= '${object}${first}' AND record < '${object}${first + ids}'`,
  );
}

function countAnew(sql: SqlStorage, countedTo: number): void {
  sql.exec("DELETE FROM counts");
  sql.exec(
    `INSERT INTO counts (day, campaign, received, written, skipped, held, rejected, mappings, codes, counted_to)
     SELECT day, campaign, count(*), sum(status = 'written'), sum(status = 'skipped'), sum(status = 'held'), sum(status = 'rejected'),
       json_object('otonistark', sum(mapping IS NOT NULL)),
       json_object('no_such_owner', sum(status = 'held')), ? FROM calls GROUP BY day, campaign`,
    countedTo,
  );
}
