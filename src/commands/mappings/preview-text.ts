import { styleText } from "node:util";
import type { Call } from "../../call/call.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { Decision, PlannedRecord } from "../../planner/types.ts";
import { htmlLines, oneLine } from "./html-lines.ts";
import type { Outcome } from "./plan-one.ts";
import { sharedText } from "./shared-by.ts";

const LONGEST_VALUE = 44;
const BODY_LINES = 14;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const ACTIONS: Record<PlannedRecord["action"], [Style, string]> = {
  create: ["green", "would be created"],
  update: ["green", "would be updated"],
  unchanged: ["dim", "found; nothing to change"],
  skip: ["yellow", "not written"],
  hold: ["red", "would wait for a person"],
};

/** The outcome of one call, as a person reads it in a terminal. */
export function previewText(call: Call, { choice, plan, problem }: Outcome, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text) : text);
  const lines = [paint("bold", `Call ${oneLine(call.id, 60)}`) + factsOf(call)];
  for (const { file, name, why } of choice.passed) lines.push(`  not by ${label(file, name)}: ${why}`);
  if (choice.mapping === null)
    lines.push(paint("yellow", choice.passed.length > 0 ? "  No mapping takes this call: it would be skipped." : "  There is no mapping."));
  else lines.push(`  taken by ${paint("bold", label(choice.mapping.file, choice.mapping.name))}`);
  if (choice.mapping?.shadow)
    lines.push(
      paint("yellow", "  in shadow (`shadow: true`): nothing of this is written; the call is skipped, and shows what would have been"),
    );
  if (problem) lines.push("", paint("red", `The whole call would wait for a person: ${problem.message}`), `  ${problem.fix}`);
  for (const record of plan?.records ?? []) lines.push("", ...recordLines(record, sharedText(call, choice.mapping, record), paint));
  return lines.join("\n");
}

function label(file: string, name: string): string {
  return file === `${name}.yaml` ? file : `${file} (${name})`;
}

function factsOf({ names }: Call): string {
  const facts = [names["status"], typeof names["duration"] === "number" ? `${names["duration"]} s` : null];
  return facts
    .filter((fact) => typeof fact === "string" && fact !== "")
    .map((fact) => ` · ${oneLine(fact as string, 40)}`)
    .join("");
}

function recordLines(record: PlannedRecord, shared: string | null, paint: Paint): string[] {
  const [style, words] = ACTIONS[record.action];
  const on = record.on.length > 0 ? `, on ${record.on.map((name) => labelledName(record, name)).join(" and ")}` : "";
  const id = record.id === null ? "" : ` ${record.id}`;
  const why = record.why === null ? "" : `: ${record.why}`;
  const head = `${paint("bold", `${record.name}${id}`)}  ${paint(style, words)}${record.action === "skip" || record.action === "hold" ? "" : on}${turns(record)}${why}`;
  const problem = record.problem ? [paint("red", `  ${record.problem.message}`), `  ${record.problem.fix}`] : [];
  const together = shared === null ? [] : [paint("dim", `  ${shared}`)];
  return [head, ...together, ...problem, ...table(record, paint), ...warningLines(record, paint), ...bodyLines(record, paint)];
}

/** `company as Patient` */
function labelledName({ labels }: PlannedRecord, name: string): string {
  const labelled = labels?.[name];
  return labelled === undefined ? name : `${name} as ${labelled.label}`;
}

const turns = (record: PlannedRecord): string => (record.turns === undefined ? "" : `, for one of ${record.turns.owners.length} in turn`);

/** What of the call does not fit: everything else would be written. */
function warningLines({ warnings }: PlannedRecord, paint: Paint): string[] {
  return warnings.map(({ property, message, rule }) =>
    paint("yellow", `  ! ${property === undefined ? "" : `${property}: `}${oneLine(message, 160)}${rule === undefined ? "" : `  ${rule}`}`),
  );
}

function table(record: PlannedRecord, paint: Paint): string[] {
  const rows = record.decisions.map((decision) => ({
    decision,
    cells: [decision.property, valueOf(record, decision), decision.write, decision.rule],
  }));
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map(({ cells }) => [...(cells[column] ?? "")].length)));
  return rows.map(({ decision, cells }) => {
    const line = `  ${decision.written ? "+" : " "} ${cells.map((cell, column) => cell + " ".repeat((widths[column] as number) - [...cell].length)).join("  ")}`;
    const why = decision.why === null ? "" : decision.written ? `  ${decision.why}` : `  not written: ${decision.why}`;
    return decision.written ? `${line}${why}`.trimEnd() : paint("dim", `${line}${why}`);
  });
}

function valueOf(record: PlannedRecord, { property, from, to, written }: Decision): string {
  if (property === bodyProperty(record.object)) return `${(to ?? "").length.toLocaleString("en-US")} characters`;
  const next = to === null ? "–" : to === "" ? "(emptied)" : oneLine(to, LONGEST_VALUE);
  if (from === null || from === "" || from === to) return next;
  const held = oneLine(from, LONGEST_VALUE / 2);
  if (written) return `${held} → ${oneLine(next, LONGEST_VALUE / 2)}`;
  return to === null ? `stays ${held}` : `stays ${held}, not ${oneLine(next, LONGEST_VALUE / 2)}`;
}

function bodyLines(record: PlannedRecord, paint: Paint): string[] {
  const body = record.properties[bodyProperty(record.object)];
  if (record.kind !== "activity" || body === undefined) return [];
  const lines = htmlLines(body);
  const shown =
    lines.length > BODY_LINES
      ? [...lines.slice(0, BODY_LINES - 2), `… ${lines.length - BODY_LINES + 1} more lines`, lines.at(-1) as string]
      : lines;
  return shown.map((line) => `    ${paint("dim", "│")} ${oneLine(line, 110)}`);
}
