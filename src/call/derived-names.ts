import type { Conversation } from "./call.ts";
import { transcriptHtml, transcriptText } from "./transcript.ts";

export interface Facts {
  /** The call's `type`, where the sender tells it. */
  type: string | null;
  status: string | null;
  /** Seconds. */
  duration: number | null;
  customerPhone: string | null;
  fromCampaign: boolean;
  goalReached: boolean;
  attempt: number | null;
  startedAt: string;
  endedAt: string;
  conversation: Conversation;
}

export type Direction = "outbound" | "inbound" | "web" | "unknown";
export type Outcome = "goal_reached" | "talked" | "no_answer" | "busy" | "voicemail" | "failed";

/** `call.*`. The transcript is made when a mapping reads it, and once: most conditions and many mappings never do. */
export function derivedNames(facts: Facts): Record<string, unknown> {
  const answered = wasAnswered(facts);
  const names = {
    direction: directionOf(facts),
    answered,
    outcome: outcomeOf(facts, answered),
    attempt: facts.attempt,
    started_at: facts.startedAt,
    ended_at: facts.endedAt,
    turns: facts.conversation.turns,
  };
  lazily(names, "transcript", () => transcriptText(facts.conversation));
  lazily(names, "transcript_html", () => transcriptHtml(facts.conversation));
  return names;
}

/** Puts a property on `target` that is computed when first read. */
export function lazily(target: object, name: string, compute: () => unknown): void {
  const get = () => {
    const value = compute();
    Object.defineProperty(target, name, { value, enumerable: true });
    return value;
  };
  Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
}

function directionOf({ type, fromCampaign, customerPhone }: Facts): Direction {
  const said = type?.toLowerCase() ?? "";
  if (/^out(?:bound|going)/.test(said)) return "outbound";
  if (/^in(?:bound|coming)/.test(said)) return "inbound";
  if (said.startsWith("web")) return "web";
  if (fromCampaign) return "outbound";
  return customerPhone === null ? "web" : "unknown";
}

/** A voicemail's greeting is transcribed like a customer's speech: these never count as answered, whatever was heard. */
function unansweredAs(status: string): Outcome | null {
  if (/voice-?mail|machine|mailbox/.test(status)) return "voicemail";
  if (/busy/.test(status)) return "busy";
  return /no-?answer|not-?answered|unanswered|missed|cancell?ed|rejected|declined/.test(status) ? "no_answer" : null;
}

/** Statuses of a call that may never have come about: only a customer's words prove that it did. */
const UNSURE = /^(?:failed|error|initiated|ringing|queued|scheduled|created)$/;
const OVER = /^(?:ended.*|completed)$/;

function statusWord({ status }: Facts): string {
  return (status ?? "").toLowerCase().replace(/[_\s]+/g, "-");
}

function wasAnswered(facts: Facts): boolean {
  const status = statusWord(facts);
  if (unansweredAs(status)) return false;
  if (facts.conversation.turns.some((turn) => turn.speaker === "customer")) return true;
  if (UNSURE.test(status)) return false;
  return facts.duration === null ? OVER.test(status) : facts.duration > 0;
}

function outcomeOf(facts: Facts, answered: boolean): Outcome {
  if (answered) return facts.goalReached ? "goal_reached" : "talked";
  const status = statusWord(facts);
  return unansweredAs(status) ?? (/^(?:failed|error)$/.test(status) ? "failed" : "no_answer");
}
