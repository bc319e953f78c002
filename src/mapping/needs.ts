import { isActivity, pipelineProperty, stageProperty } from "../hubspot/objects.ts";
import { pathsOf } from "./conditions.ts";
import type { CrmRecordRule, Mapping, RecordRule, SetRule, Source } from "./mapping.ts";
import { segments } from "./paths.ts";
import { readTemplate } from "./template/read-template.ts";

const known = new WeakMap<Mapping, Map<string, string[]>>();

/** Every property that planning reads of a record: those it sets, and those that templates and conditions name. */
export function propertiesOf(record: CrmRecordRule, mapping: Mapping): string[] {
  let all = known.get(mapping);
  if (!all) known.set(mapping, (all = new Map()));
  let properties = all.get(record.name);
  if (!properties) all.set(record.name, (properties = [...new Set([...ownProperties(record), ...namedProperties(record, mapping)])]));
  return properties;
}

const counters = new WeakMap<SetRule, boolean>();

/** Whether a rule makes its value of what its own property holds, as a counter does. */
export function readsItself(set: SetRule, record: string): boolean {
  const before = counters.get(set);
  if (before !== undefined) return before;
  const reads = sourcePaths(set.source).some((path) => {
    const [root, property] = segments(path);
    return root === record && property === set.property;
  });
  counters.set(set, reads);
  return reads;
}

/** Whether a condition or template can only be judged once the records are known. */
export function readsRecords(paths: string[], mapping: Mapping): boolean {
  return paths.some((path) => isRecordPath(path, mapping));
}

function isRecordPath(path: string, mapping: Mapping): boolean {
  const root = segments(path)[0];
  return mapping.records.some((record) => record.name === root && !isActivity(record.object));
}

function ownProperties(record: CrmRecordRule): string[] {
  const set = record.set.map(({ property }) => property);
  const phones = record.object === "contacts" && set.includes("firstname") ? ["phone", "mobilephone"] : [];
  const pipeline =
    set.includes(stageProperty(record.object)) && record.object !== "contacts" && record.object !== "companies"
      ? [pipelineProperty(record.object)]
      : [];
  return [...set, ...phones, ...pipeline];
}

function namedProperties(record: CrmRecordRule, mapping: Mapping): string[] {
  const paths = mapping.records.flatMap(pathsRead);
  const named = paths.map(segments).filter(([root, property]) => root === record.name && property !== undefined);
  const owned = mapping.records.some((rule) => rule.kind === "activity" && rule.owner === "contact") && record.object === "contacts";
  return [...named.map(([, property]) => property as string), ...(owned ? ["hubspot_owner_id"] : [])];
}

function pathsRead(rule: RecordRule): string[] {
  const sources = rule.set.map(({ source }) => source);
  if (rule.kind === "crm")
    return [...pathsOf(rule.when), ...[...sources, ...(rule.find_by ?? []).map(({ source }) => source)].flatMap(sourcePaths)];
  const body: Source[] = rule.body === null ? [] : [{ kind: "template", template: rule.body.template }];
  return [...pathsOf(rule.when), ...[...sources, ...body, ...(rule.timestamp ? [rule.timestamp] : [])].flatMap(sourcePaths)];
}

function sourcePaths(source: Source): string[] {
  if (source.kind === "from") return [source.path];
  return source.kind === "template" ? readTemplate(source.template).names.map(({ path }) => path) : [];
}
