import { DurableObject } from "cloudflare:workers";
import { type Answer as Accepted, type Rejected, keepRejected } from "./ledger/intake/accept.ts";
import { type AuditEntry, deedsOf, readAudit, writeAudit } from "./ledger/views/audit.ts";
import { storedDelivery } from "./ledger/bodies/bodies.ts";
import { GroupCommit } from "./ledger/intake/group-commit.ts";
import type { CallTotals } from "./ledger/counters.ts";
import { countByStatus } from "./ledger/views/health-figures.ts";
import { KeyHasher } from "./ledger/key-hash.ts";
import { readPortal, writePortal } from "./ledger/portal-values.ts";
import { type Described, prepareMoveOver } from "./ledger/earlier-release/move-over.ts";
import { migrate } from "./ledger/schema.ts";
import type { CallFilters, SearchBounds } from "./ledger/views/search-calls.ts";
import { nextUndo } from "./ledger/asked/undo-queue.ts";
import { DrainScheduler } from "./drain-scheduler.ts";
import type { Mapping } from "./mapping/compiled-mapping.ts";
import { compiledMappings } from "./mapping/deployed.ts";
import { type Customer, customersOf } from "./operator/reports/customers.ts";
import { Alerts } from "./operator/alerts/alerts.ts";
import { readFacts } from "./operator/alerts/read-facts.ts";
import { type ActionAsked, type ActionView, Actions } from "./operator/actions/actions.ts";
import type { ActionPreview } from "./operator/actions/preview-action.ts";
import { type ContactsToChoose, contactsToChoose } from "./operator/contacts-to-choose.ts";
import { AnswerCounts, type CountedAnswer } from "./operator/health/answer-counts.ts";
import { type Health, type HealthPorts, healthOf, pausedOf, statusOf } from "./operator/health/health.ts";
import type { PortalStatus } from "./operator/health/portal-status.ts";
import { Pulse } from "./operator/health/pulse.ts";
import { type NeverLoggedView, listNeverLogged, logAgain, neverLog } from "./operator/never-logged.ts";
import { type PauseView, pauseWriting, readPause, resumeWriting } from "./operator/pause.ts";
import { portalWait } from "./operator/health/portal-wait.ts";
import { type Candidate, candidatesOf } from "./operator/reports/candidates.ts";
import { type Balance, balanceOf } from "./operator/reports/balance.ts";
import { type MappingsReport, mappingsReport } from "./operator/reports/mappings-report.ts";
import { type ProblemGroup, problemGroups } from "./operator/reports/problem-groups.ts";
import { type Planned, planBody } from "./operator/preview/plan-body.ts";
import { type StandingBody, standingBodies } from "./operator/preview/standing-bodies.ts";
import { undoDue } from "./operator/undo/undo-due.ts";
import { type Answer, type Refused, Verbs } from "./operator/verbs.ts";
import {
  type CallView,
  type CallsPage,
  type PortalState,
  type SearchHashes,
  listCalls,
  otherCalls,
  viewCall,
} from "./operator/view-calls.ts";
import { parsePostCall } from "./otonistark/parse.ts";
import { type Identity, identify } from "./call/identify.ts";
import { Run } from "./pipeline/run.ts";
import { FULL_PACE, type Pace } from "./pipeline/schedule-batches.ts";
import { acceptPortal } from "./portal/account.ts";
import { type Settings, missingSecrets, retentionMs, wrongSettings } from "./settings.ts";

/** One per HubSpot portal: takes calls in, remembers what was written, and drains what is due in batches, at the portal's pace. */
export class Outbox extends DurableObject<Settings> {
  /** Replaced by tests. */
  now: () => number = Date.now;
  wait: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms);
  mappings: Mapping[] = compiledMappings;
  pace: Pace = FULL_PACE;

  readonly #sql: SqlStorage;
  readonly #keyHasher: KeyHasher;
  readonly #groupCommit: GroupCommit;
  readonly #run: Run;
  readonly #verbs: Verbs;
  readonly #pulse: Pulse;
  readonly #answers: AnswerCounts;
  readonly #alerts: Alerts;
  readonly #actions: Actions;
  readonly #hashes: SearchHashes;
  readonly #scheduler: DrainScheduler;
  #origin: string | null;

  constructor(state: DurableObjectState, env: Settings) {
    super(state, env);
    this.#sql = state.storage.sql;
    migrate(state.storage);
    this.#keyHasher = new KeyHasher(this.#sql);
    this.#pulse = new Pulse(this.#sql);
    this.#answers = new AnswerCounts(this.#sql);
    this.#origin = readPortal<string>(this.#sql, "origin");
    this.#alerts = new Alerts({
      sql: this.#sql,
      now: () => this.now(),
      address: () => env.ALERT_WEBHOOK_URL?.trim() || null,
      origin: () => this.#origin,
      facts: () => readFacts(this.#healthPorts(), env.ALERT_HELD),
    });
    prepareMoveOver(this.#sql, (body) => this.#describe(body));
    this.#groupCommit = new GroupCommit({
      storage: state.storage,
      now: () => this.now(),
      onStored: (receivedAt) => this.#scheduler.ring(receivedAt),
    });
    this.#run = new Run({
      storage: state.storage,
      env,
      keyHasher: this.#keyHasher,
      groupCommit: this.#groupCommit,
      mappings: () => this.mappings,
      pace: () => this.pace,
      now: () => this.now(),
      wait: (ms) => this.wait(ms),
      undoDue: (hubspot, findOut) =>
        undoDue({ sql: this.#sql, hubspot, now: () => this.now(), isStopped: () => readPause(this.#sql) !== null, findOut }),
      hasUndoDue: () => nextUndo(this.#sql, this.now()) !== null,
      isStopped: () => readPause(this.#sql) !== null,
    });
    this.#verbs = new Verbs({
      sql: this.#sql,
      run: this.#run,
      mappings: () => this.mappings,
      hashOf: this.#keyHasher.key,
      hashWho: (who) => this.#keyHasher.who(who),
      now: () => this.now(),
      doSoon: (isDone) => this.#scheduler.doSoon(isDone),
      arm: () => {
        this.#pulse.touch(this.now());
        this.#scheduler.arm();
      },
    });
    this.#hashes = { customer: (customer) => this.#keyHasher.customer(customer), email: (email) => this.#keyHasher.email(email) };
    this.#actions = new Actions({
      sql: this.#sql,
      verbs: this.#verbs,
      hashes: this.#hashes,
      mappings: () => this.mappings,
      look: () => this.#run.contextForReader(),
      now: () => this.now(),
      arm: () => this.#scheduler.arm(),
    });
    this.#scheduler = new DrainScheduler({
      storage: state.storage,
      now: () => this.now(),
      run: this.#run,
      actions: this.#actions,
      pulse: this.#pulse,
      retentionMs: () => this.#retentionMs(),
      onRunEnded: () => this.#tell(),
    });
    // An alarm that was lost would leave calls lying: every awakening sets it again.
    state.blockConcurrencyWhile(() => this.#scheduler.armAnew());
  }

  /** Stores a delivery. When this returns to the caller, it is durable. */
  async accept({ call, startedAt, body, weight, who }: Arrival, origin: string): Promise<Accepted> {
    const receivedAt = this.now();
    this.#remember(origin);
    // Half a character would become another one on its way into the table.
    const delivery = { ...this.#hashed(who), call: call.toWellFormed(), startedAt, body, weight, receivedAt };
    const answer = await this.#groupCommit.store(delivery);
    if (answer.status !== "accepted") this.#answers.count(answer.status, receivedAt);
    return answer;
  }

  /** What the ledger keeps of who was called: hashes. */
  #hashed(who: Identity) {
    return { ...this.#keyHasher.who(who), campaign: who.campaign, changedAt: who.changedAt };
  }

  /** Of a body that the release before took in. */
  #describe(body: Uint8Array): Described | null {
    const read = parsePostCall(JSON.parse(new TextDecoder().decode(body)));
    return read.kind === "call" ? { ...this.#hashed(identify(read.call)), weight: body.byteLength } : null;
  }

  /** Keeps a delivery that proved itself but was no call. */
  async keepRejected(rejected: Rejected, origin: string): Promise<void> {
    this.#remember(origin);
    keepRejected(this.ctx.storage, { ...rejected, receivedAt: this.now() });
    this.#answers.count("rejected", this.now());
    console.warn(JSON.stringify({ event: "rejected", code: rejected.code, bytes: rejected.body.byteLength }));
    this.#tell();
  }

  /** Where the pages are, as the last one knows who proved itself. */
  #remember(origin: string): void {
    if (origin === this.#origin) return;
    this.#origin = origin;
    writePortal(this.#sql, "origin", origin);
  }

  async call(id: string): Promise<CallView | null> {
    return viewCall(this.#sql, id, this.#portal());
  }

  async calls(where: CallFilters, bounds: SearchBounds): Promise<CallsPage> {
    return listCalls(this.#sql, where, bounds, this.#portal(), this.#hashes);
  }

  /** How many calls there are of each status. */
  async totals(): Promise<CallTotals> {
    return countByStatus(this.#sql);
  }

  /** A call's stored body as it came; null once it is erased, and where there is no such call. */
  async delivery(id: string): Promise<string | null> {
    return storedDelivery(this.#sql, id);
  }

  /** Who was called, of calls whose bodies are still there. */
  async customers(calls: string[]): Promise<Record<string, Customer>> {
    return customersOf(this.#sql, calls, this.now());
  }

  /** The newest other calls of the customer who had this one. */
  async otherCalls(id: string): Promise<CallView[]> {
    return otherCalls(this.#sql, id, this.#portal());
  }

  async mappingNames(): Promise<string[]> {
    return this.mappings.map(({ name }) => name);
  }

  /** What a body would write, as a correction of call `of` where that is said; HubSpot is only read, and nothing of the body is stored. */
  async plan(body: string, of: string | null = null): Promise<Planned> {
    return planBody(
      {
        sql: this.#sql,
        mappings: this.mappings,
        look: () => this.#run.contextForReader(),
        hashOf: this.#keyHasher.key,
        hashWho: (who) => this.#keyHasher.who(who),
        now: this.now(),
      },
      body,
      of,
    );
  }

  /** The notes and tasks that a call wrote and that stand in HubSpot. */
  async standingBodies(id: string): Promise<StandingBody[]> {
    return standingBodies(this.#sql, id, this.mappings);
  }

  /** The records that a held call may belong to, by name. */
  async candidates(id: string): Promise<Record<string, Candidate[]>> {
    const { account } = this.#portal();
    const call = viewCall(this.#sql, id, this.#portal());
    return call === null ? {} : candidatesOf(call, this.#run.gate.connectForReader(), account);
  }

  /** To which other contacts a written call may belong; null: no such call. */
  async contactsToChoose(id: string): Promise<ContactsToChoose | Refused | null> {
    const context = {
      sql: this.#sql,
      hubspot: this.#run.gate.connectForReader(),
      mappings: this.mappings,
      hashOf: this.#keyHasher.key,
      now: () => this.now(),
    };
    return contactsToChoose(context, id, this.#portal().account);
  }

  /** Why nothing is being sent to HubSpot at the moment; null: it is. */
  async paused(): Promise<Health["paused"]> {
    return pausedOf(this.#healthPorts());
  }

  /** Keeps who did what; it was asked for so long ago. */
  async audit(entry: Omit<AuditEntry, "at" | "action">, msAgo: number): Promise<void> {
    writeAudit(this.#sql, entry, this.now() - msAgo);
  }

  /** Who did what, the newest first: to one call, or of all. */
  async audited(call: string | null): Promise<AuditEntry[]> {
    return call === null ? readAudit(this.#sql) : deedsOf(this.#sql, call);
  }

  /** Open problems and warnings by cause. */
  async problems(): Promise<ProblemGroup[]> {
    return problemGroups(this.#sql, this.#portal().wait);
  }

  /** What became of the calls of some days (ms, both included). */
  async balance(from: number, to: number): Promise<Balance> {
    return balanceOf(this.#sql, from, to, this.now());
  }

  /** The deployed mappings, and what arrives and none of them reads. */
  async mappingsReport(): Promise<MappingsReport> {
    return mappingsReport(this.#sql, this.mappings);
  }

  /** Null: no such call; `rejected` and erased ones cannot be replayed. */
  async replay(id: string, change?: unknown): Promise<CallView | Refused | null> {
    return this.#answered(id, this.#verbs.replay(id, change));
  }

  async park(id: string): Promise<CallView | Refused | null> {
    return this.#answered(id, this.#verbs.park(id));
  }

  async choose(id: string, contact: string): Promise<CallView | Refused | null> {
    return this.#answered(id, await this.#verbs.choose(id, contact));
  }

  async undo(id: string): Promise<CallView | Refused | null> {
    return this.#answered(id, await this.#verbs.undo(id));
  }

  async previewAction(asked: ActionAsked): Promise<ActionPreview | Refused> {
    return this.#actions.preview(asked);
  }

  async startAction(asked: ActionAsked, who: string): Promise<{ action: string; calls: number } | Refused> {
    return this.#actions.start(asked, who);
  }

  /** Null: there is no such action. */
  async action(id: string): Promise<ActionView | null> {
    return this.#actions.view(id);
  }

  /** Numbers whose calls are never written. */
  async neverLogged(): Promise<NeverLoggedView[]> {
    return listNeverLogged(this.#sql);
  }

  async neverLog(phone: string, label: string): Promise<{ id: string } | Refused> {
    const country = this.mappings.find((mapping) => mapping.country !== null)?.country ?? null;
    return neverLog({ sql: this.#sql, hashOf: this.#keyHasher.key, country, now: this.now() }, phone, label);
  }

  /** False: there is no such number on the list. */
  async logAgain(id: string): Promise<boolean> {
    return logAgain(this.#sql, id);
  }

  /** Deliveries are kept, nothing is written, until `resume`. Resolves when what was on its way is settled. */
  async pause(reason: string): Promise<PauseView> {
    const pause = pauseWriting(this.#sql, reason, this.now());
    console.log(JSON.stringify({ event: "paused", code: "paused_by_operator" }));
    await this.#scheduler.untilIdle();
    return { status: "paused", reason: pause.reason, since: new Date(pause.since).toISOString(), writing: this.#scheduler.isDraining };
  }

  /** The key opens another portal than before, and that is right: what is known of the old one's records is forgotten. */
  async acceptPortal(portalId: string): Promise<{ accepted: string } | { refused: string }> {
    const accepted = acceptPortal(this.ctx.storage, portalId);
    if ("accepted" in accepted) this.#run.gate.endWait();
    this.#scheduler.arm();
    return accepted;
  }

  /** Goes on, in order; a wait that HubSpot asked for ends too. */
  async resume(): Promise<PauseView> {
    if (resumeWriting(this.#sql) !== null) console.log(JSON.stringify({ event: "resumed" }));
    this.#pulse.touch(this.now());
    this.#run.gate.endWait();
    this.#scheduler.arm();
    return { status: "resumed", reason: null, since: null, writing: this.#scheduler.isDraining };
  }

  #answered(id: string, answer: Answer): CallView | Refused | null {
    return answer === "done" ? viewCall(this.#sql, id, this.#portal()) : answer;
  }

  /** What a call's view needs of the portal. */
  #portal(): PortalState {
    return { account: readPortal(this.#sql, "account"), wait: portalWait(readPause(this.#sql), this.#run.gate.paused, this.now()) };
  }

  async health(): Promise<Health> {
    return healthOf(this.#healthPorts());
  }

  /** For uptime monitors: whether somebody has to look, and why. */
  async status(): Promise<PortalStatus> {
    return statusOf(this.#healthPorts());
  }

  #healthPorts(): HealthPorts {
    return {
      storage: this.ctx.storage,
      now: this.now(),
      isConfigured: missingSecrets(this.env).length === 0 && wrongSettings(this.env).length === 0,
      apiVersion: this.env.HUBSPOT_API_VERSION ?? "",
      deployment: this.env.VERSION?.id ?? null,
      retentionMs: this.#retentionMs(),
      mappings: this.mappings,
      pause: readPause(this.#sql),
      breaker: this.#run.gate.paused,
      limiter: this.#run.gate.limiter,
      pulse: this.#pulse,
      answers: this.#answers,
    };
  }

  /** Where what is set is no number of days, nothing is erased by a guess: health says so. */
  #retentionMs(): number {
    return retentionMs(this.env) ?? Number.POSITIVE_INFINITY;
  }

  /** Somebody is told of what has changed. Nobody waits for it. */
  #tell(): void {
    void this.#alerts.look();
  }

  /** Deliveries that the Worker answered by itself. */
  async countAnswers(answer: CountedAnswer, times: number): Promise<void> {
    this.#answers.count(answer, this.now(), times);
  }

  /** From the cron: an alarm should be set already, and old bodies go even when no calls come. */
  async wake(): Promise<void> {
    await this.#scheduler.armAnew();
    await this.#alerts.look();
    this.#scheduler.tidy();
  }

  /** Never throws: an alarm that does is retried six times and then gone. */
  override async alarm(): Promise<void> {
    await this.#scheduler.alarm();
  }

  /** Drains what is due, as far as one run may go, and sets the alarm for the rest. */
  async drain(): Promise<void> {
    await this.#scheduler.drain();
  }
}

/** A delivery that was read, on its way into the ledger. */
export interface Arrival {
  call: string;
  /** ms; when the call began. */
  startedAt: number;
  /** The JSON as it came. */
  body: Uint8Array;
  /** Bytes that it takes once it is parsed. */
  weight: number;
  who: Identity;
}
