import type { PlannedRecord } from "../../../planner/types.ts";
import { htmlLines, oneLine } from "../html-lines.ts";

type Group = Record<string, unknown>;

/** How one property that would be written differs from what an example expects, in words. Expected null: it must not be written. */
export function compareProperty(record: PlannedRecord, property: string, wanted: unknown): string[] {
  const written = record.properties[property];
  const name = `${record.name}.${property}`;
  if (wanted === null) return written === undefined ? [] : [`${name} should not be written, but ${quoted(written)} is`];
  if (written === undefined) return [`${name} should become ${wantedText(wanted)}, but is not written${whyNot(record, property)}`];
  if (typeof wanted === "object") return compareText(name, written, wanted as Group);
  return written === String(wanted) || sameMoment(written, wanted)
    ? []
    : [`${name} should become ${quoted(wanted)}, but becomes ${quoted(written)}${rule(record, property)}`];
}

function whyNot(record: PlannedRecord, property: string): string {
  const decision = record.decisions.find((one) => one.property === property);
  if (!decision) return `: the mapping does not set \`${property}\``;
  const warning = record.warnings.find((one) => one.property === property);
  const held = decision.from ? ` (it holds ${quoted(decision.from)})` : "";
  return `: ${warning?.message ?? decision.why ?? ""}${held}${rule(record, property)}`;
}

function rule(record: PlannedRecord, property: string): string {
  const decision = record.decisions.find((one) => one.property === property);
  return decision ? ` — ${decision.rule}` : "";
}

function compareText(name: string, written: string, { contains, lacks, not }: Group): string[] {
  const plain = fold(htmlLines(written).join(" "));
  const has = (text: unknown) => plain.includes(fold(String(text))) || fold(written).includes(fold(String(text)));
  return [
    ...all(contains)
      .filter((text) => !has(text))
      .map((text) => `${name} should contain ${quoted(text)}; it says:${shown(written)}`),
    ...[...all(lacks), ...all(not)].filter(has).map((text) => `${name} should not contain ${quoted(text)}; it says:${shown(written)}`),
  ];
}

function all(texts: unknown): unknown[] {
  return [texts ?? []].flat();
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").toLowerCase();
}

function shown(html: string): string {
  return htmlLines(html)
    .slice(0, 12)
    .map((line) => `\n      │ ${oneLine(line, 100)}`)
    .join("");
}

/** YAML reads an unquoted date as text in one file and as a moment in another. */
function sameMoment(written: string, wanted: unknown): boolean {
  const looksLikeDate = /^\d{4}-\d\d-\d\d/.test(written) && /^\d{4}-\d\d-\d\d/.test(String(wanted));
  return looksLikeDate && Date.parse(written) === Date.parse(String(wanted));
}

function wantedText(wanted: unknown): string {
  return typeof wanted === "object" ? "a text" : quoted(wanted);
}

export function quoted(value: unknown): string {
  return `“${oneLine(String(value), 80)}”`;
}
