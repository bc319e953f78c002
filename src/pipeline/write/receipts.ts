import type { Change, Receipt } from "../../ledger/receipt.ts";
import type { Decision, PlannedRecord } from "../../planner/types.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { DELETED, currentRecord } from "../attempt/own-writes.ts";
import { changeOf } from "./intents.ts";
import type { Write } from "./write.ts";

/** What earlier attempts left. What a record was held for does not hold a call any more whose mapping writes no such record today. */
export function heldNoMore({ before, planned }: CallAttempt): Record<string, Receipt> {
  const isHeld = ([name, { action }]: [string, Receipt]) => action === "held" && !planned.some((record) => record.name === name);
  const entries = Object.entries(before).map((entry): [string, Receipt] => {
    if (!isHeld(entry)) return entry;
    const [name, { problem: _, candidates: __, ...receipt }] = entry;
    return [name, { ...receipt, action: "skipped", why: "today's mapping does not write it" }];
  });
  return Object.fromEntries(entries);
}

/** The record was not where it was read a moment ago (merged, deleted, or just created by someone else): looked up again. */
export function isMoved({ failure, planned }: Write): boolean {
  return failure?.reason === "exists" || (failure?.reason === "gone" && isMissed(planned));
}

/** A record that was to be changed, or what a new one was to hang on: not there any more. */
const isMissed = (planned: PlannedRecord): boolean => planned.kind === "crm" || planned.action === "create";

export function receiptOf(work: CallAttempt, write: Write): Receipt {
  const { planned, failure } = write;
  const before = work.before[planned.name];
  const base: Receipt = { object: planned.object, id: write.id ?? before?.id ?? null, action: "skipped", ...history(before) };
  const tried = work.tried[planned.name];
  if (tried !== undefined && tried.length > 0) base.tried = tried;
  const refused = failure?.reason === "refused" && {
    action: "held" as const,
    problem: problemOf({ ...failure.cause, record: planned.name }, failure.details),
  };
  if (isUnattached(write)) return { ...done(work, write, base, before), on: write.on, ...refused };
  if (failure?.reason === "exists") return { ...base, id: failure.id, action: "unchanged" };
  if (failure?.reason === "gone")
    return isMissed(planned) ? { ...base, id: null, action: "unchanged" } : { ...base, action: "skipped", why: DELETED };
  if (refused) return { ...base, ...refused };
  if (planned.action === "hold")
    return { ...base, action: "held", ...(planned.problem && { problem: planned.problem }), ...candidates(work, planned.name) };
  if (write.state === "left") return { ...base, why: "it waits for the record it hangs on" };
  if (failure !== null) return before ? { ...before, id: base.id } : base;
  if (planned.action === "skip")
    return {
      ...(isGone(work, planned.name)
        ? { object: planned.object, id: null, action: "skipped", ...(base.tried && { tried: base.tried }) }
        : base),
      why: planned.why ?? "",
    };
  return done(work, write, base, before);
}

/** It was created; only an association failed. */
const isUnattached = ({ planned, state, failure }: Write): boolean => planned.action === "create" && state === "done" && failure !== null;

/** What an earlier revision wrote to is not there any more. */
const isGone = (work: CallAttempt, name: string): boolean =>
  work.held[name]?.state === "missing" && work.lookups.some(({ record }) => record === name);

const history = (before: Receipt | undefined): Partial<Receipt> => ({
  ...(before?.set && { set: before.set }),
  ...(before?.on && { on: before.on }),
  ...(before?.made && { made: true }),
  ...(before?.lines && { lines: before.lines }),
  ...(before?.erased && { erased: before.erased }),
});

function candidates(work: CallAttempt, name: string): Partial<Receipt> {
  const held = work.held[name];
  return held?.state === "several" ? { candidates: held.candidates } : {};
}

function done(work: CallAttempt, write: Write, base: Receipt, before: Receipt | undefined): Receipt {
  const { planned } = write;
  const made = planned.action === "create" || before?.made === true;
  const madeNow = planned.action === "create" || (made && before?.revision === work.claimed.revision);
  const action = madeNow ? "created" : planned.action === "update" ? "updated" : "unchanged";
  const kept = planned.decisions
    .filter(({ written, why }) => !written && why !== null)
    .map(({ property, why }) => [property, why as string] as const);
  return {
    ...base,
    action,
    revision: work.claimed.revision,
    ...(made && { made: true }),
    ...(planned.why !== null && { why: planned.why }),
    ...withSet(planned.kind === "activity" ? [] : planned.decisions.filter(({ written }) => written), before, work, planned.name),
    ...(kept.length > 0 && planned.kind === "crm" && { kept: Object.fromEntries(kept) }),
    ...(write.on.length > 0 && { on: [...new Set([...(before?.on ?? []), ...write.on])] }),
    ...(work.lines[planned.name] && { lines: work.lines[planned.name] as number[] }),
  };
}

/** All that stands of what this call wrote: what an earlier revision replaced stays what undo goes back to. */
function withSet(written: Decision[], before: Receipt | undefined, work: CallAttempt, name: string): Partial<Receipt> {
  const held = work.held[name]?.state === "found" ? currentRecord(work, name) : null;
  const set: Record<string, Change> = { ...before?.set };
  for (const decision of written) set[decision.property] = { ...changeOf(held, decision), rule: decision.rule };
  return Object.keys(set).length > 0 ? { set } : {};
}

export function firstProblem(receipts: Receipt[]): Problem | null {
  return receipts.find((receipt) => receipt.action === "held" && receipt.problem)?.problem ?? null;
}

export function wroteSomething(records: Record<string, Receipt>): boolean {
  return Object.values(records).some(({ action, id, why }) => id !== null && (action !== "skipped" || why === DELETED));
}

export function whySkipped(records: Record<string, Receipt>): string {
  const reasons = Object.entries(records).map(([name, { why, tried }]) => `${name}: ${why ?? tried?.join("; ") ?? "nothing to write"}`);
  return reasons.length === 0 ? "The mapping writes nothing for this call." : reasons.join(". ");
}
