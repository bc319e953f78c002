import type { ActivityRule, CrmRecordRule, RecordRule } from "../mapping/compiled-mapping.ts";
import type { PlannedRecord } from "./types.ts";

/** Objects that a new record of this kind is created under, where the same file has one. */
const PARENTS: Record<string, string[]> = {
  contacts: ["companies"],
  companies: [],
  deals: ["contacts", "companies"],
  tickets: ["contacts", "companies", "deals"],
};
const PARENTS_OF_CUSTOM = ["contacts", "companies", "deals", "tickets"];

/** The records of the file that a new one may be associated with, where they exist. */
export function mayAssociate(rule: RecordRule, records: RecordRule[]): RecordRule[] {
  const others = records.filter((other) => other !== rule && other.kind === "crm");
  if (rule.kind === "activity") return others.filter(({ name }) => rule.on === null || rule.on.includes(name));
  const objects = PARENTS[rule.object] ?? PARENTS_OF_CUSTOM;
  return others.filter(({ name, object }) => objects.includes(object) || rule.find?.through === name || rule.on?.includes(name));
}

/** Whether the record is, or will be, in HubSpot. */
function exists({ action }: PlannedRecord): boolean {
  return action === "create" || action === "update" || action === "unchanged";
}

/** The records that a new CRM record is associated with; the one it would have been found through among them. */
function parentsOf(rule: CrmRecordRule, record: PlannedRecord, planned: Map<string, PlannedRecord>): string[] {
  if (record.action !== "create") return [];
  const objects = PARENTS[rule.object] ?? PARENTS_OF_CUSTOM;
  const above = [...planned.values()]
    .filter((other) => other !== record && other.kind === "crm" && objects.includes(other.object) && exists(other))
    .map(({ name }) => name);
  const through = rule.find ? planned.get(rule.find.through) : undefined;
  // A new contact is created under a new company, not the other way round.
  const isBelow =
    through !== undefined &&
    exists(through) &&
    !(through.action === "create" && (PARENTS[through.object] ?? PARENTS_OF_CUSTOM).includes(rule.object));
  return isBelow && !above.includes(through.name) ? [...above, through.name] : above;
}

/** All that a CRM record is associated with: what every new one is, and, new or found, what its `on` names. */
export function associatedWith(rule: CrmRecordRule, record: PlannedRecord, planned: Map<string, PlannedRecord>): string[] {
  const further = exists(record) ? (rule.on ?? []).filter((name) => isThere(planned.get(name))) : [];
  return [...new Set([...parentsOf(rule, record, planned), ...further])];
}

const isThere = (record: PlannedRecord | undefined): boolean => record !== undefined && exists(record);

/** What an activity is associated with, and what of it is missing: `waitsFor` a person's decision, or `without` any record at all. */
export interface AssociationTargets {
  on: string[];
  waitsFor: PlannedRecord | null;
  without: string | null;
}

export function associationTargets(rule: ActivityRule, planned: Map<string, PlannedRecord>): AssociationTargets {
  const crm = [...planned.values()].filter(({ kind }) => kind === "crm");
  const wanted = rule.on === null ? crm : crm.filter(({ name }) => rule.on?.includes(name));
  const on = wanted.filter(exists).map(({ name }) => name);
  const waitsFor = wanted.find(({ action, object }) => action === "hold" && (object === "contacts" || on.length === 0)) ?? null;
  const isAlone = wanted.length > 0 && on.length === 0;
  return {
    on,
    waitsFor,
    without: isAlone
      ? `there is no record to put it on (${wanted.map(({ name, why }) => `${name}: ${why ?? "skipped"}`).join("; ")})`
      : null,
  };
}
