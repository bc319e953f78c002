import { escapeHtml } from "../../html/escape.ts";
import { SafeHtml } from "../../html/safe-html.ts";
import { asText } from "../../html/show-value.ts";
import { showDate } from "../../language/show-date.ts";
import { showNumber } from "../../language/show-number.ts";
import { say } from "../../language/phrases.ts";
import { sayChoice } from "../../language/choices.ts";
import { readDate } from "../../normalize/date.ts";
import { humanise } from "../../normalize/text.ts";
import { isBlank } from "../paths.ts";
import { type RenderSettings, conventionsOf } from "./settings.ts";

/** A name as the team says it: its label, one of our own words, else its letters as words. */
export function nameInWords(name: string, { labels, language = "en" }: RenderSettings): string {
  return labelOf(name, labels) ?? sayChoice(name, language) ?? humanise(name);
}

/** As it is written, or, where no label is, in whatever case: assistants send `Next_Action` one day and `next_action` the other. */
function labelOf(name: string, labels: RenderSettings["labels"]): string | undefined {
  if (labels === undefined) return undefined;
  if (Object.hasOwn(labels, name)) return labels[name];
  const folded = name.toLowerCase();
  return Object.entries(labels).find(([label]) => label.toLowerCase() === folded)?.[1];
}

/** Deeper than assistants nest anything. */
const DEEPEST = 5;

/** Any value as a person reads it, never as JSON: lists with commas, groups as `Name: value`. `name`: the variable's, where known. */
export function inWords(value: unknown, settings: RenderSettings, name = "", depth = 0): string {
  if (value === null || value === undefined || depth > DEEPEST) return "";
  if (typeof value === "boolean") return say(value ? "Yes" : "No", settings.language ?? "en");
  if (typeof value === "number") return numberInWords(value, name, settings);
  if (typeof value === "string") return textInWords(value, settings, name, depth);
  if (value instanceof SafeHtml) return value.html;
  if (Array.isArray(value)) return listInWords(value, settings, name, depth);
  return Object.entries(value as object)
    .filter(([, part]) => !isBlank(part))
    .map(([part, within]) => `${nameInWords(part, settings)}: ${inWords(within, settings, part, depth + 1)}`)
    .join(", ");
}

function listInWords(list: unknown[], settings: RenderSettings, name: string, depth: number): string {
  const entries = list.map((entry) => inWords(entry, settings, name, depth + 1)).filter((entry) => entry !== "");
  return entries.join(list.some((entry) => typeof entry === "object") ? "; " : ", ");
}

/** Whose digits are read one by one: no separators between them. */
const CODES =
  /(?:^|_)(?:id|ids|code|codigo|cod|cep|zip|postal|cpf|cnpj|rg|nif|ssn|pin|phone|telefone|telefono|celular|mobile|number|numero|num|nr|no|year|ano|anio|protocol\w*|order|pedido|contract|contrato|invoice|ticket|ref\w*)(?:_|$)/i;

function numberInWords(number: number, name: string, settings: RenderSettings): string {
  const isYear = Number.isInteger(number) && number >= 1900 && number <= 2100;
  if (settings.country === null || isYear || CODES.test(name)) return String(number);
  return showNumber(number, conventionsOf(settings));
}

/** `schedule_demo`, as assistants name their choices: words with underscores between them, and nothing else. */
const CHOICE = /^[a-z]+(?:_[a-z]+)+$/;
/** As programs write days and moments; what people write stays as it is. */
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;
/** More is no list of variables but a document. */
const LONGEST_JSON = 10_000;

function textInWords(text: string, settings: RenderSettings, name: string, depth: number): string {
  const said = text.trim();
  const label = labelOf(said, settings.labels);
  if (label !== undefined) return label;
  if (said === "true" || said === "false") return inWords(said === "true", settings);
  if (CHOICE.test(said)) return nameInWords(said, settings);
  if (ISO_DATE.test(said)) return dateInWords(said, settings) ?? text;
  const json = /^[[{]/.test(said) && said.length < LONGEST_JSON ? parsed(said) : null;
  return json === null ? text : inWords(json, settings, name, depth);
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function dateInWords(text: string, settings: RenderSettings): string | null {
  const date = readDate(text, settings);
  if (date === null) return null;
  return showDate(date.time, conventionsOf(settings), date.dateOnly ? "UTC" : settings.timezone, "short", date.dateOnly);
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/gi;

/** Text as HTML whose web addresses can be clicked. Line breaks stay. */
export function linkedHtml(text: string): string {
  let [html, from] = ["", 0];
  for (const { 0: link, index } of text.matchAll(LINK)) {
    html += `${escapeHtml(text.slice(from, index))}<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
    from = index + link.length;
  }
  return (html + escapeHtml(text.slice(from))).replace(/\r\n|\r|\n/g, "<br>");
}

/** What a text shows of a value: groups and lists of groups in words, all else as it is. */
export function shownInText(value: unknown, settings: RenderSettings): string {
  const isGroup = typeof value === "object" && value !== null && !(value instanceof SafeHtml);
  const hasGroups = isGroup && (!Array.isArray(value) || value.some((entry) => typeof entry === "object" && entry !== null));
  return hasGroups ? inWords(value, settings) : asText(value);
}
