import { escapeHtml } from "../../html/escape.ts";
import { SafeHtml } from "../../html/safe-html.ts";
import { ConversationHtml, type Spoken, conversationHtml } from "../../html/conversation-html.ts";
import { asHtml, asText } from "../../html/show-value.ts";
import { say } from "../../language/phrases.ts";
import { readYesNo } from "../../normalize/text.ts";
import { isBlank } from "../paths.ts";
import type { OwnFilter } from "./own-filter.ts";
import { type Rendering, renderingOf } from "./settings.ts";
import { inWords, linkedHtml, nameInWords } from "./show-words.ts";

/** What somebody reads of a conversation before going on with the day. */
const USUAL_TURNS = 60;
const BREAKS = /\r\n|\r|\n/g;

/** These make HTML: of text, they escape it first. */
export const HTML_FILTERS: Record<string, OwnFilter> = {
  table: {
    describe:
      "a group of variables as a small list, name and value as people say them, blank ones left out: `{{ extracted_variables | table }}`; names after it are left out too: `table: 'callback', 'score'`",
    apply(value, ...without) {
      return table(value, new Set(["status", "summary", ...without.map(asText)]), renderingOf(this.context));
    },
  },
  newline_to_br: { describe: "in a `body`: keeps line breaks", apply: breaks },
  nl2br: { describe: "the same, shorter", apply: breaks },
  escape: { describe: "makes text safe for HTML; a `body` does that by itself", apply: (value) => new SafeHtml(asHtml(value)) },
  transcript: {
    describe: "the turns of a call with your own words for the speakers: `{{ call.turns | transcript: 'IA', 'Cliente' }}`",
    apply(value, assistant, customer) {
      const { language = "en" } = renderingOf(this.context);
      return transcript(value, asText(assistant) || say("Assistant", language), asText(customer) || say("Customer", language));
    },
  },
  first_turns: {
    describe:
      "a conversation's first so many turns, and how many are left out: `{{ call.transcript_html | first_turns: 60 }}`; a shorter one is whole",
    apply(value, most) {
      const [turns, { language = "en" }] = [Number(asText(most)) || USUAL_TURNS, renderingOf(this.context)];
      if (value instanceof ConversationHtml) return value.first(turns);
      return Array.isArray(value) ? conversationHtml({ turns: value as Spoken["turns"], text: null }, language, turns) : value;
    },
  },
};

function breaks(value: unknown): SafeHtml {
  return new SafeHtml(asHtml(value).replace(BREAKS, "<br>"));
}

/** A list, because HubSpot's notes show no tables: their cells would run into one another. */
function table(value: unknown, without: Set<string>, rendering: Rendering): SafeHtml | null {
  if (typeof value !== "object" || value === null) return null;
  const rows = Object.entries(value).filter(([name, cell]) => !without.has(name) && !isBlank(cell));
  if (rows.length === 0) return null;
  return new SafeHtml(`<ul>${rows.map(([name, cell]) => row(name, cell, rendering)).join("")}</ul>`);
}

function row(name: string, cell: unknown, rendering: Rendering): string {
  return `<li><strong>${escapeHtml(nameInWords(name, rendering))}:</strong> ${linkedHtml(inWords(cell, rendering, name))}</li>`;
}

/** A value that says yes or no in these words; any other as it is. */
export function yesNo(value: unknown, yes: string, no: string): string {
  const read = readYesNo(value);
  return read === null ? asText(value) : read ? yes : no;
}

function transcript(value: unknown, assistant: string, customer: string): SafeHtml | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const names: Record<string, string> = { assistant: escapeHtml(assistant), customer: escapeHtml(customer) };
  const turns = value as { speaker?: string; text?: string }[];
  return new SafeHtml(
    turns
      .map(({ speaker = "", text }) => `<p><strong>${names[speaker] ?? escapeHtml(speaker)}:</strong> ${breaks(text).html}</p>`)
      .join(""),
  );
}
