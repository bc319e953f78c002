import { bodyProperty } from "../hubspot/objects.ts";
import type { PlannedRecord } from "../mapping/plan.ts";
import { sanitizeHtml } from "../mapping/sanitize.ts";
import { unescapeHtml } from "../mapping/template/escape.ts";
import { heldRecord } from "./find.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Work } from "./work.ts";

/**
 * Salespeople write into our notes. When a call is revised, the lines that are not ours stay: below the new text, above its mark.
 * Ours are told by hashes of their plain text, because HubSpot re-serialises HTML and we keep no copy.
 */
export function keepPersonsWords(work: Work, records: PlannedRecord[]): PlannedRecord[] {
  return records.map((planned) => {
    const body = bodyProperty(planned.object);
    if (planned.kind !== "activity") return planned;
    const next = planned.properties[body];
    if (next === undefined) return planned;
    const lines = linesOf(next).map(hashLine);
    work.lines[planned.name] = lines;
    const earlier = ourLines(work, planned.name);
    if (planned.action !== "update" || earlier.size === 0 || work.held[planned.name]?.state !== "found") return planned;
    const held = heldRecord(work, planned.name).properties[body] ?? "";
    if (saysTheSame(held, earlier, lines)) return without(planned, body);
    return { ...planned, properties: { ...planned.properties, [body]: merged(held, new Set([...earlier, ...lines]), next) } };
  });
}

/** All that we may have written into it: in earlier revisions, and in an attempt that was cut off. */
function ourLines({ before, intent }: Work, name: string): Set<number> {
  return new Set([...(before[name]?.lines ?? []), ...(intent?.records[name]?.lines ?? [])]);
}

/** Whether our part of the body stands as it should, wherever a person has put in theirs. */
function saysTheSame(held: string, earlier: Set<number>, lines: number[]): boolean {
  const there = linesOf(held);
  const [hashes, wanted] = [new Set(there.map(hashLine)), new Set(lines)];
  return lines.every((line) => hashes.has(line)) && there.every((line) => wanted.has(hashLine(line)) || !isAmong(earlier, line));
}

function without(planned: PlannedRecord, body: string): PlannedRecord {
  const { [body]: _body, ...rest } = planned.properties;
  return { ...planned, properties: rest, action: Object.keys(rest).length === 0 ? "unchanged" : "update" };
}

function merged(held: string, ours: Set<number>, next: string): string {
  const theirs = linesOf(held).filter((line) => !isAmong(ours, line));
  if (theirs.length === 0) return next;
  const kept = theirs.map((line) => `<p>${sanitizeHtml(line)}</p>`).join("");
  const mark = next.lastIndexOf("<p");
  return mark === -1 ? next + kept : next.slice(0, mark) + kept + next.slice(mark);
}

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

function hashLine(line: string): number {
  return fingerprint(textOf(line));
}

/** Too little of a hash to tell what the line said, enough to tell our lines from a person's: what is kept when values are erased. */
export const coarse = (hash: number): number => hash & 0xfffff;

/** Whether a line is one of those whose hashes these are, in whatever way they were made. */
function isAmong(hashes: Set<number>, line: string): boolean {
  const hash = hashLine(line);
  return hashes.has(hash) || hashes.has(coarse(hash)) || hashes.has(fingerprint(firstTextOf(line)));
}

/** How the text was read from which version 1.0 made its hashes: the ledger still holds them. */
function firstTextOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}
