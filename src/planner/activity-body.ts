import type { Turn } from "../call/call.ts";
import { SafeHtml } from "../html/safe-html.ts";
import { sanitizeHtml } from "../html/sanitize.ts";
import type { ActivityRule } from "../mapping/compiled-mapping.ts";
import { readPath } from "../mapping/paths.ts";
import { renderHtml } from "../mapping/template/render.ts";
import { playable } from "./activity-defaults.ts";
import { noteMark } from "./marker.ts";
import type { PlanContext } from "./types.ts";

/** HubSpot's own limit for a note's body. */
const LONGEST_BODY = 65_536;
/** Room for the sentence that says what was left out. */
const SENTENCE_ROOM = 300;

const DEFAULT_BODY =
  '{% if extracted_variables.summary %}<p>{{ extracted_variables.summary }}</p>{% endif %}{% if call.recording_link %}<p><a href="{{ call.recording_link }}">Recording</a></p>{% endif %}';

/** An activity's body with our mark at its end; never longer than HubSpot takes, and never broken HTML. Throws TemplateStopped. */
export function bodyOf(rule: ActivityRule, context: PlanContext): string {
  const mark = noteMark(context.call.id, rule.name);
  const room = LONGEST_BODY - mark.length;
  const names = rule.body === null ? withLink(rule, context.names) : context.names;
  const template = rule.body?.template ?? DEFAULT_BODY;
  const whole = renderHtml(template, names, context.settings).trim();
  return (whole.length <= room ? whole : fitted(template, whole.length, room, context)) + mark;
}

function withLink(rule: ActivityRule, names: Record<string, unknown>): Record<string, unknown> {
  const link = String(readPath(names, "recording_url") ?? "");
  return { ...names, call: { recording_link: rule.object === "calls" && playable(link) ? null : link } };
}

/** A share of the conversation is left out at its end, more from try to try; if that does not help, whatever stands last. */
function fitted(template: string, length: number, room: number, { names, settings }: PlanContext): string {
  const turns = (readPath(names, "call.turns") ?? []) as Turn[];
  let share = 1;
  for (let tries = 0; tries < 5 && turns.length > 0; tries++) {
    share *= Math.min(0.9, (room - SENTENCE_ROOM) / length);
    const html = renderHtml(template, shortened(names, turns, share), settings).trim();
    if (html.length + SENTENCE_ROOM <= room) return `${html}<p><em>${leftOut(turns, share)}</em></p>`;
    length = html.length;
  }
  return cut(renderHtml(template, names, settings).trim(), room);
}

function kept(turns: Turn[], share: number): number {
  return Math.floor(turns.length * share);
}

function leftOut(turns: Turn[], share: number): string {
  return `The conversation is longer than a note can be: its last ${turns.length - kept(turns, share)} of ${turns.length} turns are left out.`;
}

function shortened(names: Record<string, unknown>, turns: Turn[], share: number): Record<string, unknown> {
  const call = names["call"] as Record<string, unknown>;
  const [text, html] = [String(call["transcript"] ?? ""), String(call["transcript_html"] ?? "")];
  const short = {
    ...call,
    turns: turns.slice(0, kept(turns, share)),
    transcript: untilLast(text, "\n", share),
    transcript_html: new SafeHtml(untilLast(html, "</p>", share)),
  };
  return { ...names, call: short, transcript: short.transcript };
}

function untilLast(text: string, end: string, share: number): string {
  const at = text.lastIndexOf(end, Math.floor(text.length * share));
  return at === -1 ? "" : text.slice(0, at + end.length);
}

function cut(html: string, room: number): string {
  const sentence = "<p><em>The rest is longer than a note can be, and left out.</em></p>";
  for (let size = room - SENTENCE_ROOM; ; size -= SENTENCE_ROOM) {
    const piece = sanitizeHtml(html.slice(0, size).replace(/<[^<>]*$|&[#\w]*$/, ""));
    if (piece.length + sentence.length <= room) return piece + sentence;
  }
}
