/** What the portal knows about a kind of record. */
export interface ObjectType {
  /** plural, as in paths: `contacts` */
  name: string;
  singular: string;
  typeId: string;
  /** the scope family: `contacts` also covers notes, calls and tasks */
  scope: string;
  activity: boolean;
  createdProperty: string;
  modifiedProperty: string;
  /** what a read answers when it names no properties */
  shown: string[];
  /** every one of these must be set on create */
  required: string[];
  /** at least one of these must be set on create */
  requiredAny: string[];
  /** the property holding the name people know the record by */
  title: string;
  pipelineProperty?: string;
  stageProperty?: string;
}

const crm = { activity: false, createdProperty: "createdate", modifiedProperty: "hs_lastmodifieddate", required: [], requiredAny: [] };
const activity = {
  activity: true,
  scope: "contacts",
  createdProperty: "hs_createdate",
  modifiedProperty: "hs_lastmodifieddate",
  shown: [],
  required: ["hs_timestamp"],
  requiredAny: [],
};

export const STANDARD_OBJECT_TYPES: readonly ObjectType[] = [
  {
    ...crm,
    name: "contacts",
    singular: "contact",
    typeId: "0-1",
    scope: "contacts",
    modifiedProperty: "lastmodifieddate",
    shown: ["email", "firstname", "lastname"],
    requiredAny: ["email", "firstname", "lastname"],
    title: "email",
  },
  {
    ...crm,
    name: "companies",
    singular: "company",
    typeId: "0-2",
    scope: "companies",
    shown: ["name", "domain"],
    requiredAny: ["name", "domain"],
    title: "name",
  },
  {
    ...crm,
    name: "deals",
    singular: "deal",
    typeId: "0-3",
    scope: "deals",
    shown: ["amount", "closedate", "dealname", "dealstage", "pipeline"],
    required: ["dealname", "dealstage"],
    title: "dealname",
    pipelineProperty: "pipeline",
    stageProperty: "dealstage",
  },
  {
    ...crm,
    name: "tickets",
    singular: "ticket",
    typeId: "0-5",
    scope: "tickets",
    shown: ["subject", "content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority"],
    required: ["subject", "hs_pipeline_stage"],
    title: "subject",
    pipelineProperty: "hs_pipeline",
    stageProperty: "hs_pipeline_stage",
  },
  { ...activity, name: "notes", singular: "note", typeId: "0-46", title: "hs_note_body" },
  { ...activity, name: "calls", singular: "call", typeId: "0-48", title: "hs_call_title" },
  { ...activity, name: "tasks", singular: "task", typeId: "0-27", title: "hs_task_subject" },
  { ...activity, name: "emails", singular: "email", typeId: "0-49", title: "hs_email_subject" },
  { ...activity, name: "meetings", singular: "meeting", typeId: "0-47", title: "hs_meeting_title" },
];

/** A custom object, as `portal.defineObject` takes it. */
export interface CustomObject {
  /** fully qualified: `p12345_visits` */
  name: string;
  title: string;
  required?: string[];
  shown?: string[];
}

export function customObjectType(custom: CustomObject, number: number): ObjectType {
  return {
    ...crm,
    name: custom.name,
    singular: custom.name,
    typeId: `2-${number}`,
    scope: "custom",
    createdProperty: "hs_createdate",
    shown: custom.shown ?? [custom.title],
    required: custom.required ?? [custom.title],
    title: custom.title,
  };
}

/** Every way a path may name the type: plural, singular, type id. */
export function namesOf(type: ObjectType): string[] {
  return [type.name, type.singular, type.typeId];
}
