import type { Conversation, Turn } from "../../call/call.ts";
import { transcriptHtml, transcriptText } from "../../call/transcript.ts";
import { sanitizeHtml } from "../../html/sanitize.ts";
import { splitHtml } from "../../html/split-html.ts";
import { asText } from "../../html/show-value.ts";
import type { Language } from "../../language/language.ts";
import { say } from "../../language/phrases.ts";
import { LONGEST_TEXT } from "../../hubspot/model/limits.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { readPath } from "../../mapping/paths.ts";
import { renderHtml } from "../../mapping/template/render.ts";
import { cutText, wholeCharacters } from "../../normalize/cut-text.ts";
import { type Warning, warningOf } from "../../problem/problem.ts";
import { playable } from "./defaults.ts";
import { noteMark } from "./marker.ts";
import type { PlanContext } from "../types.ts";

/** HubSpot writes bodies anew (`<br>` as `<br />`, quotes as entities), and nobody has said whether it counts before or after. */
const REWRITING_ROOM = 1_036;
/** UTF-16 units, as HubSpot counts; longer ones are shortened. */
export const LONGEST_BODY = LONGEST_TEXT - REWRITING_ROOM;
/** Room for the sentence that says what was left out. */
const SENTENCE_ROOM = 300;

const DEFAULT_BODY =
  "{% if extracted_variables.summary %}<p>{{ extracted_variables.summary }}</p>{% endif %}{% if call.recording_link %}<p><a href=\"{{ call.recording_link }}\">{{ 'Recording' | t }}</a></p>{% endif %}";

export interface Body {
  html: string;
  /** Where a part had to be left out. */
  warning: Warning | null;
}

/** An activity's body with our mark at its end; never longer than HubSpot takes, and never broken HTML. Throws TemplateStopped. */
export function bodyOf(rule: ActivityRule, context: PlanContext): Body {
  const mark = noteMark(context.call.id, rule.name);
  const room = LONGEST_BODY - mark.length;
  if (rule.continues !== undefined) return { html: furtherText(rule.continues, context) + mark, warning: null };
  const names = rule.body === null ? withLink(rule, context.names) : context.names;
  const template = rule.body?.template ?? DEFAULT_BODY;
  const whole = renderHtml(template, names, context.settings).trim();
  if (whole.length <= room) return { html: whole + mark, warning: null };
  if (rule.ifTooLong === "second_note") return { html: firstOf(whole, room, rule, context) + mark, warning: null };
  const html = fitted(template, whole.length, room, context);
  const where = { record: rule.name, property: bodyProperty(rule.object), rule: rule.body?.at ?? rule.at };
  return { html: html + mark, warning: warningOf({ code: "value_shortened", limit: LONGEST_TEXT }, where) };
}

/** The beginning of a text that goes on in further notes; those are kept for their own turn. */
function firstOf(whole: string, room: number, rule: ActivityRule, { further, mapping }: PlanContext): string {
  const [first = "", ...rest] = splitHtml(whole, room - SENTENCE_ROOM);
  const most = mapping.records.filter(
    ({ kind, ...one }) => kind === "activity" && (one as ActivityRule).continues?.record === rule.name,
  ).length;
  const last = rest.length > most ? [cutHtml(rest.slice(most - 1).join(""), room - SENTENCE_ROOM, mapping.language)] : [];
  further.set(rule.name, rest.length > most ? [...rest.slice(0, most - 1), ...last] : rest);
  return `${first}<p><em>${say("It goes on in the next note.", mapping.language)}</em></p>`;
}

function furtherText({ record, part }: NonNullable<ActivityRule["continues"]>, { further, mapping: { language } }: PlanContext): string {
  const parts = further.get(record) ?? [];
  const text = parts[part - 2];
  if (text === undefined)
    return `<p><em>${say("The text has become shorter: all of it stands in the notes before. This one may be deleted.", language)}</em></p>`;
  const goesOn = part - 1 < parts.length ? `<p><em>${say("It goes on in the next note.", language)}</em></p>` : "";
  return `<p><em>${say("Continued from the note before ({1} of {2})", language, part, parts.length + 1)}</em></p>${text}${goesOn}`;
}

function withLink(rule: ActivityRule, names: Record<string, unknown>): Record<string, unknown> {
  const link = String(readPath(names, "recording_url") ?? "");
  return { ...names, call: { recording_link: rule.object === "calls" && playable(link) ? null : link } };
}

/** A share of the conversation is left out at its end, more from try to try; if that does not help, whatever stands last. */
function fitted(template: string, length: number, room: number, { names, settings, mapping: { language } }: PlanContext): string {
  const conversation = conversationIn(names);
  let share = 1;
  for (let tries = 0; tries < 5 && conversation !== null; tries++) {
    share *= Math.min(0.9, (room - SENTENCE_ROOM) / length);
    const short = shortened(conversation, share);
    // One endless turn: a part of it says more than none of it.
    if (short.turns.length === 0 && !short.text) break;
    const html = renderHtml(template, withConversation(names, short, language), settings).trim();
    if (html.length + SENTENCE_ROOM <= room) return `${html}<p><em>${leftOut(conversation, short, language)}</em></p>`;
    length = html.length;
  }
  return cutHtml(renderHtml(template, names, settings).trim(), room, language);
}

/** Null: none. `text`: one that came as a text that is not in turns. */
function conversationIn(names: Record<string, unknown>): Conversation | null {
  const turns = (readPath(names, "call.turns") ?? []) as Turn[];
  const text = turns.length > 0 ? null : asText(readPath(names, "call.transcript"));
  return turns.length === 0 && text === "" ? null : { turns, text };
}

function shortened({ turns, text }: Conversation, share: number): Conversation {
  return {
    turns: turns.slice(0, Math.floor(turns.length * share)),
    text: text === null ? null : cutText(text, Math.floor(text.length * share)),
  };
}

function leftOut({ turns }: Conversation, short: Conversation, language: Language): string {
  if (turns.length === 0) return say("The conversation is longer than a note can be: its end is left out.", language);
  const left = turns.length - short.turns.length;
  return say("The conversation is longer than a note can be: its last {1} of {2} turns are left out.", language, left, turns.length);
}

function withConversation(names: Record<string, unknown>, short: Conversation, language: Language): Record<string, unknown> {
  const [transcript, html] = [transcriptText(short, language), transcriptHtml(short, language)];
  const call = { ...(names["call"] as Record<string, unknown>), turns: short.turns, transcript, transcript_html: html };
  return { ...names, call, transcript };
}

/** HTML of at most so many UTF-16 units, whole and closed, with a last sentence that says that it was cut. */
export function cutHtml(html: string, room: number, language: Language = "en"): string {
  const sentence = `<p><em>${say("The rest is longer than a note can be, and left out.", language)}</em></p>`;
  for (let size = room - sentence.length; size > 0; size -= SENTENCE_ROOM) {
    const piece = sanitizeHtml(html.slice(0, wordEnd(html, size)));
    if (piece.length + sentence.length <= room) return piece + sentence;
  }
  return sentence;
}

/** Nothing that people write is longer: what is (an address) is cut where it is. */
const LONGEST_WORD = 80;

/** Where to cut HTML at the latest: not within a tag, an entity, a character or a word. */
function wordEnd(html: string, most: number): number {
  const whole = html.slice(0, wholeCharacters(html, most)).replace(/<[^<>]*$|&[#\w]*$/, "");
  if (/[\s<]/.test(html.charAt(whole.length))) return whole.length;
  const word = /[^\s<>]*$/.exec(whole)?.[0].length ?? 0;
  return word > LONGEST_WORD ? whole.length : whole.length - word;
}
