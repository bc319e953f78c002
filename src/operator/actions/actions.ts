import { type Action, activeAction, keepAction, markAction, readAction } from "../../ledger/asked/actions.ts";
import type { CallFilters } from "../../ledger/views/search-calls.ts";
import { type StoredCall, readStoredCalls } from "../../ledger/views/stored-call.ts";
import { errorPlace } from "../../log.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Refused, Verbs } from "../verbs.ts";
import type { SearchHashes } from "../view-calls.ts";
import type { Look } from "../preview/look-in-portal.ts";
import { type ActionPreview, previewAction } from "./preview-action.ts";
import { MOST_CALLS, selectCalls } from "./select-calls.ts";

export interface ActionAsked {
  do: "replay" | "undo";
  where: CallFilters;
}

/** How far an action is. Part of the public contract. */
export interface ActionView {
  action: string;
  do: "replay" | "undo";
  by: string;
  calls: number;
  done: number;
  failed: number;
  /** The first hundred. */
  failures: Action["failures"];
  started_at: string;
  ended_at: string | null;
}

/** Asked for at a time: the queue takes them like any other calls, and whatever comes in meanwhile has its turn. */
const AT_ONCE = { replay: 300, undo: 10 };
const MOST_FAILURES = 100;
/** Between two steps, while calls of it are on their way. */
export const STEP_MS = 1_000;

export interface ActionPorts {
  sql: SqlStorage;
  verbs: Verbs;
  hashes: SearchHashes;
  mappings(): Mapping[];
  /** For previews. */
  look: Look;
  now(): number;
  /** Sets the alarm: there is a step to take. */
  arm(): void;
}

/** Replays or undoes many calls, a bounded part of them at a time, one action after the other. */
export class Actions {
  readonly #ports: ActionPorts;

  constructor(ports: ActionPorts) {
    this.#ports = ports;
  }

  /** How many calls match, and what would change. */
  async preview({ do: verb, where }: ActionAsked): Promise<ActionPreview | Refused> {
    const { sql, hashes, mappings, look } = this.#ports;
    const calls = await selectCalls(sql, where, hashes);
    return calls === null ? TOO_MANY : previewAction({ sql, look, mappings: mappings() }, verb, calls);
  }

  /** Freezes the set of calls that match now, and begins. */
  async start({ do: verb, where }: ActionAsked, who: string): Promise<{ action: string; calls: number } | Refused> {
    const { sql, hashes, now, arm } = this.#ports;
    const calls = await selectCalls(sql, where, hashes);
    if (calls === null) return TOO_MANY;
    const action = crypto.randomUUID().slice(0, 8);
    // A customer's earliest call first: what came later has the last word.
    const waiting = calls.toReversed();
    const endedAt = calls.length === 0 ? now() : null;
    keepAction(sql, {
      action,
      do: verb,
      who,
      startedAt: now(),
      endedAt,
      calls: calls.length,
      waiting,
      running: [],
      done: 0,
      failed: 0,
      failures: [],
    });
    console.log(JSON.stringify({ event: "action_started", action, do: verb, calls: calls.length }));
    arm();
    return { action, calls: calls.length };
  }

  view(id: string): ActionView | null {
    const action = readAction(this.#ports.sql, id);
    if (action === null) return null;
    const { who, startedAt, endedAt, waiting: _, running: __, ...shown } = action;
    return {
      ...shown,
      by: who,
      started_at: new Date(startedAt).toISOString(),
      ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
    };
  }

  hasStep(): boolean {
    return activeAction(this.#ports.sql) !== null;
  }

  /** Sees what became of the calls that were asked for, and asks for the next ones. */
  async step(): Promise<void> {
    const action = activeAction(this.#ports.sql);
    if (action === null) return;
    try {
      await this.#stepOf(action);
    } catch (error) {
      // A bug of ours ends the action, and holds up no call.
      console.error(JSON.stringify({ event: "defect", action: action.action, ...errorPlace(error) }));
      fail(
        action,
        action.waiting[0] ?? action.running[0] ?? "",
        "The action hit a bug in the connector. Report it with the log line `defect`.",
      );
      keepAction(this.#ports.sql, { ...action, endedAt: this.#ports.now() });
    }
  }

  async #stepOf(action: Action): Promise<void> {
    const { sql, now, verbs } = this.#ports;
    this.#collect(action);
    const room = AT_ONCE[action.do] - action.running.length;
    const next = action.waiting.splice(0, Math.max(0, room));
    for (const call of next) await this.#ask(action, call);
    if (next.length > 0) verbs.tryAgain();
    if (action.running.length === 0 && action.waiting.length === 0) {
      action.endedAt = now();
      const { action: id, calls, done, failed } = action;
      console.log(JSON.stringify({ event: "action_ended", action: id, calls, done, failed }));
    }
    keepAction(sql, action);
  }

  #collect(action: Action): void {
    const stored = readStoredCalls(this.#ports.sql, action.running);
    action.running = stored.filter((call) => isOnItsWay(call)).map(({ call }) => call);
    for (const call of stored.filter((each) => !isOnItsWay(each))) {
      if (call.status === "held") fail(action, call.call, call.problem?.message ?? "it is held", call.problem);
      else action.done += 1;
    }
  }

  async #ask(action: Action, call: string): Promise<void> {
    const { sql, verbs } = this.#ports;
    const answer = action.do === "replay" ? verbs.replay(call, undefined, "others") : await verbs.undo(call, "others");
    if (answer === null) return fail(action, call, "There is no call of this id any more.");
    if (answer !== "done") return fail(action, call, answer.refused);
    markAction(sql, [call], action.action);
    action.running.push(call);
  }
}

const TOO_MANY: Refused = { refused: `More than ${MOST_CALLS} calls match. Narrow the filters, by day (\`from\`, \`to\`) for instance.` };

/** One that waits for its contact is as far as it can be. */
const isOnItsWay = ({ status }: StoredCall): boolean => status === "pending" || status === "undoing";

function fail(action: Action, call: string, why: string, problem: Problem | null = null): void {
  action.failed += 1;
  const cause = problem?.code === undefined ? {} : { problem: { code: problem.code, ...(problem.params && { params: problem.params }) } };
  if (action.failures.length < MOST_FAILURES) action.failures.push({ call, why, ...cause });
}
