import { type AuditEntry, writeAudit } from "../ledger/views/audit.ts";
import type { ActionAsked } from "../operator/actions/actions.ts";
import type { ActionPreview } from "../operator/actions/preview-action.ts";
import { logAgain, neverLog } from "../operator/never-logged.ts";
import { type PauseView, pauseWriting, resumeWriting } from "../operator/pause.ts";
import type { Answer, Refused } from "../operator/verbs.ts";
import { type CallView, viewCall } from "../operator/view-calls.ts";
import { acceptPortal } from "../portal/account.ts";
import { ViewDoors } from "./view-doors.ts";

/** What an operator does. */
export class OperatorDoors extends ViewDoors {
  /** Null: no such call; `rejected` and erased ones cannot be replayed. */
  async replay(id: string, change?: unknown): Promise<CallView | Refused | null> {
    return this.#answered(id, this.parts.verbs.replay(id, change));
  }

  async park(id: string): Promise<CallView | Refused | null> {
    return this.#answered(id, this.parts.verbs.park(id));
  }

  async choose(id: string, contact: string): Promise<CallView | Refused | null> {
    return this.#answered(id, await this.parts.verbs.choose(id, contact));
  }

  async undo(id: string): Promise<CallView | Refused | null> {
    return this.#answered(id, await this.parts.verbs.undo(id));
  }

  async previewAction(asked: ActionAsked): Promise<ActionPreview | Refused> {
    return this.parts.actions.preview(asked);
  }

  async startAction(asked: ActionAsked, who: string): Promise<{ action: string; calls: number } | Refused> {
    return this.parts.actions.start(asked, who);
  }

  async neverLog(phone: string, label: string): Promise<{ id: string } | Refused> {
    const country = this.mappings.find((mapping) => mapping.country !== null)?.country ?? null;
    return neverLog({ sql: this.parts.sql, hashOf: this.parts.keyHasher.key, country, now: this.now() }, phone, label);
  }

  /** False: there is no such number on the list. */
  async logAgain(id: string): Promise<boolean> {
    return logAgain(this.parts.sql, id);
  }

  /** Deliveries are kept, nothing is written, until `resume`. Resolves when what was on its way is settled. */
  async pause(reason: string): Promise<PauseView> {
    const pause = pauseWriting(this.parts.sql, reason, this.now());
    console.log(JSON.stringify({ event: "paused", code: "paused_by_operator" }));
    await this.parts.scheduler.untilIdle();
    return { status: "paused", reason: pause.reason, since: new Date(pause.since).toISOString(), writing: this.parts.scheduler.isDraining };
  }

  /** The key opens another portal than before, and that is right: what is known of the old one's records is forgotten. */
  async acceptPortal(portalId: string): Promise<{ accepted: string } | { refused: string }> {
    const accepted = acceptPortal(this.ctx.storage, portalId);
    if ("accepted" in accepted) this.parts.run.gate.endWait();
    this.parts.scheduler.arm();
    return accepted;
  }

  /** Goes on, in order; a wait that HubSpot asked for ends too. */
  async resume(): Promise<PauseView> {
    if (resumeWriting(this.parts.sql) !== null) console.log(JSON.stringify({ event: "resumed" }));
    this.parts.pulse.touch(this.now());
    this.parts.run.gate.endWait();
    this.parts.scheduler.arm();
    return { status: "resumed", reason: null, since: null, writing: this.parts.scheduler.isDraining };
  }

  /** Keeps who did what; it was asked for so long ago. */
  async audit(entry: Omit<AuditEntry, "at" | "action">, msAgo: number): Promise<void> {
    writeAudit(this.parts.sql, entry, this.now() - msAgo);
  }

  #answered(id: string, answer: Answer): CallView | Refused | null {
    return answer === "done" ? viewCall(this.parts.sql, id, this.parts.portal()) : answer;
  }
}
