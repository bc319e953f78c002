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
    hung_up: answered && !facts.goalReached && isHangUp(facts),
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
    Object.defineProperty(target, name, { value, enumerable: true, writable: true });
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

function statusWord({ status }: Pick<Facts, "status">): string {
  return (status ?? "").toLowerCase().replace(/[_\s]+/g, "-");
}

function wasAnswered(facts: Facts): boolean {
  const status = statusWord(facts);
  if (unansweredAs(status)) return false;
  if (facts.conversation.turns.some((turn) => turn.speaker === "customer")) return true;
  if (UNSURE.test(status)) return false;
  return facts.duration === null ? OVER.test(status) : facts.duration > 0;
}

/** Nobody finds out what a call is about in less. */
const SHORTEST_TALK_SECONDS = 10;
/** A greeting and a refusal take no longer, and no more words than these. */
const SHORT_CALL_SECONDS = 20;
const FEWEST_WORDS = 4;

/** Whether whoever took the call was gone before anything was said that is worth telling. */
function isHangUp({ duration, conversation: { turns } }: Facts): boolean {
  if (duration !== null && duration < SHORTEST_TALK_SECONDS) return true;
  if (turns.length === 0) return false;
  const words = turns.filter(({ speaker }) => speaker === "customer").flatMap(({ text }) => text.split(/\s+/));
  return words.length === 0 || (duration !== null && duration < SHORT_CALL_SECONDS && words.length < FEWEST_WORDS);
}

/** How a call that was passed on went there: true, somebody talked; false, nobody took it; null, nothing tells. */
export function talkedAfterTransfer(status: string | null, durationSeconds: number | null): boolean | null {
  const word = statusWord({ status });
  if (unansweredAs(word) !== null || /^(?:failed|error)$/.test(word)) return false;
  if (durationSeconds !== null) return durationSeconds > 0;
  return OVER.test(word) || /^(?:answered|connected|success(?:ful)?)$/.test(word) ? true : null;
}

function outcomeOf(facts: Facts, answered: boolean): Outcome {
  if (answered) return facts.goalReached ? "goal_reached" : "talked";
  const status = statusWord(facts);
  return unansweredAs(status) ?? (/^(?:failed|error)$/.test(status) ? "failed" : "no_answer");
}
