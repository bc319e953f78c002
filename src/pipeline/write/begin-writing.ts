import { chunks } from "../../chunks.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { forgetIdentity } from "../../ledger/records/identities.ts";
import { moveLastWrites } from "../../ledger/records/last-writes.ts";
import { rememberSharedActivity } from "../../ledger/records/shared-activities.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { intend, keepReceipts } from "../../ledger/settle/set-out.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { LedgerCorrection, PlannedAttempt, RecoveredAttempt } from "../attempt/attempt.ts";
import { inOneTransaction } from "../attempt/bug.ts";
import { CALLS_BETWEEN_BREATHS, type PipelineContext } from "../attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "../attempt/dropout.ts";
import { sharedActivityName } from "../attempt/shared-activity.ts";
import { intentFor } from "./intents.ts";
import { mergeDuplicates } from "./merge-duplicates.ts";
import { recoverLanded } from "./recover-landed.ts";
import { takeTurns } from "./take-turns.ts";
import type { BegunAttempt, Write } from "./write.ts";

/** Makes durable what every call sets out to write, and what was found out on the way to it: then requests may go out. */
export async function beginWriting(context: PipelineContext, attempts: PlannedAttempt[]): Promise<Sorted<BegunAttempt>> {
  const { storage } = context;
  const begun: (BegunAttempt | Dropout)[] = [];
  for (const some of chunks(attempts, CALLS_BETWEEN_BREATHS)) {
    if (begun.length > 0) await context.breathe();
    begun.push(...inOneTransaction(storage, some, (each) => each.map((attempt) => begin(context, recoverLanded(attempt)))));
  }
  await storage.sync();
  return sorted(begun);
}

function begin({ storage: { sql }, hashOf, now }: PipelineContext, whole: RecoveredAttempt): BegunAttempt {
  const attempt = takeTurns(sql, whole);
  const { claimed, recovered, corrections } = attempt;
  for (const correction of corrections) correct(sql, correction);
  if (Object.keys(recovered).length > 0)
    keepReceipts(sql, claimed.call, { ...(JSON.parse(claimed.records) as Record<string, Receipt>), ...recovered });
  rememberRecovered(sql, attempt);
  const writes = writesOf(attempt, hashOf);
  const sent = writes.filter(({ state }) => state === "open");
  const intent = sent.length === 0 ? null : intentFor(attempt, sent, now(), hashOf);
  if (intent !== null) intend(sql, claimed, intent);
  return { ...attempt, writes, intent };
}

function correct(sql: SqlStorage, correction: LedgerCorrection): void {
  if (correction.kind === "moved") moveLastWrites(sql, correction.from, correction.to);
  else forgetIdentity(sql, correction.person);
}

/** What it shares with others is known to them from now on: its own new intent does not speak of it any more. */
function rememberRecovered(sql: SqlStorage, attempt: RecoveredAttempt): void {
  for (const rule of attempt.mapping.records) {
    const { id, lines = [] } = attempt.recovered[rule.name] ?? {};
    const name = rule.kind === "activity" ? sharedActivityName(attempt, rule) : null;
    if (name !== null && id) rememberSharedActivity(sql, name, { object: rule.object, activity: id, lines }, attempt.claimed);
  }
}

/** The writes of a call's plan. What needs no request is done from the start. */
function writesOf(attempt: RecoveredAttempt, hashOf: (key: Key) => string): Write[] {
  const writes: Write[] = [];
  for (const planned of attempt.planned)
    writes.push({
      attempt,
      siblings: writes,
      planned,
      state: firstState(planned),
      id: planned.id,
      failure: null,
      refusals: 0,
      duplicateOf: null,
      on: [],
      labels: {},
    });
  mergeDuplicates(writes, hashOf);
  return writes;
}

function firstState({ action }: PlannedRecord): Write["state"] {
  if (action === "create" || action === "update") return "open";
  return action === "hold" ? "failed" : "done";
}
