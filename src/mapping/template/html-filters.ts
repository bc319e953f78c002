import { escapeHtml } from "../../html/escape.ts";
import { SafeHtml } from "../../html/safe-html.ts";
import { asHtml, asText } from "../../html/show-value.ts";
import { humanise, readYesNo } from "../../normalize/text.ts";
import { isBlank } from "../paths.ts";
import type { OwnFilter } from "./own-filter.ts";

const BREAKS = /\r\n|\r|\n/g;

/** These make HTML: of text, they escape it first. */
export const HTML_FILTERS: Record<string, OwnFilter> = {
  table: {
    describe:
      "a group of variables as a small list, name and value, blank ones left out: `{{ extracted_variables | table }}`; names after it are left out too: `table: 'callback', 'score'`",
    apply(value, ...without) {
      return table(value, new Set(["status", "summary", ...without.map(asText)]));
    },
  },
  newline_to_br: { describe: "in a `body`: keeps line breaks", apply: breaks },
  nl2br: { describe: "the same, shorter", apply: breaks },
  escape: { describe: "makes text safe for HTML; a `body` does that by itself", apply: (value) => new SafeHtml(asHtml(value)) },
  transcript: {
    describe: "the turns of a call with your own words for the speakers: `{{ call.turns | transcript: 'IA', 'Cliente' }}`",
    apply: (value, assistant, customer) => transcript(value, asText(assistant) || "Assistant", asText(customer) || "Customer"),
  },
};

function breaks(value: unknown): SafeHtml {
  return new SafeHtml(asHtml(value).replace(BREAKS, "<br>"));
}

/** A list, because HubSpot's notes show no tables: their cells would run into one another. */
function table(value: unknown, without: Set<string>): SafeHtml | null {
  if (typeof value !== "object" || value === null) return null;
  const rows = Object.entries(value).filter(([name, cell]) => !without.has(name) && !isBlank(cell));
  if (rows.length === 0) return null;
  return new SafeHtml(`<ul>${rows.map(([name, cell]) => row(name, cell)).join("")}</ul>`);
}

function row(name: string, cell: unknown): string {
  return `<li><strong>${escapeHtml(humanise(name))}:</strong> ${breaks(shown(cell)).html}</li>`;
}

/** `schedule_demo`, as assistants name their choices: words with underscores between them, and nothing else. */
const CHOICE = /^[a-z]+(?:_[a-z]+)+$/;

function shown(cell: unknown): unknown {
  if (typeof cell === "boolean") return yesNo(cell);
  return typeof cell === "string" && CHOICE.test(cell) ? humanise(cell) : cell;
}

/** `Yes` and `No`, or one's own words. */
export function yesNo(value: unknown, yes = "Yes", no = "No"): string {
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
