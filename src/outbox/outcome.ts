import type { HeldRecord } from "../mapping/portal-view.ts";
import type { Problem } from "../problem.ts";
import type { Decision, PlannedRecord } from "../mapping/plan.ts";
import { DELETED } from "./find-activities.ts";
import { heldRecord } from "./find.ts";
import type { Settlement } from "./ledger.ts";
import type { Change, Intent, Receipt } from "./receipt.ts";
import type { Work } from "./work.ts";
import type { Write } from "./write.ts";

/** How long an unanswered write may still land: longer than any request of ours lives. */
export const LANDING_MS = 10_000;
/** A call whose records keep vanishing or turning up is for a person to look at. */
const ATTEMPTS_BEFORE_HELD = 6;

export interface Moment {
  now: number;
  indexLagMs: number;
  /** When to try again after HubSpot's own trouble, in ms from now. */
  retryMs: number;
}

/** What became of one call's attempt. Pure: writes, as they were answered → the row to settle. */
export function outcomeOf(work: Work, writes: Write[], moment: Moment): Settlement {
  const records: Record<string, Receipt> = { ...work.before };
  for (const write of writes) records[write.planned.name] = receiptOf(work, write);
  const troubled = writes.filter(({ failure }) => failure?.reason === "trouble" || failure?.reason === "key");
  const moved = writes.filter((write) => isMoved(write));
  const intent = intentOf(work, troubled, moment.now);
  const stuck = moved.length > 0 && work.claimed.attempts + 1 >= ATTEMPTS_BEFORE_HELD;
  const problem = stuck ? RESTLESS : firstProblem(Object.values(records));
  const waitsUntil = rematchUntil(work);
  const pending = troubled.length > 0 || (moved.length > 0 && !stuck);
  return {
    call: work.claimed.call,
    revision: work.claimed.revision,
    mapping: work.mapping.name,
    records,
    intent,
    status: pending ? "pending" : problem ? "held" : wroteSomething(records) ? "written" : waitsUntil > moment.now ? "waiting" : "skipped",
    dueAt:
      troubled.length > 0 ? moment.now + waitMs(intent, moment) : pending ? moment.now : Math.min(waitsUntil, nextSweep(work, moment.now)),
    problem: pending ? pendingProblem(troubled) : problem,
    note:
      pending || wroteSomething(records)
        ? null
        : `${waitsUntil > moment.now ? `Waits for its contact until ${new Date(waitsUntil).toISOString()}. ` : ""}${whySkipped(records)}`,
    countsAsAttempt: troubled.length === 0,
  };
}

/** Until when a call without its contact waits for one to appear, ms; 0 = not at all. */
function rematchUntil({ mapping, held, claimed, lookups }: Work): number {
  const canAppear = (name: string) => lookups.some(({ record, keys }) => record === name && (keys === null || keys.length > 0));
  const waiting = mapping.records.filter(
    (rule) => rule.kind === "crm" && rule.rematchMs !== null && held[rule.name]?.state === "missing" && canAppear(rule.name),
  );
  return Math.max(0, ...waiting.map((rule) => claimed.receivedAt + ((rule.kind === "crm" && rule.rematchMs) || 0)));
}

const SWEEP_FIRST_MS = 600_000;
const SWEEP_LAST_MS = 21_600_000;

/** The older the call, the rarer it is looked for: after a quarter of its age, between ten minutes and six hours. */
function nextSweep({ claimed }: Work, now: number): number {
  return now + Math.min(Math.max((now - claimed.receivedAt) / 4, SWEEP_FIRST_MS), SWEEP_LAST_MS);
}

const RESTLESS: Problem = {
  who: "operator",
  message: "The call's records keep changing in HubSpot while they are written.",
  fix: "Look at the records in HubSpot, then replay the call.",
};

/** The record was not where it was read a moment ago (merged, deleted, or just created by someone else): looked up again. */
function isMoved({ failure, planned }: Write): boolean {
  return failure?.reason === "exists" || (failure?.reason === "gone" && isMissed(planned));
}

/** A record that was to be changed, or what a new one was to hang on: not there any more. */
const isMissed = (planned: PlannedRecord): boolean => planned.kind === "crm" || planned.action === "create";

function receiptOf(work: Work, write: Write): Receipt {
  const { planned, failure } = write;
  const before = work.before[planned.name];
  const base: Receipt = { object: planned.object, id: write.id ?? before?.id ?? null, action: "skipped", ...history(before) };
  const tried = work.tried[planned.name];
  if (tried !== undefined && tried.length > 0) base.tried = tried;
  const refused = failure?.reason === "refused" && {
    action: "held" as const,
    problem: { ...failure.problem, message: `${planned.name}: ${failure.problem.message}` },
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
const isGone = (work: Work, name: string): boolean =>
  work.held[name]?.state === "missing" && work.lookups.some(({ record }) => record === name);

const history = (before: Receipt | undefined): Partial<Receipt> => ({
  ...(before?.set && { set: before.set }),
  ...(before?.on && { on: before.on }),
  ...(before?.made && { made: true }),
  ...(before?.lines && { lines: before.lines }),
});

function candidates(work: Work, name: string): Partial<Receipt> {
  const held = work.held[name];
  return held?.state === "several" ? { candidates: held.candidates } : {};
}

function done(work: Work, write: Write, base: Receipt, before: Receipt | undefined): Receipt {
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
function withSet(written: Decision[], before: Receipt | undefined, work: Work, name: string): Partial<Receipt> {
  const held = work.held[name]?.state === "found" ? heldRecord(work, name) : null;
  const set: Record<string, Change> = { ...before?.set };
  for (const decision of written) set[decision.property] = { ...changeOf(held, decision), rule: decision.rule };
  return Object.keys(set).length > 0 ? { set } : {};
}

/** `from` is what stood there before this call first wrote: an earlier revision's own value never counts. */
function changeOf(held: HeldRecord | null, { property, to, from, added }: Decision): Omit<Change, "rule"> {
  const mine = held?.mine?.[property];
  const actual = held?.properties[property] ?? from;
  return { to, from: mine !== undefined && mine.to === actual ? mine.from : actual, ...(added !== undefined && { added }) };
}

/** What may have landed, or may not: the next attempt finds out before it writes. */
function intentOf(work: Work, troubled: Write[], now: number): Intent | null {
  const uncertain = troubled.filter(({ failure }) => failure?.reason === "trouble" && failure.landed === "maybe");
  return uncertain.length === 0 ? null : { ...intentFor(work, uncertain, now), over: true };
}

/** What an attempt sets out to write, for the ledger. */
export function intentFor(work: Work, writes: Write[], now: number): Intent {
  const entries = writes.map(({ planned }) => {
    const held = work.held[planned.name]?.state === "found" ? heldRecord(work, planned.name) : null;
    const sent = planned.kind === "activity" ? [] : planned.decisions.filter(({ written }) => written);
    const set = Object.fromEntries(sent.map((decision) => [decision.property, { ...changeOf(held, decision), to: decision.to ?? "" }]));
    const searched =
      work.lookups.some(({ record, keys }) => record === planned.name && keys !== null) &&
      !(planned.object === "contacts" && planned.properties["email"]);
    const lines = [...(work.lines[planned.name] ?? []), ...(work.intent?.records[planned.name]?.lines ?? [])];
    const base = {
      object: planned.object,
      op: planned.action === "create" ? ("create" as const) : ("update" as const),
      id: planned.id,
      set,
    };
    return [planned.name, { ...base, ...(searched && { searched }), ...(lines.length > 0 && { lines: [...new Set(lines)] }) }] as const;
  });
  return { at: now, over: false, records: Object.fromEntries(entries) };
}

/** How long to wait until what may have landed can be seen. */
export function waitMs(intent: Intent | null, { indexLagMs, retryMs }: Pick<Moment, "indexLagMs" | "retryMs">): number {
  if (intent === null) return retryMs;
  return Math.max(retryMs, needsSearch(intent) ? indexLagMs : LANDING_MS);
}

/** A contact without an e-mail, and any other new record that only search finds again. */
export function needsSearch(intent: Intent): boolean {
  return Object.values(intent.records).some(({ op, searched }) => op === "create" && searched === true);
}

function firstProblem(receipts: Receipt[]): Problem | null {
  return receipts.find((receipt) => receipt.action === "held" && receipt.problem)?.problem ?? null;
}

function pendingProblem(troubled: Write[]): Problem | null {
  const failure = troubled.map((write) => write.failure).find((each) => each?.reason === "key");
  return failure?.reason === "key" ? failure.problem : null;
}

function wroteSomething(records: Record<string, Receipt>): boolean {
  return Object.values(records).some(({ action, id, why }) => id !== null && (action !== "skipped" || why === DELETED));
}

function whySkipped(records: Record<string, Receipt>): string {
  const reasons = Object.entries(records).map(([name, { why, tried }]) => `${name}: ${why ?? tried?.join("; ") ?? "nothing to write"}`);
  return reasons.length === 0 ? "The mapping writes nothing for this call." : reasons.join(". ");
}
