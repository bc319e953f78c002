import { isGroup } from "./words/describe-value.ts";
import type { Path } from "./source-file.ts";

/** A place of the file that reads names. */
export interface Reading {
  path: Path;
  kind: "template" | "name";
  text: string;
  /** True for a name that is the key of its line (a condition), not its value. */
  key: boolean;
  /** Whether the records in HubSpot are known here. */
  records: boolean;
}

export function isTemplate(text: string): boolean {
  return /\{\{|\{%/.test(text);
}

/** Every place of the file that reads names, in no order. Parts of a wrong kind are passed over: the shape check has said so. */
export function* readingsIn(data: unknown): Generator<Reading> {
  if (!isGroup(data)) return;
  yield* conditionReadings(data["when"], ["when"], false);
  for (const [name, record] of Object.entries(isGroup(data["records"]) ? data["records"] : {})) {
    if (isGroup(record)) yield* recordReadings(record, ["records", name]);
  }
}

function* recordReadings(record: Record<string, unknown>, path: Path): Generator<Reading> {
  yield* conditionReadings(record["when"], [...path, "when"], true);
  const keys = Array.isArray(record["find_by"]) ? record["find_by"] : [];
  for (const [index, key] of keys.entries()) yield* valuesReadings(key, [...path, "find_by", index], false);
  yield* valuesReadings(record["set"], [...path, "set"], true);
  for (const [property, rule] of Object.entries(isGroup(record["set"]) ? record["set"] : {}))
    if (isGroup(rule)) yield* conditionReadings(rule["when"], [...path, "set", property, "when"], true);
  yield* valueReadings(record["body"], [...path, "body"], true);
  yield* valueReadings(record["at"], [...path, "at"], true);
  if (isGroup(record["at"])) yield* valueReadings(record["at"]["otherwise"], [...path, "at", "otherwise"], true);
  if (isGroup(record["owner"])) yield* valueReadings(record["owner"], [...path, "owner"], true);
  yield* valueReadings(record["hold_task"], [...path, "hold_task"], false);
}

function* valuesReadings(values: unknown, path: Path, records: boolean): Generator<Reading> {
  if (!isGroup(values)) return;
  for (const [property, value] of Object.entries(values)) yield* valueReadings(value, [...path, property], records);
}

function* valueReadings(value: unknown, path: Path, records: boolean): Generator<Reading> {
  if (typeof value === "string" && isTemplate(value)) yield { path, kind: "template", text: value, key: false, records };
  if (!isGroup(value)) return;
  const { from, template } = value;
  if (typeof from === "string" && !isTemplate(from)) yield { path: [...path, "from"], kind: "name", text: from, key: false, records };
  if (typeof template === "string") yield { path: [...path, "template"], kind: "template", text: template, key: false, records };
}

export function* conditionReadings(condition: unknown, path: Path, records: boolean): Generator<Reading> {
  if (!isGroup(condition)) return;
  for (const [word, value] of Object.entries(condition)) {
    if (word === "not") yield* conditionReadings(value, [...path, word], records);
    else if (word === "any") {
      for (const [index, one] of (Array.isArray(value) ? value : []).entries())
        yield* conditionReadings(one, [...path, word, index], records);
    } else yield { path: [...path, word], kind: "name", text: word, key: true, records };
  }
}
