import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import { htmlLines } from "./html-lines.ts";
import type { Outcome } from "./plan-one.ts";

/** One thing that the change of a mapping changes for a call. Null: not there, or not written. */
export interface Difference {
  /** Null: the call as a whole. */
  record: string | null;
  /** Null: the record as a whole. */
  property: string | null;
  before: string | null;
  after: string | null;
  /** Where the new version says so: `otonistark.yaml:41`. */
  rule: string | null;
  /** For a body: the lines that go, and those that come. */
  lines?: { removed: string[]; added: string[] };
}

/** Which writes differ between two versions of the mappings, for one call on one portal. */
export function comparePlans(before: Outcome, after: Outcome): Difference[] {
  const whole = (what: (outcome: Outcome) => string | null): Difference[] =>
    what(before) === what(after) ? [] : [{ record: null, property: null, before: what(before), after: what(after), rule: null }];
  const names = new Set([...recordsOf(before).keys(), ...recordsOf(after).keys()]);
  return [
    ...whole(({ choice }) =>
      choice.mapping
        ? `taken by ${choice.mapping.file}${choice.mapping.shadow ? ", in shadow: nothing is written" : ""}`
        : "taken by no mapping",
    ),
    ...whole(({ problem }) => (problem ? `held: ${problem.message}` : null)),
    ...[...names].flatMap((name) => compareRecords(name, recordsOf(before).get(name), recordsOf(after).get(name))),
  ];
}

function recordsOf({ plan }: Outcome): Map<string, PlannedRecord> {
  return new Map((plan?.records ?? []).map((record) => [record.name, record]));
}

function compareRecords(name: string, before: PlannedRecord | undefined, after: PlannedRecord | undefined): Difference[] {
  const properties = new Set([...Object.keys(before?.properties ?? {}), ...Object.keys(after?.properties ?? {})]);
  const [was, is] = [stateOf(before), stateOf(after)];
  const state: Difference[] = was === is ? [] : [{ record: name, property: null, before: was, after: is, rule: null }];
  return [...state, ...[...properties].flatMap((property) => compareProperty(name, property, before, after))];
}

const STATES: Record<PlannedRecord["action"], string> = {
  create: "created",
  update: "updated",
  unchanged: "unchanged",
  skip: "skipped",
  hold: "held",
};

function stateOf(record: PlannedRecord | undefined): string | null {
  if (!record) return null;
  const on =
    record.on.length > 0
      ? ` on ${record.on.map((name) => [name, record.labels?.[name]?.label].filter(Boolean).join(" as ")).join(" and ")}`
      : "";
  const why = record.problem?.message ?? record.why;
  return `${STATES[record.action]}${record.action === "create" || record.action === "update" ? on : why ? `: ${why}` : ""}`;
}

function compareProperty(
  name: string,
  property: string,
  before: PlannedRecord | undefined,
  after: PlannedRecord | undefined,
): Difference[] {
  const [was, is] = [before?.properties[property] ?? null, after?.properties[property] ?? null];
  if (was === is) return [];
  const decision = (after ?? before)?.decisions.find((one) => one.property === property);
  const isBody = property === bodyProperty((after ?? before)?.object ?? "") && was !== null && is !== null;
  return [
    {
      record: name,
      property,
      before: was,
      after: is,
      rule: decision?.rule ?? null,
      ...(isBody && { lines: changedLines(htmlLines(was), htmlLines(is)) }),
    },
  ];
}

/** The lines between the common beginning and the common end. */
function changedLines(before: string[], after: string[]): { removed: string[]; added: string[] } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { removed: before.slice(start, before.length - end), added: after.slice(start, after.length - end) };
}
