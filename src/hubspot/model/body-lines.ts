import { unescapeHtml } from "../../html/escape.ts";
import { fingerprint } from "./fingerprint.ts";

/** Whether a body holds lines that are not among ours. */
export function hasOthersWords(html: string, ours: number[]): boolean {
  const lines = new Set(ours);
  return linesOf(html).some((line) => !isAmong(lines, line));
}

const BLOCK = /<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|tbody|thead|blockquote|hr|pre)\b[^>]*>/gi;

/** The lines of a body that hold any text, each with its inline tags. */
export function linesOf(html: string): string[] {
  return html.split(BLOCK).filter((line) => textOf(line) !== "");
}

/** Invisible characters and white space aside: HubSpot's editor puts them in and takes them out. */
const UNSEEN = /[\s\u00ad\u200b-\u200d\ufeff]+/g;

function textOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, ""))
    .replace(UNSEEN, "")
    .normalize("NFC");
}

export function hashLine(line: string): number {
  return fingerprint(textOf(line));
}

/** Too little of a hash to tell what the line said, enough to tell our lines from a person's: what is kept when values are erased. */
export const coarse = (hash: number): number => hash & 0xfffff;

/** Whether a line is one of those whose hashes these are, in whatever way they were made. */
export function isAmong(hashes: Set<number>, line: string): boolean {
  const hash = hashLine(line);
  return hashes.has(hash) || hashes.has(coarse(hash)) || hashes.has(fingerprint(firstTextOf(line)));
}

/** How the text was read from which version 1.0 made its hashes: the ledger still holds them. */
function firstTextOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}
