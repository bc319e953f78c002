import { hashLine, lineHashes, linesOf, othersLines } from "../../hubspot/model/body-lines.ts";
import { LONGEST_TEXT } from "../../hubspot/model/limits.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import { keepEdits } from "../../planner/activity/keep-edits.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import { type Warning, warningOf } from "../../problem/problem.ts";
import type { FoundAttempt, PlannedAttempt } from "../attempt/attempt.ts";
import { foundRecord } from "../attempt/own-writes.ts";

/**
 * Salespeople write into our notes. When a call is revised, the lines that are not ours stay: below the new text, above its mark.
 * Ours are told by hashes of their plain text, because HubSpot re-serialises HTML and we keep no copy.
 */
export function preserveEdits(attempt: FoundAttempt, records: PlannedRecord[]): PlannedAttempt {
  const bodies = records.map((record) => withEdits(attempt, record));
  const written = bodies.filter(({ lines }) => lines.length > 0).map(({ planned: { name }, lines }) => [name, lines] as const);
  return { ...attempt, planned: bodies.map(({ planned }) => planned), bodyLines: Object.fromEntries(written) };
}

/** `lines`: hashes of those of ours that are to stand in its body; none where it writes none. */
function withEdits(attempt: FoundAttempt, planned: PlannedRecord): { planned: PlannedRecord; lines: number[] } {
  const property = bodyProperty(planned.object);
  const body = planned.kind === "activity" ? planned.properties[property] : undefined;
  if (body === undefined) return { planned, lines: [] };
  const lines = lineHashes(body);
  const earlier = ourLines(attempt, planned.name);
  const found = foundRecord(attempt, planned.name);
  if (planned.action !== "update" || earlier.size === 0 || found === null) return { planned, lines };
  const now = found.properties[property] ?? "";
  if (saysTheSame(now, earlier, lines)) return { planned: without(planned, property), lines };
  const { html, ours, isShortened } = keepEdits(now, new Set([...earlier, ...lines]), body, attempt.mapping.language);
  if (html === now) return { planned: without(planned, property), lines };
  const properties = { ...planned.properties, [property]: html };
  const warnings = isShortened ? [...planned.warnings, shortened(planned, property)] : planned.warnings;
  return { planned: { ...planned, properties, warnings }, lines: [...new Set([...lines, ...lineHashes(ours)])] };
}

function shortened({ name, decisions }: PlannedRecord, property: string): Warning {
  const rule = decisions.find((decision) => decision.property === property)?.rule;
  return warningOf({ code: "value_shortened", limit: LONGEST_TEXT }, { record: name, property, ...(rule !== undefined && { rule }) });
}

/** All that we may have written into it: in earlier revisions, in an attempt that was cut off, and for other calls that share it. */
function ourLines({ priorReceipts, cutOff, shared }: FoundAttempt, name: string): Set<number> {
  return new Set([...(priorReceipts[name]?.lines ?? []), ...(cutOff?.records[name]?.lines ?? []), ...(shared[name]?.lines ?? [])]);
}

/** Whether our part of the body stands as it should, wherever a person has put in theirs. */
function saysTheSame(now: string, earlier: Set<number>, lines: number[]): boolean {
  const there = linesOf(now);
  const [hashes, wanted] = [new Set(there.map(hashLine)), new Set(lines)];
  const others = new Set(othersLines(there, earlier));
  return lines.every((line) => hashes.has(line)) && there.every((line) => wanted.has(hashLine(line)) || others.has(line));
}

function without(planned: PlannedRecord, body: string): PlannedRecord {
  const { [body]: _body, ...rest } = planned.properties;
  return { ...planned, properties: rest, action: Object.keys(rest).length === 0 ? "unchanged" : "update" };
}
