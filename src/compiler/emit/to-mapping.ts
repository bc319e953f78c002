import type { DeclaredProperty } from "../../mapping/declared-property.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import type { ActivityRule, CrmRecordRule, Mapping, RecordRule } from "../../mapping/compiled-mapping.ts";
import { parseDuration } from "./duration.ts";
import { holdTask } from "./hold-task.ts";
import { namesRead, propertiesOf, readsItself } from "./reads.ts";
import type { MappingInput } from "../schema/mapping-file.ts";
import type { ActivityInput, CrmInput } from "../schema/records.ts";
import { declaredTypes, objectOf } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { compileCondition } from "./to-condition.ts";
import { compileSet, compileSource } from "./to-value.ts";

/** A checked file as the planner reads it. */
export function toMapping(file: SourceFile, words: MappingInput): Mapping {
  const all = Object.entries(words.records).filter(([, record]) => record !== undefined) as [string, CrmInput | ActivityInput][];
  const named = new Set(all.flatMap(([name, record]) => (isActivity(objectOf(name, record)) ? [] : [name])));
  const records = all.flatMap(([name, record]) => [toRecord(file, name, record, named), ...questionOf(file, name, record)]);
  const variables = declaredTypes(words.variables);
  const when = words.when ? compileCondition(words.when) : null;
  return {
    ...(variables && { variables }),
    file: file.name,
    name: nameOf(file, words),
    when,
    ...(words.shadow === true && { shadow: true as const }),
    names: namesRead(when, records),
    country: words.country ?? null,
    timezone: words.timezone ?? "UTC",
    phoneProperties: [...new Set(all.flatMap(([, record]) => ("phone_properties" in record ? (record.phone_properties ?? []) : [])))],
    ...(words.properties && { properties: declared(file, words.properties) }),
    records: withReads([...records.filter(({ kind }) => kind === "crm"), ...records.filter(({ kind }) => kind === "activity")]),
  };
}

function declared(file: SourceFile, objects: NonNullable<MappingInput["properties"]>): DeclaredProperty[] {
  return Object.entries(objects).flatMap(([object, properties]) =>
    Object.entries(properties).map(([name, { label, type, options = {}, group = null, description = null }]) => ({
      object,
      name,
      label,
      type,
      options: Object.entries(options).map(([value, shown]) => ({ value, label: shown })),
      group,
      description,
      at: `${file.name}:${file.line(["properties", object, name])}`,
    })),
  );
}

/** What each record's planning reads is known once all of the file is. */
function withReads(records: RecordRule[]): RecordRule[] {
  return records.map((rule) => (rule.kind === "crm" ? { ...rule, reads: propertiesOf(rule, records) } : rule));
}

export function nameOf(file: SourceFile, words: { name?: unknown }): string {
  return typeof words.name === "string" ? words.name : file.name.replace(/\.ya?ml$/, "");
}

function toRecord(file: SourceFile, name: string, words: CrmInput | ActivityInput, named: ReadonlySet<string>): RecordRule {
  const object = objectOf(name, words);
  const base = {
    name,
    object,
    at: `${file.name}:${file.line(["records", name])}`,
    when: words.when ? compileCondition(words.when, named) : null,
    set: compileSet(file, words.set ?? {}, ["records", name, "set"]).map((set) => ({ ...set, readsItself: readsItself(set, name) })),
  };
  return isActivity(object)
    ? { ...base, ...activityPart(file, name, words as ActivityInput) }
    : { ...base, ...crmPart(file, name, words as CrmInput) };
}

/** `hold_task`, as the task that it is. */
function questionOf(file: SourceFile, name: string, words: CrmInput | ActivityInput): ActivityRule[] {
  if (!("hold_task" in words) || words.hold_task === undefined) return [];
  const at = `${file.name}:${file.line(["records", name, "hold_task"])}`;
  return [holdTask(name, compileSource(words.hold_task), at)];
}

function crmPart(file: SourceFile, name: string, words: CrmInput): Omit<CrmRecordRule, "name" | "object" | "at" | "when" | "set"> {
  const rematch = words.rematch ? parseDuration(words.rematch) : null;
  return {
    kind: "crm",
    find_by: words.find_by?.flatMap((key, index) => findKeys(file, key, ["records", name, "find_by", index])) ?? null,
    find: findPart(words.find),
    if_missing: words.if_missing ?? "skip",
    if_several: words.if_several ?? "latest",
    rematchMs: rematch && "ms" in rematch ? rematch.ms : null,
    reads: [],
  };
}

function findKeys(file: SourceFile, key: NonNullable<CrmInput["find_by"]>[number], path: (string | number)[]) {
  return Object.entries(key).map(([property, words]) => ({
    property,
    source: compileSource(words),
    at: `${file.name}:${file.line([...path, property])}`,
  }));
}

function findPart(find: CrmInput["find"]): CrmRecordRule["find"] {
  if (!find) return null;
  return {
    through: find.through ?? "contact",
    pipeline: find.pipeline ?? null,
    open: find.open ?? null,
    pick: find.pick ?? "latest",
    where: Object.entries(find.where ?? {}).map(([property, values]) => ({ property, values: [values].flat() })),
  };
}

function activityPart(file: SourceFile, name: string, words: ActivityInput): Omit<ActivityRule, "name" | "object" | "at" | "when" | "set"> {
  return {
    kind: "activity",
    body: words.body === undefined ? null : { template: words.body, at: `${file.name}:${file.line(["records", name, "body"])}` },
    timestamp: words.at === undefined ? null : compileSource(words.at),
    owner: words.owner ?? null,
    on: words.on === undefined ? null : [words.on].flat(),
    rollUp: words.roll_up ?? null,
  };
}
