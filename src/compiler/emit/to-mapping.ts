import type { DeclaredProperty } from "../../mapping/declared-property.ts";
import type { Language } from "../../language/language.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import type { ActivityRule, CrmRecordRule, KeyRule, Mapping, RecordRule } from "../../mapping/compiled-mapping.ts";
import { compileFurther, compileOn, compileOwner, compileTime, compileWorkingTime } from "./activity.ts";
import { parseDuration } from "./duration.ts";
import { withFurtherNotes } from "./further-notes.ts";
import { foldTexts } from "./fold-texts.ts";
import { holdTask } from "./hold-task.ts";
import { namesRead, propertiesOf, readsItself } from "./reads.ts";
import type { MappingInput } from "../schema/mapping-file.ts";
import type { ActivityInput, CrmInput } from "../schema/records.ts";
import { declaredTypes, objectOf, scopeOf } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { compileCondition } from "./to-condition.ts";
import { compileKeyRule, compileSet, compileSource } from "./to-value.ts";

/** A checked file as the planner reads it. */
export function toMapping(file: SourceFile, words: MappingInput): Mapping {
  const all = Object.entries(words.records).filter(([, record]) => record !== undefined) as [string, CrmInput | ActivityInput][];
  const scope: RecordScope = { working: words.working_time, crm: scopeOf(words).crm, language: words.language ?? "en" };
  const records = all.flatMap(([name, record]) => [
    ...withFurtherNotes(toRecord(file, name, record, scope)),
    ...questionOf(file, name, record, words.language ?? "en"),
  ]);
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
    ...(words.working_time && { workingTime: compileWorkingTime(words.working_time) }),
    language: words.language ?? "en",
    ...(words.labels && { labels: words.labels }),
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
      at: file.at(["properties", object, name]),
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

/** What of the file a record's words may speak of. */
interface RecordScope {
  working: MappingInput["working_time"];
  crm: ReadonlySet<string>;
  language: Language;
}

function toRecord(file: SourceFile, name: string, words: CrmInput | ActivityInput, scope: RecordScope): RecordRule {
  const object = objectOf(name, words);
  const base = {
    name,
    object,
    at: file.at(["records", name]),
    when: words.when ? compileCondition(words.when, scope.crm) : null,
    set: compileSet(file, words.set ?? {}, ["records", name, "set"], scope.crm).map((set) => ({
      ...set,
      readsItself: readsItself(set, name),
    })),
  };
  return isActivity(object)
    ? { ...base, ...activityPart(file, name, words as ActivityInput, scope) }
    : { ...base, ...crmPart(file, name, words as CrmInput) };
}

/** `hold_task`, as the task that it is. */
function questionOf(file: SourceFile, name: string, words: CrmInput | ActivityInput, language: Language): ActivityRule[] {
  if (!("hold_task" in words) || words.hold_task === undefined) return [];
  const at = file.at(["records", name, "hold_task"]);
  return [holdTask(name, compileSource(words.hold_task), at, language)];
}

function crmPart(file: SourceFile, name: string, words: CrmInput): Omit<CrmRecordRule, "name" | "object" | "at" | "when" | "set"> {
  const rematch = words.rematch ? parseDuration(words.rematch) : null;
  return {
    kind: "crm",
    find_by: words.find_by?.flatMap((key, index) => findKeys(file, key, ["records", name, "find_by", index])) ?? null,
    find: findPart(words.find),
    ...compileFurther(words.on),
    if_missing: words.if_missing ?? "skip",
    if_several: words.if_several ?? "latest",
    rematchMs: rematch && "ms" in rematch ? rematch.ms : null,
    reads: [],
  };
}

function findKeys(file: SourceFile, key: NonNullable<CrmInput["find_by"]>[number], path: (string | number)[]): KeyRule[] {
  return Object.entries(key).map(([property, words]) => ({
    property,
    source: compileSource(words),
    ...compileKeyRule(words),
    at: file.at([...path, property]),
  }));
}

function findPart(find: CrmInput["find"]): CrmRecordRule["find"] {
  if (!find) return null;
  return {
    through: find.through ?? "contact",
    pipeline: find.pipeline ?? null,
    ...(find.stage !== undefined && { stages: [find.stage].flat().map(String) }),
    open: find.open ?? null,
    pick: find.pick ?? "latest",
    where: Object.entries(find.where ?? {}).map(([property, values]) => ({ property, values: [values].flat() })),
  };
}

function activityPart(
  file: SourceFile,
  name: string,
  words: ActivityInput,
  { working, crm, language }: RecordScope,
): Omit<ActivityRule, "name" | "object" | "at" | "when" | "set"> {
  return {
    kind: "activity",
    body: words.body === undefined ? null : { template: foldTexts(words.body, language), at: file.at(["records", name, "body"]) },
    time: words.at === undefined ? null : compileTime(words.at, working),
    ...(typeof words.at === "object" && words.at.write === "larger" && { movesLater: true as const }),
    owner: words.owner === undefined ? null : compileOwner(words.owner, crm),
    ...compileOn(words.on),
    rollUp: words.roll_up ?? null,
    ...(words.if_too_long === "second_note" && { ifTooLong: "second_note" as const }),
  };
}
