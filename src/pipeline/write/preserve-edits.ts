import { sanitizeHtml } from "../../html/sanitize.ts";
import { hashLine, isAmong, linesOf } from "../../hubspot/model/body-lines.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { FoundAttempt, PlannedAttempt } from "../attempt/attempt.ts";
import { foundRecord } from "../attempt/own-writes.ts";

/**
 * Salespeople write into our notes. When a call is revised, the lines that are not ours stay: below the new text, above its mark.
 * Ours are told by hashes of their plain text, because HubSpot re-serialises HTML and we keep no copy.
 */
export function preserveEdits(attempt: FoundAttempt, records: PlannedRecord[]): PlannedAttempt {
  const bodies = records.flatMap(({ kind, name, object, properties }) => {
    const body = kind === "activity" ? properties[bodyProperty(object)] : undefined;
    return body === undefined ? [] : [[name, linesOf(body).map(hashLine)] as const];
  });
  const bodyLines = Object.fromEntries(bodies);
  return { ...attempt, planned: records.map((record) => withEdits(attempt, record, bodyLines[record.name])), bodyLines };
}

/** `lines`: hashes of those that are to stand in its body; undefined where it writes none. */
function withEdits(attempt: FoundAttempt, planned: PlannedRecord, lines: number[] | undefined): PlannedRecord {
  const earlier = ourLines(attempt, planned.name);
  const found = foundRecord(attempt, planned.name);
  if (lines === undefined || planned.action !== "update" || earlier.size === 0 || found === null) return planned;
  const property = bodyProperty(planned.object);
  const now = found.properties[property] ?? "";
  if (saysTheSame(now, earlier, lines)) return without(planned, property);
  const body = merged(now, new Set([...earlier, ...lines]), planned.properties[property] as string);
  return { ...planned, properties: { ...planned.properties, [property]: body } };
}

/** All that we may have written into it: in earlier revisions, in an attempt that was cut off, and for other calls that share it. */
function ourLines({ priorReceipts, cutOff, shared }: FoundAttempt, name: string): Set<number> {
  return new Set([...(priorReceipts[name]?.lines ?? []), ...(cutOff?.records[name]?.lines ?? []), ...(shared[name]?.lines ?? [])]);
}

/** Whether our part of the body stands as it should, wherever a person has put in theirs. */
function saysTheSame(now: string, earlier: Set<number>, lines: number[]): boolean {
  const there = linesOf(now);
  const [hashes, wanted] = [new Set(there.map(hashLine)), new Set(lines)];
  return lines.every((line) => hashes.has(line)) && there.every((line) => wanted.has(hashLine(line)) || !isAmong(earlier, line));
}

function without(planned: PlannedRecord, body: string): PlannedRecord {
  const { [body]: _body, ...rest } = planned.properties;
  return { ...planned, properties: rest, action: Object.keys(rest).length === 0 ? "unchanged" : "update" };
}

function merged(now: string, ours: Set<number>, next: string): string {
  const theirs = linesOf(now).filter((line) => !isAmong(ours, line));
  if (theirs.length === 0) return next;
  const kept = theirs.map((line) => `<p>${sanitizeHtml(line)}</p>`).join("");
  const mark = next.lastIndexOf("<p");
  return mark === -1 ? next + kept : next.slice(0, mark) + kept + next.slice(mark);
}
