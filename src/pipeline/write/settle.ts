import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import { SAME_VALUE } from "../../hubspot/model/same-value.ts";
import { packBody } from "../../ledger/bodies.ts";
import { rememberIdentity } from "../../ledger/identities.ts";
import { namesOfKeys } from "../../ledger/key-hash.ts";
import { type Written, readLastWrites, rememberLastWrites } from "../../ledger/last-writes.ts";
import { wakeWaiting } from "../../ledger/queue.ts";
import { type Settlement, settle } from "../../ledger/settlements.ts";
import type { Stop, CallAttempt } from "../attempt/attempt.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { rememberSharedActivities } from "../attempt/shared-activity.ts";
import { withKeys } from "./intents.ts";
import type { Write } from "./write.ts";

/** A call that does not go on, settled as it stands. */
export function settleStopped({ storage, now }: PipelineContext, stopped: Stop): void {
  const { claimed, status, mapping } = stopped;
  const problem = stopped.status === "held" ? stopped.problem : null;
  const note = stopped.status === "skipped" ? stopped.note : null;
  settle(storage.sql, now(), {
    call: claimed.call,
    epoch: claimed.epoch,
    status,
    dueAt: now(),
    mapping,
    records: JSON.parse(claimed.records),
    problem,
    note,
    intent: claimed.intent === null ? null : JSON.parse(claimed.intent),
    countsAsAttempt: true,
  });
  packBody(storage.sql, claimed.delivery);
}

/** A new record is known from the moment that HubSpot names it: a crash a moment later, or a search that lags, must not make a second one. */
export function rememberLanded({ storage, hashOf }: PipelineContext, round: Write[]): void {
  storage.transactionSync(() => {
    for (const { work, planned, id, state } of round) {
      if (planned.kind !== "crm" || planned.action !== "create" || state !== "done" || id === null) continue;
      for (const lookup of work.lookups.filter(({ record }) => record === planned.name))
        for (const name of namesOfKeys(lookup, hashOf)) rememberIdentity(storage.sql, name, { contact: id, how: "created" });
    }
  });
}

export function settleAll(ports: PipelineContext, works: CallAttempt[], settlements: Settlement[]): void {
  const { storage, now } = ports;
  storage.transactionSync(() => {
    for (const [index, settlement] of settlements.entries()) {
      const work = works[index] as CallAttempt;
      settle(storage.sql, now(), { ...settlement, intent: settlement.intent && withKeys(work, settlement.intent, ports.hashOf) });
      if (settlement.status !== "pending") packBody(storage.sql, work.claimed.delivery);
      rememberSharedActivities(storage.sql, work, settlement);
      rememberFound(ports, work, settlement);
      rememberWritten(ports, work, settlement);
      if (work.claimed.waiting && settlement.status === "written") wakeWaiting(storage.sql, work.claimed.customer, now());
    }
  });
}

function rememberFound({ storage }: PipelineContext, work: CallAttempt, { records }: Settlement): void {
  for (const { record, person, how } of work.people) {
    const contact = records[record]?.id;
    if (contact) rememberIdentity(storage.sql, person, { contact, how });
  }
}

/** Which properties of which record this call wrote last, or found to hold just what it would have written. */
function rememberWritten({ storage }: PipelineContext, work: CallAttempt, { records }: Settlement): void {
  for (const planned of work.planned) {
    const receipt = records[planned.name];
    if (planned.kind !== "crm" || !receipt?.id) continue;
    const stands = planned.decisions.filter(({ property, to, written, why }) =>
      written ? receipt.set?.[property]?.to === planned.properties[property] : to !== null && why === SAME_VALUE,
    );
    if (stands.length === 0) continue;
    const record = `${planned.object}/${receipt.id}`;
    const fields = readLastWrites(storage.sql, [record]).get(record) ?? {};
    for (const { property, to } of stands)
      fields[property] = [...latest(fields[property], work), keptFingerprint(planned.properties[property] ?? to)];
    rememberLastWrites(storage.sql, record, fields);
  }
}

/** A late call adds to what a newer one wrote; that one stays the one which older calls isolateRefused. */
function latest(written: Written[string] | undefined, { claimed }: CallAttempt): [startedAt: number, call: string] {
  return written !== undefined && written[0] > claimed.startedAt ? [written[0], written[1]] : [claimed.startedAt, claimed.call];
}
