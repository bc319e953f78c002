import { bodyProperty } from "../hubspot/objects.ts";
import type { PlannedRecord } from "../mapping/plan.ts";
import { sanitizeHtml } from "../mapping/sanitize.ts";
import { heldRecord } from "./find.ts";
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
    if (next !== undefined) work.lines[planned.name] = linesOf(next).map(hashLine);
    const ours = work.before[planned.name]?.lines;
    if (planned.action !== "update" || next === undefined || ours === undefined || work.held[planned.name]?.state !== "found") return planned;
    const held = heldRecord(work, planned.name).properties[body] ?? "";
    return withBody(planned, body, held, merged(held, new Set([...ours, ...(work.lines[planned.name] ?? [])]), next));
  });
}

function withBody(planned: PlannedRecord, body: string, held: string, next: string): PlannedRecord {
  if (textOf(held) !== textOf(next)) return { ...planned, properties: { ...planned.properties, [body]: next } };
  const { [body]: _, ...rest } = planned.properties;
  return Object.keys(rest).length === 0 ? { ...planned, properties: rest, action: "unchanged" } : { ...planned, properties: rest };
}

function merged(held: string, ours: Set<number>, next: string): string {
  const theirs = linesOf(held).filter((line) => !ours.has(hashLine(line)));
  if (theirs.length === 0) return next;
  const kept = theirs.map((line) => `<p>${sanitizeHtml(line)}</p>`).join("");
  const mark = next.lastIndexOf("<p");
  return mark === -1 ? next + kept : next.slice(0, mark) + kept + next.slice(mark);
}

const BLOCK = /<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|tbody|thead|blockquote|hr|pre)\b[^>]*>/gi;

/** The lines of a body that hold any text, each with its inline tags. */
export function linesOf(html: string): string[] {
  return html.split(BLOCK).filter((line) => textOf(line) !== "");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", "#34": '"', nbsp: " ", "#x27": "'", "#x2f": "/" };

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

/** FNV-1a, 32 bits: short enough to keep a note's every line. */
function hashLine(line: string): number {
  let hash = 0x811c9dc5;
  for (const character of textOf(line)) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
}
