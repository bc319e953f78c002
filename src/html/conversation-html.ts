import type { Language } from "../language/language.ts";
import { say } from "../language/phrases.ts";
import { escapeHtml } from "./escape.ts";
import { SafeHtml } from "./safe-html.ts";

/** What was said: turns (`at`: seconds since the call began), or where nobody marked who spoke, a text. */
export interface Spoken {
  turns: { speaker: "assistant" | "customer"; text: string; at: number | null }[];
  text: string | null;
}

/** A conversation that can still be shortened between its turns. */
export class ConversationHtml extends SafeHtml {
  readonly spoken: Spoken;
  readonly language: Language;

  constructor(spoken: Spoken, language: Language, mostTurns: number) {
    super("");
    this.spoken = spoken;
    this.language = language;
    // Made when it is put out: most mappings shorten it first, and conditions only ask whether there is any.
    const get = (): string => {
      const value = writtenOut(spoken, language, mostTurns);
      Object.defineProperty(this, "html", { value });
      return value;
    };
    Object.defineProperty(this, "html", { get, configurable: true });
  }

  override isEmpty(): boolean {
    return this.spoken.turns.length === 0 && (this.spoken.text ?? "").trim() === "";
  }

  /** The first so many turns, and how many are left out. */
  first(mostTurns: number): ConversationHtml {
    return conversationHtml(this.spoken, this.language, mostTurns);
  }
}

/** Many times what a note takes: the planner shortens it to that, and says so. Longer ones would only fill the memory. */
const LONGEST_HTML = 500_000;
/** Where nobody marked the turns, one is taken to be so long. */
const USUAL_TURN_LENGTH = 300;

/** A paragraph a turn, the speaker in bold, the time since the call began beside it; cut between turns where nobody would read on. */
export function conversationHtml(spoken: Spoken, language: Language, mostTurns = Number.POSITIVE_INFINITY): ConversationHtml {
  return new ConversationHtml(spoken, language, mostTurns);
}

function writtenOut(spoken: Spoken, language: Language, mostTurns: number): string {
  const { turns, text } = spoken;
  const speakers = { assistant: say("Assistant", language), customer: say("Customer", language) };
  const parts = text === null ? turns : linesOf(text, mostTurns);
  const longest = text === null ? LONGEST_HTML : Math.min(LONGEST_HTML, mostTurns * USUAL_TURN_LENGTH);
  let html = "";
  for (const [index, part] of parts.entries()) {
    const paragraph = typeof part === "string" ? `<p>${escapeHtml(part)}</p>` : turnHtml(part, speakers[part.speaker]);
    if (index >= mostTurns || html.length + paragraph.length > longest) {
      html += `<p><em>${say("… shortened: {1} of {2} parts of the transcript are left out.", language, parts.length - index, parts.length)}</em></p>`;
      break;
    }
    html += paragraph;
  }
  return html;
}

function linesOf(text: string, mostTurns: number): string[] {
  const lines = text.split(/\n+/);
  if (text.length <= mostTurns * USUAL_TURN_LENGTH) return lines;
  return lines.flatMap((line) => (line.length > USUAL_TURN_LENGTH ? sentencesOf(line) : [line]));
}

/** A text without breaks is parted behind its sentences. */
function sentencesOf(line: string): string[] {
  const pieces: string[] = [];
  for (const sentence of line.split(/(?<=[.!?…]) +/)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length < USUAL_TURN_LENGTH) pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

function turnHtml({ text, at }: Spoken["turns"][number], speaker: string): string {
  const time = at === null ? "" : ` <em>${clock(at)}</em>`;
  return `<p><strong>${speaker}</strong>${time}<br>${escapeHtml(text).replaceAll("\n", "<br>")}</p>`;
}

/** 75.2 → `1:15` */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const ending = `${String(whole % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${ending}` : `${minutes}:${ending}`;
}
