import { pipelineProperty, stageProperty } from "../../hubspot/model/objects.ts";
import type { Condition, CrmRecordRule, OwnerRule, RecordRule, SetRule, Source, TimeRule } from "../../mapping/compiled-mapping.ts";
import { pathsOf } from "../../mapping/conditions.ts";
import { segments } from "../../mapping/paths.ts";
import { readTemplate } from "../template/read-template.ts";

/** Every property that planning reads of a record: those it sets, and those that templates and conditions name. */
export function propertiesOf(record: CrmRecordRule, records: RecordRule[]): string[] {
  return [...new Set([...ownProperties(record), ...namedProperties(record, records)])];
}

/** Whether a rule makes its value of what its own property holds, as a counter does. */
export function readsItself(set: Pick<SetRule, "source" | "property">, record: string): boolean {
  return sourcePaths(set.source).some((path) => {
    const [root, property] = segments(path);
    return root === record && property === set.property;
  });
}

/** Every name that a mapping reads by itself, such as `extracted_variables.budget`; a whole group that is shown as a table names none of its own. */
export function namesRead(when: Condition | null, records: RecordRule[]): string[] {
  return [...new Set([...pathsOf(when), ...records.flatMap(pathsRead)])].sort();
}

function ownProperties(record: CrmRecordRule): string[] {
  const set = record.set.map(({ property }) => property);
  const phones = record.object === "contacts" && (set.includes("firstname") || set.includes("phone")) ? ["phone", "mobilephone"] : [];
  const pipeline =
    set.includes(stageProperty(record.object)) && record.object !== "contacts" && record.object !== "companies"
      ? [pipelineProperty(record.object)]
      : [];
  return [...set, ...phones, ...pipeline];
}

function namedProperties(record: CrmRecordRule, records: RecordRule[]): string[] {
  const paths = records.flatMap(pathsRead);
  const named = paths.map(segments).filter(([root, property]) => root === record.name && property !== undefined);
  const owned = records.some((rule) => rule.kind === "activity" && namesOwner(rule.owner, record.name));
  return [...named.map(([, property]) => property as string), ...(owned ? ["hubspot_owner_id"] : [])];
}

/** Whether an activity may be whoever's that record is. */
function namesOwner(owner: OwnerRule | null, record: string): boolean {
  if (owner?.kind === "record") return owner.record === record;
  return owner?.kind === "by_value" && [...Object.values(owner.map), owner.otherwise].some((one) => namesOwner(one, record));
}

function pathsRead(rule: RecordRule): string[] {
  const sources = rule.set.map(({ source }) => source);
  const conditions = [rule.when, ...rule.set.map(({ when }) => when ?? null)].flatMap(pathsOf);
  if (rule.kind === "crm")
    return [...conditions, ...[...sources, ...(rule.find_by ?? []).map(({ source }) => source)].flatMap(sourcePaths)];
  const body: Source[] = rule.body === null ? [] : [{ kind: "template", template: rule.body.template }];
  return [...conditions, ...[...sources, ...body, ...timeSources(rule.time), ...ownerSources(rule.owner)].flatMap(sourcePaths)];
}

function timeSources(time: TimeRule | null): Source[] {
  return time?.kind === "source" ? [time.source, ...timeSources(time.otherwise)] : [];
}

function ownerSources(owner: OwnerRule | null): Source[] {
  return owner?.kind === "by_value" ? [owner.source] : [];
}

function sourcePaths(source: Source): string[] {
  if (source.kind === "from") return [source.path];
  return source.kind === "template" ? readTemplate(source.template).names.map(({ path }) => path) : [];
}
