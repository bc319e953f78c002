import type { Identity } from "../call/identify.ts";
import type { Key } from "../hubspot/model/lookup.ts";
import { editBody } from "../ledger/asked/edit-body.ts";
import { park } from "../ledger/asked/park.ts";
import type { CustomerKeys } from "../ledger/intake/same-customer.ts";
import { reopen } from "../ledger/queue.ts";
import type { Receipt } from "../ledger/settle/receipt.ts";
import { type StoredCall, readStoredCall } from "../ledger/views/stored-call.ts";
import { requestUndo } from "../ledger/asked/undo-queue.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import type { Run } from "../pipeline/run.ts";
import { forgetPortalSchema } from "../portal/schema-cache.ts";
import { problemOf } from "../problem/problem.ts";
import { chooseContact } from "./choose-contact.ts";
import { correctCall } from "./correct-call.ts";
import { isUndone } from "./undo/undo.ts";

/** Why an operator's word was not followed, in a sentence for them. */
export interface Refused {
  refused: string;
}

/** Whether a word is one of many: then `tryAgain` is said once for all of them, and nobody waits. */
export type Behind = "nobody" | "others";

/** Null: no such call. */
export type Answer = "done" | Refused | null;

export interface VerbPorts {
  sql: SqlStorage;
  run: Run;
  mappings(): Mapping[];
  hashOf(key: Key): string;
  hashWho(who: Identity): CustomerKeys;
  now(): number;
  /** What was asked for is due: sets the alarm, and does it at once where nothing is in the way. Resolves when `isDone`, or after a few seconds. */
  doSoon(isDone: () => boolean): Promise<void>;
  /** Sets the alarm. */
  arm(): void;
}

/** What an operator can do with one call. All of it is work for the queue: the verbs only say what is wanted. */
export class Verbs {
  readonly #ports: VerbPorts;

  constructor(ports: VerbPorts) {
    this.#ports = ports;
  }

  /** Applies today's mapping to the stored call again; with `change` (a JSON merge patch) to the corrected body. */
  replay(call: string, change?: unknown, behind: Behind = "nobody"): Answer {
    const { sql, now } = this.#ports;
    const stored = readStoredCall(sql, call);
    if (stored === null) return null;
    if (stored.status === "rejected") return { refused: "This delivery was no call: there is nothing to write." };
    if (!stored.hasBody) return { refused: "The call's body has been erased (RETENTION_DAYS). Have OtoniStark resend its webhook." };
    if (change === undefined) reopen(sql, call, now());
    else {
      const corrected = correctCall(sql, stored, change, this.#ports.hashWho);
      if ("refused" in corrected) return corrected;
      editBody(sql, corrected, now());
    }
    if (behind === "nobody") this.tryAgain();
    return "done";
  }

  /** Holds a call that is on its way, until it is replayed. */
  park(call: string): Answer {
    const { sql, now } = this.#ports;
    const stored = readStoredCall(sql, call);
    if (stored === null) return null;
    if (stored.status === "held") return "done";
    if (!isOnItsWay(stored)) return { refused: `The call is ${stored.status}: only one that is pending can be parked.` };
    park(sql, call, now(), problemOf({ code: "parked" }));
    return "done";
  }

  /** Says to which contact the call belongs. */
  async choose(call: string, contact: string): Promise<Answer> {
    const { run } = this.#ports;
    const chosen = await chooseContact(
      { ...this.#ports, hubspot: run.gate.connectForReader(), mappings: this.#ports.mappings() },
      call,
      contact,
    );
    if (chosen === null || "refused" in chosen) return chosen;
    this.tryAgain();
    return "done";
  }

  /** Takes back what the call wrote. Done when this resolves, where HubSpot answers promptly; as one of many it is only asked for. */
  async undo(call: string, behind: Behind = "nobody"): Promise<Answer> {
    const { sql, now, run, doSoon } = this.#ports;
    const stored = readStoredCall(sql, call);
    if (stored === null) return null;
    const refused = whyNotUndo(stored);
    if (refused !== null) return { refused };
    const records = Object.values(JSON.parse(stored.records) as Record<string, Receipt>);
    if (stored.status === "skipped" && records.length > 0 && records.every((receipt) => isUndone(receipt))) return "done";
    requestUndo(sql, call, { do: "undo" }, now());
    run.gate.trySoon();
    if (behind === "others") return "done";
    await doSoon(() => readStoredCall(sql, call)?.status !== "undoing");
    return "done";
  }

  /** An operator may have mended what was in the way: the portal is asked anew, and soon. */
  tryAgain(): void {
    const { sql, run, arm } = this.#ports;
    forgetPortalSchema(sql);
    run.gate.trySoon();
    arm();
  }
}

const isOnItsWay = ({ status }: StoredCall): boolean => status === "pending" || status === "waiting" || status === "undoing";

function whyNotUndo({ status }: StoredCall): string | null {
  if (status === "rejected") return "This delivery was no call: it has written nothing that could be undone.";
  if (status === "pending") return "The call is on its way into HubSpot. Undo it when it is settled, or park it first.";
  if (status === "waiting") return "The call waits for its contact, and has written nothing yet. Park it, so that it is not written later.";
  return null;
}
