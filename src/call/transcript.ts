import { SafeHtml } from "../html/safe-html.ts";
import type { Conversation, Turn } from "./call.ts";

/** Many times what a note takes: the planner shortens it to that, and says so. Longer ones would only fill the memory. */
const LONGEST_HTML = 500_000;

const SPEAKER_NAMES: Record<Turn["speaker"], string> = { assistant: "Assistant", customer: "Customer" };

/** `Assistant: Hello` and so on, a line each. */
export function transcriptText({ turns, text }: Conversation): string {
  return text ?? turns.map((turn) => `${SPEAKER_NAMES[turn.speaker]}: ${turn.text}`).join("\n");
}

/** A paragraph a turn, the speaker in bold, the time since the call began beside it; cut between turns where nobody would read on. */
export function transcriptHtml({ turns, text }: Conversation): SafeHtml {
  const paragraphs = text === null ? turns.map(turnHtml) : text.split(/\n+/).map((line) => `<p>${escapeHtml(line)}</p>`);
  let html = "";
  for (const [index, paragraph] of paragraphs.entries()) {
    if (html.length + paragraph.length > LONGEST_HTML) {
      return new SafeHtml(
        `${html}<p><em>… shortened: ${paragraphs.length - index} of ${paragraphs.length} parts of the transcript are left out.</em></p>`,
      );
    }
    html += paragraph;
  }
  return new SafeHtml(html);
}

function turnHtml({ speaker, text, at }: Turn): string {
  const time = at === null ? "" : ` <em>${clock(at)}</em>`;
  return `<p><strong>${SPEAKER_NAMES[speaker]}</strong>${time}<br>${escapeHtml(text).replaceAll("\n", "<br>")}</p>`;
}

/** 75.2 → `1:15` */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const ending = `${String(whole % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${ending}` : `${minutes}:${ending}`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character]!) : text;
}
