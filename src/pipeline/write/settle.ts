import { firstWithin } from "../../chunks.ts";
import { holdsKey } from "../../hubspot/find/holds-key.ts";
import type { Key, Lookup } from "../../hubspot/model/lookup.ts";
import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import { transact } from "../../ledger/counters.ts";
import { rememberIdentity } from "../../ledger/records/identities.ts";
import { keyName } from "../../ledger/key-hash.ts";
import { type LastWritesRows, type Written, changeLastWrites, readLastWritesRows } from "../../ledger/records/last-writes.ts";
import { wakeWaiting } from "../../ledger/queue.ts";
import { type Settlement, settle } from "../../ledger/settle/settlements.ts";
import { type Settling, readSettlings } from "../../ledger/settle/settling-row.ts";
import { rememberSharedActivity } from "../../ledger/records/shared-activities.ts";
import { inOneTransaction } from "../attempt/bug.ts";
import type { PipelineContext } from "../attempt/context.ts";
import type { Dropout } from "../attempt/dropout.ts";
import { logHeld } from "../attempt/log-held.ts";
import { sharedActivityName } from "../attempt/shared-activity.ts";
import { outcomeOf } from "./decide-outcome.ts";
import { uncertainIntent } from "./intents.ts";
import type { Write, WrittenAttempt } from "./write.ts";

/** A new record is known from the moment that HubSpot names it: a crash a moment later, or a search that lags, must not make a second one. */
export function rememberLanded({ storage, hashOf }: PipelineContext, round: readonly Readonly<Write>[]): void {
  transact(storage, () => {
    for (const { attempt, planned, id, state } of round) {
      if (planned.kind !== "crm" || planned.action !== "create" || state !== "done" || id === null) continue;
      for (const lookup of attempt.lookups.filter(({ record }) => record === planned.name))
        for (const key of lookup.keys ?? [])
          rememberIdentity(storage.sql, keyName(hashOf, lookup.object, key), { contact: id, how: howMade(planned, key, lookup) });
    }
  });
}

/** A mapping may look for one number and write another: such a record is known by a key that it never carries. */
function howMade({ properties }: Readonly<Write>["planned"], key: Key, lookup: Lookup): "created" | "assigned" {
  return holdsKey({ id: "", properties, history: {} }, key, lookup) ? "created" : "assigned";
}

/** What is settled together costs fewer rows, and takes some hundredths of a second, for which nothing else is done: no search goes, no delivery is answered. */
const SETTLED_TOGETHER = 50;
/** Of bodies, which are read together and packed. */
const SETTLED_TOGETHER_BYTES = 1_000_000;

/** Settles every call by how its writes were answered, with all that the ledger learns from them. Returns those that cannot be: a bug over one is its own. */
export async function settleAll(context: PipelineContext, attempts: WrittenAttempt[]): Promise<Dropout[]> {
  const dropouts: Dropout[] = [];
  for (let first = 0; first < attempts.length;) {
    if (first > 0) await context.breathe();
    const group = firstWithin(attempts.slice(first, first + SETTLED_TOGETHER), SETTLED_TOGETHER_BYTES, ({ claimed }) => claimed.bytes);
    dropouts.push(...settleTogether(context, group));
    first += group.length;
  }
  return dropouts;
}

function settleTogether(context: PipelineContext, attempts: WrittenAttempt[]): Dropout[] {
  const settled = inOneTransaction(context.storage, attempts, (some) => settleEach(context, some));
  const isDropout = (each: Settlement | Dropout): each is Dropout => "reason" in each;
  const settlements = settled.filter((each): each is Settlement => !isDropout(each));
  logHeld(settlements.flatMap(({ call, status, problem }) => (status === "held" ? [{ call, code: problem?.code }] : [])));
  return settled.filter(isDropout);
}

function settleEach(context: PipelineContext, attempts: WrittenAttempt[]): Settlement[] {
  const { sql } = context.storage;
  const calls = attempts.map(({ claimed }) => claimed.call);
  const records = new Set(attempts.flatMap(({ writes }) => writes.flatMap(recordOf)));
  const known: Known = { rows: readSettlings(sql, calls), lastWrites: readLastWritesRows(sql, [...records]) };
  return attempts.map((attempt) => settleOne(context, attempt, known));
}

/** What is stored of the calls that are settled together, and of their records. */
interface Known {
  rows: Map<string, Settling>;
  lastWrites: LastWritesRows;
}

const recordOf = ({ planned: { kind, object }, id }: Readonly<Write>): string[] =>
  kind === "crm" && id !== null ? [`${object}/${id}`] : [];

function settleOne(context: PipelineContext, attempt: WrittenAttempt, { rows, lastWrites }: Known): Settlement {
  const { storage, now, hashOf, indexLagMs, retryMs } = context;
  const { sql } = storage;
  const settlement = outcomeOf(attempt, uncertainIntent(attempt, hashOf), { now: now(), indexLagMs, retryMs });
  settle(sql, now(), settlement, rows.get(settlement.call) ?? null);
  rememberShared(sql, attempt, settlement);
  rememberFound(sql, attempt, settlement);
  rememberWritten(sql, attempt, settlement, lastWrites);
  if (attempt.claimed.waiting && settlement.status === "written") wakeWaiting(sql, attempt.claimed.customer, now());
  return settlement;
}

function rememberShared(sql: SqlStorage, attempt: WrittenAttempt, { records }: Settlement): void {
  for (const rule of attempt.mapping.records) {
    const name = rule.kind === "activity" ? sharedActivityName(attempt, rule) : null;
    const receipt = records[rule.name];
    if (name === null || !receipt?.id) continue;
    const { object, id: activity, lines = [] } = receipt;
    rememberSharedActivity(sql, name, { object, activity, lines }, attempt.claimed);
  }
}

function rememberFound(sql: SqlStorage, { identities }: WrittenAttempt, { records }: Settlement): void {
  for (const { record, person, how } of identities) {
    const contact = records[record]?.id;
    if (contact) rememberIdentity(sql, person, { contact, how });
  }
}

/** That this call used its records, and which of their properties it wrote last, or found to hold just what it would have written. */
function rememberWritten(sql: SqlStorage, attempt: WrittenAttempt, { records }: Settlement, lastWrites: LastWritesRows): void {
  for (const { planned } of attempt.writes) {
    const receipt = records[planned.name];
    if (planned.kind !== "crm" || !receipt?.id) continue;
    const stands = planned.decisions.filter(({ property, to, written, stands: isThere }) =>
      written ? receipt.set?.[property]?.to === planned.properties[property] : to !== null && isThere === true,
    );
    const record = `${planned.object}/${receipt.id}`;
    const withStanding = (before: Written): Written => {
      const fields = { ...before };
      for (const { property, to } of stands)
        fields[property] = [...latest(fields[property], attempt), keptFingerprint(planned.properties[property] ?? to)];
      return fields;
    };
    changeLastWrites(sql, record, withStanding, attempt.claimed.call, lastWrites);
  }
}

/** A late call adds to what a later one wrote; that one stays the one to which earlier calls give way. */
function latest(written: Written[string] | undefined, { claimed }: WrittenAttempt): [startedAt: number, call: string] {
  return written !== undefined && written[0] > claimed.startedAt ? [written[0], written[1]] : [claimed.startedAt, claimed.call];
}
