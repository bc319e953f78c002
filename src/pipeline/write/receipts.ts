import type { Failure } from "../../hubspot/http/failure.ts";
import { type Change, type Receipt, isDeleted } from "../../ledger/settle/receipt.ts";
import type { Decision } from "../../planner/types.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { RecoveredAttempt } from "../attempt/attempt.ts";
import { DELETED, foundRecord } from "../attempt/own-writes.ts";
import { changeOf } from "./intents.ts";
import type { Write, WrittenAttempt } from "./write.ts";

/** What is to be kept of every record of a call, after an attempt: what became of today's writes, and what earlier attempts left. */
export function receiptsOf(attempt: WrittenAttempt): Record<string, Receipt> {
  const written = attempt.writes.map((write) => [write.planned.name, receiptOf(write)] as const);
  return { ...earlierReceipts(attempt), ...Object.fromEntries(written) };
}

/** What a record was held for does not hold a call any more whose mapping writes no such record today. */
function earlierReceipts({ priorReceipts, planned }: WrittenAttempt): Record<string, Receipt> {
  const isWrittenToday = (name: string) => planned.some((record) => record.name === name);
  const entries = Object.entries(priorReceipts).map(([name, receipt]): [string, Receipt] => {
    if (receipt.action !== "held" || isWrittenToday(name)) return [name, receipt];
    const { problem: _, candidates: __, ...rest } = receipt;
    return [name, { ...rest, action: "skipped", why: "today's mapping does not write it" }];
  });
  return Object.fromEntries(entries);
}

type Ended = Readonly<Write>;
type Refusal = Extract<Failure, { reason: "refused" }>;

/** How a write ended, by what HubSpot answered and what was planned. */
type Ending =
  /** Written, or nothing had to be. */
  | { kind: "done" }
  /** Written, but for an association. */
  | { kind: "not_associated"; failure: Failure }
  /** There is such a record already, or it is not where it was read a moment ago: looked up again. */
  | { kind: "moved"; id: string | null }
  | { kind: "deleted_by_a_person" }
  | { kind: "refused"; failure: Refusal }
  | { kind: "needs_a_person" }
  | { kind: "waits_for_another" }
  /** HubSpot's own trouble, or a key that does not work: nobody knows whether it landed, or it did not. */
  | { kind: "unanswered" }
  | { kind: "not_wanted" };

function endingOf({ planned, state, failure }: Ended): Ending {
  if (failure !== null && state === "done") return { kind: "not_associated", failure };
  switch (failure?.reason) {
    case "exists":
      return { kind: "moved", id: failure.id };
    case "gone":
      return isNeeded(planned) ? { kind: "moved", id: null } : { kind: "deleted_by_a_person" };
    case "refused":
      return { kind: "refused", failure };
    case "trouble":
    case "key":
      return { kind: "unanswered" };
    case undefined:
      if (planned.action === "hold") return { kind: "needs_a_person" };
      if (planned.action === "skip") return { kind: "not_wanted" };
      return { kind: state === "left" ? "waits_for_another" : "done" };
  }
}

/** A record that was to be changed, or what a new one was to be associated with: it is looked up again. An activity that is gone was deleted. */
const isNeeded = ({ kind, action }: Write["planned"]): boolean => kind === "crm" || action === "create";

/** The record was not where it was read a moment ago (merged, deleted, or just created by someone else). */
export function isMoved({ failure, planned }: Ended): boolean {
  return failure?.reason === "exists" || (failure?.reason === "gone" && isNeeded(planned));
}

function receiptOf(write: Ended): Receipt {
  const { planned, attempt } = write;
  const prior = attempt.priorReceipts[planned.name];
  const base = baseOf(write, prior);
  const ending = endingOf(write);
  switch (ending.kind) {
    case "done":
      return done(write, base, prior);
    case "not_associated":
      // What it is not associated with yet, the next attempt sees to: `on` says as much, even where it is empty.
      return { on: [...write.on], ...done(write, base, prior), ...(ending.failure.reason === "refused" && refused(write, ending.failure)) };
    case "moved":
      return { ...base, id: ending.id, action: "unchanged" };
    case "deleted_by_a_person":
      return { ...base, action: "skipped", why: DELETED.why, deleted: true };
    case "refused":
      return { ...base, ...refused(write, ending.failure) };
    case "needs_a_person":
      return { ...base, action: "held", ...(planned.problem && { problem: planned.problem }), ...candidates(write) };
    case "waits_for_another":
      return { ...base, action: "skipped", why: "it waits for the record it is associated with" };
    case "unanswered":
      return prior ? { ...prior, id: base.id } : base;
    case "not_wanted":
      return {
        ...(isGone(write) ? forgotten(base) : base),
        action: "skipped",
        why: planned.why ?? "",
        ...(planned.isDeleted && { deleted: true }),
      };
  }
}

/** What every receipt says: which record, how it was found, and what earlier attempts wrote to it. */
function baseOf({ planned, attempt, id }: Ended, prior: Receipt | undefined): Receipt {
  const tried = attempt.tried[planned.name] ?? [];
  return {
    object: planned.object,
    id: id ?? prior?.id ?? null,
    action: "skipped",
    ...(prior?.set && { set: prior.set }),
    ...(prior?.on && { on: prior.on }),
    ...(prior?.labels && { labels: prior.labels }),
    ...(prior?.made && { made: true }),
    ...(prior?.lines && { lines: prior.lines }),
    ...turnOf(planned, prior),
    ...(prior?.erased && { erased: prior.erased }),
    ...(prior?.moved_from && { moved_from: prior.moved_from }),
    ...(tried.length > 0 && { tried: [...tried] }),
  };
}

function turnOf({ turns, properties }: Ended["planned"], prior: Receipt | undefined): Pick<Receipt, "turn"> {
  const turn = turns === undefined ? prior?.turn : properties["hubspot_owner_id"];
  return turn === undefined ? {} : { turn };
}

const refused = ({ planned }: Ended, { cause, details }: Refusal): Pick<Receipt, "action" | "problem"> => ({
  action: "held",
  problem: problemOf({ ...cause, record: planned.name }, details),
});

/** What an earlier revision wrote to is not there any more. */
function isGone({ attempt: { lookupResults, lookups }, planned: { name } }: Ended): boolean {
  return lookupResults[name]?.state === "missing" && lookups.some(({ record }) => record === name);
}

const forgotten = ({ object, tried, moved_from }: Receipt): Receipt => ({
  object,
  id: null,
  action: "skipped",
  ...(tried && { tried }),
  ...(moved_from && { moved_from }),
});

function candidates({ attempt, planned }: Ended): Pick<Receipt, "candidates"> {
  const result = attempt.lookupResults[planned.name];
  return result?.state === "several" ? { candidates: result.candidates } : {};
}

function done(write: Ended, base: Receipt, prior: Receipt | undefined): Receipt {
  const { planned, attempt } = write;
  const createdByUs = planned.action === "create" || prior?.made === true;
  const createdNow = planned.action === "create" || (createdByUs && prior?.revision === attempt.claimed.revision);
  const lines = attempt.bodyLines[planned.name];
  return {
    ...base,
    action: createdNow ? "created" : planned.action === "update" ? "updated" : "unchanged",
    revision: attempt.claimed.revision,
    ...(createdByUs && { made: true }),
    ...(planned.why !== null && { why: planned.why }),
    ...withSet(attempt, write, prior),
    ...withKept(write),
    ...(write.on.length > 0 && { on: [...new Set([...(prior?.on ?? []), ...write.on])] }),
    ...(Object.keys(write.labels).length > 0 && { labels: { ...prior?.labels, ...write.labels } }),
    ...(lines && { lines: [...new Set(lines)] }),
  };
}

/** All that stands of what this call wrote: what an earlier revision replaced stays what undo goes back to. */
function withSet(attempt: RecoveredAttempt, { planned }: Ended, prior: Receipt | undefined): Pick<Receipt, "set"> {
  const found = foundRecord(attempt, planned.name);
  const written = planned.kind === "activity" ? [] : planned.decisions.filter((decision) => decision.written);
  const changes = written.map((decision: Decision): [string, Change] => [
    decision.property,
    { ...changeOf(found, decision), rule: decision.rule },
  ]);
  const set = { ...prior?.set, ...Object.fromEntries(changes) };
  return Object.keys(set).length > 0 ? { set } : {};
}

/** The properties that were left alone, each with why. */
function withKept({ planned }: Ended): Pick<Receipt, "kept"> {
  const left = planned.kind === "crm" ? planned.decisions.filter(({ written, why }) => !written && why !== null) : [];
  return left.length > 0 ? { kept: Object.fromEntries(left.map(({ property, why }) => [property, why as string])) } : {};
}

export function firstProblem(receipts: Receipt[]): Problem | null {
  return receipts.find((receipt) => receipt.action === "held" && receipt.problem)?.problem ?? null;
}

export function wroteSomething(records: Record<string, Receipt>): boolean {
  return Object.values(records).some((receipt) => receipt.id !== null && (receipt.action !== "skipped" || isDeleted(receipt)));
}

export function whySkipped(records: Record<string, Receipt>): string {
  const reasons = Object.entries(records).map(([name, { why, tried }]) => `${name}: ${why ?? tried?.join("; ") ?? "nothing to write"}`);
  return reasons.length === 0 ? "The mapping writes nothing for this call." : reasons.join(". ");
}
