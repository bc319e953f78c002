import { type AuditEntry, deedsOf, readAudit } from "../ledger/views/audit.ts";
import { storedDelivery } from "../ledger/bodies/bodies.ts";
import type { CallTotals } from "../ledger/counters.ts";
import { countByStatus } from "../ledger/views/health-figures.ts";
import type { CallFilters, SearchBounds } from "../ledger/views/search-calls.ts";
import { type Customer, customersOf } from "../operator/reports/customers.ts";
import type { ActionView } from "../operator/actions/actions.ts";
import { type ContactsToChoose, contactsToChoose } from "../operator/contacts-to-choose.ts";
import { type Health, healthOf, pausedOf, statusOf } from "../operator/health/health.ts";
import type { PortalStatus } from "../operator/health/portal-status.ts";
import { type NeverLoggedView, listNeverLogged } from "../operator/never-logged.ts";
import { type Candidate, candidatesOf } from "../operator/reports/candidates.ts";
import { type Balance, balanceOf } from "../operator/reports/balance.ts";
import { type MappingsReport, mappingsReport } from "../operator/reports/mappings-report.ts";
import { type ProblemGroup, problemGroups } from "../operator/reports/problem-groups.ts";
import { type Planned, planBody } from "../operator/preview/plan-body.ts";
import { type StandingBody, standingBodies } from "../operator/preview/standing-bodies.ts";
import type { Refused } from "../operator/verbs.ts";
import { type CallView, type CallsPage, listCalls, otherCalls, viewCall } from "../operator/view-calls.ts";
import { IntakeDoors } from "./intake-doors.ts";

/** What those who look on ask of the outbox: nothing is changed, and HubSpot is only read. */
export class ViewDoors extends IntakeDoors {
  async call(id: string): Promise<CallView | null> {
    return viewCall(this.parts.sql, id, this.parts.portal());
  }

  async calls(where: CallFilters, bounds: SearchBounds): Promise<CallsPage> {
    return listCalls(this.parts.sql, where, bounds, this.parts.portal(), this.parts.hashes);
  }

  /** How many calls there are of each status. */
  async totals(): Promise<CallTotals> {
    return countByStatus(this.parts.sql);
  }

  /** A call's stored body as it came; null once it is erased, and where there is no such call. */
  async delivery(id: string): Promise<string | null> {
    return storedDelivery(this.parts.sql, id);
  }

  /** Who was called, of calls whose bodies are still there. */
  async customers(calls: string[]): Promise<Record<string, Customer>> {
    return customersOf(this.parts.sql, calls, this.now());
  }

  /** The newest other calls of the customer who had this one. */
  async otherCalls(id: string): Promise<CallView[]> {
    return otherCalls(this.parts.sql, id, this.parts.portal());
  }

  async mappingNames(): Promise<string[]> {
    return this.mappings.map(({ name }) => name);
  }

  /** What a body would write, as a correction of call `of` where that is said; HubSpot is only read, and nothing of the body is stored. */
  async plan(body: string, of: string | null = null): Promise<Planned> {
    return planBody(
      {
        sql: this.parts.sql,
        mappings: this.mappings,
        look: () => this.parts.run.contextForReader(),
        hashOf: this.parts.keyHasher.key,
        hashWho: (who) => this.parts.keyHasher.who(who),
        now: this.now(),
      },
      body,
      of,
    );
  }

  /** The notes and tasks that a call wrote and that stand in HubSpot. */
  async standingBodies(id: string): Promise<StandingBody[]> {
    return standingBodies(this.parts.sql, id, this.mappings);
  }

  /** The records that a held call may belong to, by name. */
  async candidates(id: string): Promise<Record<string, Candidate[]>> {
    const { account } = this.parts.portal();
    const call = viewCall(this.parts.sql, id, this.parts.portal());
    return call === null ? {} : candidatesOf(call, this.parts.run.gate.connectForReader(), account);
  }

  /** To which other contacts a written call may belong; null: no such call. */
  async contactsToChoose(id: string): Promise<ContactsToChoose | Refused | null> {
    const context = {
      sql: this.parts.sql,
      hubspot: this.parts.run.gate.connectForReader(),
      mappings: this.mappings,
      hashOf: this.parts.keyHasher.key,
      now: () => this.now(),
    };
    return contactsToChoose(context, id, this.parts.portal().account);
  }

  /** Why nothing is being sent to HubSpot at the moment; null: it is. */
  async paused(): Promise<Health["paused"]> {
    return pausedOf(this.parts.healthPorts());
  }

  /** Who did what, the newest first: to one call, or of all. */
  async audited(call: string | null): Promise<AuditEntry[]> {
    return call === null ? readAudit(this.parts.sql) : deedsOf(this.parts.sql, call);
  }

  /** Open problems and warnings by cause. */
  async problems(): Promise<ProblemGroup[]> {
    return problemGroups(this.parts.sql, this.parts.portal().wait);
  }

  /** What became of the calls of some days (ms, both included). */
  async balance(from: number, to: number): Promise<Balance> {
    return balanceOf(this.parts.sql, from, to, this.now());
  }

  /** The deployed mappings, and what arrives and none of them reads. */
  async mappingsReport(): Promise<MappingsReport> {
    return mappingsReport(this.parts.sql, this.mappings);
  }

  /** Null: there is no such action. */
  async action(id: string): Promise<ActionView | null> {
    return this.parts.actions.view(id);
  }

  /** Numbers whose calls are never written. */
  async neverLogged(): Promise<NeverLoggedView[]> {
    return listNeverLogged(this.parts.sql);
  }

  async health(): Promise<Health> {
    return healthOf(this.parts.healthPorts());
  }

  /** For uptime monitors: whether somebody has to look, and why. */
  async status(): Promise<PortalStatus> {
    return statusOf(this.parts.healthPorts());
  }
}
