import { bodyProperty } from "../hubspot/objects.ts";
import type { PlannedRecord } from "../mapping/plan.ts";
import { sanitizeHtml } from "../mapping/sanitize.ts";
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
  const [there, wanted] = [new Set(linesOf(held).map(hashLine)), new Set(lines)];
  return lines.every((line) => there.has(line)) && [...there].every((line) => wanted.has(line) || !earlier.has(line));
}

function without(planned: PlannedRecord, body: string): PlannedRecord {
  const { [body]: _body, ...rest } = planned.properties;
  return { ...planned, properties: rest, action: Object.keys(rest).length === 0 ? "unchanged" : "update" };
}

function merged(held: string, ours: Set<number>, next: string): string {
  const theirs = linesOf(held).filter((line) => !ours.has(hashLine(line)));
  if (theirs.length === 0) return next;
  const kept = theirs.map((line) => `<p>${sanitizeHtml(line)}</p>`).join("");
  const mark = next.lastIndexOf("<p");
  return mark === -1 ? next + kept : next.slice(0, mark) + kept + next.slice(mark);
}

/** Whether a body holds lines that are not among ours. */
export function hasOthersWords(html: string, ours: number[]): boolean {
  return linesOf(html).some((line) => !ours.includes(hashLine(line)));
}

const BLOCK = /<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|tbody|thead|blockquote|hr|pre)\b[^>]*>/gi;

/** The lines of a body that hold any text, each with its inline tags. */
export function linesOf(html: string): string[] {
  return html.split(BLOCK).filter((line) => textOf(line) !== "");
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  "#34": '"',
  nbsp: " ",
  "#x27": "'",
  "#x2f": "/",
};

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

function hashLine(line: string): number {
  return fingerprint(textOf(line));
}
