import { unescapeHtml } from "../../html/escape.ts";
import { fingerprint } from "./fingerprint.ts";
import { coarse, inGroups, inReceipt } from "./line-groups.ts";

/** Whether a body holds lines that are not among ours. */
export const hasOthersWords = (html: string, ours: number[]): boolean => othersLines(linesOf(html), new Set(ours)).length > 0;

/** Those of a body's lines that are not among ours, in whatever way the hashes of ours were made. */
export function othersLines(lines: string[], ours: ReadonlySet<number>): string[] {
  const known = [hashLine, firstHash].map((hash) => ({ hash, found: inGroups(lines.map(hash), ours) }));
  return lines.filter((line) => !isAmong(ours, line) && !known.some(({ hash, found }) => found.has(hash(line))));
}

const BLOCK = /<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|tbody|thead|blockquote|hr|pre)\b[^>]*>/gi;

/** The lines of a body that hold any text, each with its inline tags. */
export function linesOf(html: string): string[] {
  return html.split(BLOCK).filter((line) => textOf(line) !== "");
}

/** Of each of those lines. */
export function lineHashes(html: string): number[] {
  return html
    .split(BLOCK)
    .map(textOf)
    .filter((text) => text !== "")
    .map(fingerprint);
}

/** Invisible characters and white space aside: HubSpot's editor puts them in and takes them out. */
const UNSEEN = /[\s\u00ad\u200b-\u200d\ufeff]+/g;

/** Where none of these stands, no two characters make one letter. */
const COMPOSABLE = /[\u0300-\uffff]/;

function textOf(html: string): string {
  const text = unescapeHtml(html.replace(/<[^>]*>/g, "")).replace(UNSEEN, "");
  return COMPOSABLE.test(text) ? text.normalize("NFC") : text;
}

export function hashLine(line: string): number {
  return fingerprint(textOf(line));
}

function isAmong(hashes: ReadonlySet<number>, line: string): boolean {
  const isKept = (hash: number) => hashes.has(hash) || hashes.has(inReceipt(hash)) || hashes.has(coarse(hash));
  return isKept(hashLine(line)) || isKept(firstHash(line));
}

const firstHash = (line: string): number => fingerprint(firstTextOf(line));

/** How the text was read from which version 1.0 made its hashes: the ledger still holds them. */
function firstTextOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}
