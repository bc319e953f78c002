import { sanitizeHtml } from "../../html/sanitize.ts";
import { hashLine, isAmong, linesOf } from "../../hubspot/model/body-lines.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { currentRecord } from "../attempt/own-writes.ts";

/**
 * Salespeople write into our notes. When a call is revised, the lines that are not ours stay: below the new text, above its mark.
 * Ours are told by hashes of their plain text, because HubSpot re-serialises HTML and we keep no copy.
 */
export function preserveEdits(work: CallAttempt, records: PlannedRecord[]): PlannedRecord[] {
  return records.map((planned) => {
    const body = bodyProperty(planned.object);
    if (planned.kind !== "activity") return planned;
    const next = planned.properties[body];
    if (next === undefined) return planned;
    const lines = linesOf(next).map(hashLine);
    work.lines[planned.name] = lines;
    const earlier = ourLines(work, planned.name);
    if (planned.action !== "update" || earlier.size === 0 || work.held[planned.name]?.state !== "found") return planned;
    const held = currentRecord(work, planned.name).properties[body] ?? "";
    if (saysTheSame(held, earlier, lines)) return without(planned, body);
    return { ...planned, properties: { ...planned.properties, [body]: merged(held, new Set([...earlier, ...lines]), next) } };
  });
}

/** All that we may have written into it: in earlier revisions, and in an attempt that was cut off. */
function ourLines({ before, intent }: CallAttempt, name: string): Set<number> {
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
