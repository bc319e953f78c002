import { ACTIVITIES, bodyProperty } from "../../../hubspot/model/objects.ts";
import type { Mapping } from "../../../mapping/compiled-mapping.ts";
import type { PlannedRecord } from "../../../planner/types.ts";
import type { Warning } from "../../../problem/problem.ts";
import type { Outcome } from "../plan-one.ts";
import { didYouMean } from "../../../compiler/words/did-you-mean.ts";
import { compareProperty, quoted } from "./compare-property.ts";

type Group = Record<string, unknown>;

/** What may stand behind a record's name in place of its properties. */
const ACTIONS: Record<string, (record: PlannedRecord) => boolean> = {
  skipped: ({ action }) => action === "skip",
  created: ({ action }) => action === "create",
  updated: ({ action }) => action === "update",
  unchanged: ({ action }) => action === "unchanged",
  held: ({ action }) => action === "hold",
  written: ({ action }) => action === "create" || action === "update",
};
const DONE: Record<PlannedRecord["action"], string> = {
  create: "created",
  update: "updated",
  unchanged: "unchanged",
  skip: "skipped",
  hold: "held",
};

/** How the outcome differs from what an example expects, in words; nothing where it does not. */
export function compareExample(expect: Group, exactly: boolean, outcome: Outcome, beside: Mapping | null): string[] {
  const { mapping: wanted = beside?.name, skipped, held, warnings, ...records } = expect;
  const taken = outcome.choice.mapping;
  if (skipped === true) return taken === null ? [] : [`the call should be skipped, but ${taken.file} takes it`];
  if (taken === null) return [`no mapping takes the call: ${outcome.choice.passed.map(({ file, why }) => `${file}: ${why}`).join("; ")}`];
  if (wanted !== undefined && wanted !== taken.name && wanted !== taken.file)
    return [`${String(wanted)} should take the call, but ${taken.file} does`];
  if (held === true)
    return outcome.problem || outcome.plan?.records.some(({ action }) => action === "hold")
      ? []
      : ["the call should be held, but nothing stands in its way"];
  if (outcome.problem) return [`the call is held: ${outcome.problem.message}`];
  const planned = outcome.plan?.records ?? [];
  return [
    ...Object.entries(records).flatMap(([name, words]) => compareRecord(name, words, exactly, planned)),
    ...(exactly ? unexpected(records, planned) : []),
    ...(warnings === undefined ? [] : compareWarnings([warnings ?? []].flat().map(String), planned)),
  ];
}

/** `warnings: [contact.budget]`: of these something is left out or shortened, and of no others. */
function compareWarnings(wanted: string[], planned: PlannedRecord[]): string[] {
  const given = planned.flatMap(({ warnings }) => warnings);
  const name = ({ record, property }: Warning) => (property === undefined ? record : `${record}.${property}`);
  return [
    ...wanted
      .filter((one) => !given.some((warning) => name(warning) === one))
      .map((one) => `there should be a warning of ${one}, but there is none`),
    ...given
      .filter((one) => !wanted.includes(name(one)))
      .map((one) => `there is a warning of ${name(one)}, which is not expected: ${one.message}`),
  ];
}

function unexpected(expected: Group, planned: PlannedRecord[]): string[] {
  return planned
    .filter(({ name, action }) => !(name in expected) && (action === "create" || action === "update"))
    .map(({ name, action }) => `${name} is ${DONE[action]}, which is not expected`);
}

function compareRecord(name: string, words: unknown, exactly: boolean, planned: PlannedRecord[]): string[] {
  const record = planned.find((one) => one.name === name);
  if (!record)
    return [
      `the mapping has no record \`${name}\`.${didYouMean(
        name,
        planned.map((one) => one.name),
      )}`,
    ];
  if (typeof words === "string") return compareAction(record, words);
  if (typeof words !== "object" || words === null) return [`${name}: write \`skipped\`, or what must be written`];
  if (record.action === "skip" || record.action === "hold")
    return [`${name} is ${DONE[record.action]}: ${record.problem?.message ?? record.why ?? ""}`];
  const { action, on, ...properties } = record.kind === "activity" ? asBody(words as Group) : (words as Group);
  const expected = Object.entries(properties).map(([property, value]) => [propertyOf(record, property), value] as const);
  const more = exactly
    ? Object.keys(record.properties).filter((property) => record.kind === "crm" && !expected.some(([one]) => one === property))
    : [];
  return [
    ...(action === undefined ? [] : compareAction(record, String(action))),
    ...(on === undefined ? [] : compareOn(record, on)),
    ...expected.flatMap(([property, value]) => compareProperty(record, property, value)),
    ...more.map((property) => `${name}.${property} is written (${quoted(record.properties[property])}), which is not expected`),
  ];
}

/** `note: { contains: … }` is short for `note: { body: { contains: … } }`. */
function asBody(words: Group): Group {
  const { contains, lacks, ...rest } = words;
  return contains === undefined && lacks === undefined ? rest : { body: { contains, lacks }, ...rest };
}

function propertyOf(record: PlannedRecord, word: string): string {
  if (record.kind !== "activity") return word;
  if (word === "body") return bodyProperty(record.object);
  if (word === "at") return "hs_timestamp";
  return word === "title" ? (ACTIVITIES[record.object]?.title ?? word) : word;
}

function compareAction(record: PlannedRecord, wanted: string): string[] {
  const fits = ACTIONS[wanted];
  if (!fits)
    return [`${record.name}: \`${wanted}\` is not one of ${Object.keys(ACTIONS).join(", ")}.${didYouMean(wanted, Object.keys(ACTIONS))}`];
  const why = record.problem?.message ?? record.why;
  const given =
    wanted === "updated" && record.action === "create"
      ? ` (what HubSpot holds before stands in \`given: { records: { ${record.name}: { id: 1 } } }\`)`
      : "";
  return fits(record) ? [] : [`${record.name} should be ${wanted}, but is ${DONE[record.action]}${why ? `: ${why}` : ""}${given}`];
}

/** `contact`, `[contact, company]`, `none`, or with the labels: `{ company: Patient }`. */
function compareOn(record: PlannedRecord, on: unknown): string[] {
  const shown = (name: string, label: string | undefined) => (label === undefined ? name : `${name} as ${label}`);
  const isLabelled = typeof on === "object" && on !== null && !Array.isArray(on);
  const wanted = isLabelled
    ? Object.entries(on).map(([name, label]) => shown(name, String(label)))
    : [on]
        .flat()
        .map(String)
        .filter((name) => name !== "none");
  const there = record.on.map((name) => shown(name, isLabelled ? record.labels?.[name]?.label : undefined));
  const same = wanted.length === there.length && wanted.every((one) => there.includes(one));
  return same
    ? []
    : [`${record.name} should be associated with ${wanted.join(" and ") || "nothing"}, but is with ${there.join(" and ") || "nothing"}`];
}
