/**
 * HubSpot's own names for what a mapping calls contact, note, body, time: one table, so that nothing else needs to know them.
 * Association types are HubSpot's (HUBSPOT_DEFINED), and their direction matters.
 */

interface ActivityInput {
  body: string;
  /** What it is called in lists; notes have no title. */
  title: string | null;
  /** Everything that we write of it without a mapping's asking. */
  properties: string[];
}

export const ACTIVITIES: Record<string, ActivityInput> = {
  notes: { body: "hs_note_body", title: null, properties: ["hs_timestamp", "hs_note_body", "hubspot_owner_id"] },
  calls: {
    body: "hs_call_body",
    title: "hs_call_title",
    properties: [
      "hs_timestamp",
      "hs_call_title",
      "hs_call_body",
      "hs_call_duration",
      "hs_call_direction",
      "hs_call_status",
      "hs_call_disposition",
      "hs_call_from_number",
      "hs_call_to_number",
      "hs_call_recording_url",
      "hubspot_owner_id",
    ],
  },
  tasks: {
    body: "hs_task_body",
    title: "hs_task_subject",
    properties: [
      "hs_timestamp",
      "hs_task_subject",
      "hs_task_body",
      "hs_task_status",
      "hs_task_priority",
      "hs_task_type",
      "hubspot_owner_id",
    ],
  },
  meetings: {
    body: "hs_meeting_body",
    title: "hs_meeting_title",
    properties: [
      "hs_timestamp",
      "hs_meeting_title",
      "hs_meeting_body",
      "hs_meeting_start_time",
      "hs_meeting_end_time",
      "hs_meeting_outcome",
      "hubspot_owner_id",
    ],
  },
};

/** Record names that mean an object type; any other name says which with `object:`. */
export const OBJECT_OF_NAME: Record<string, string> = {
  contact: "contacts",
  company: "companies",
  deal: "deals",
  ticket: "tickets",
  note: "notes",
  call: "calls",
  task: "tasks",
  meeting: "meetings",
};

/** HubSpot's own unlabelled types, from an object of the first kind to one of the second. What is not here differs from portal to portal. */
const ASSOCIATION_TYPES: Record<string, Record<string, number>> = {
  notes: { contacts: 202, companies: 190, deals: 214, tickets: 228 },
  calls: { contacts: 194, companies: 182, deals: 206, tickets: 220 },
  tasks: { contacts: 204, companies: 192, deals: 216, tickets: 230 },
  meetings: { contacts: 200, companies: 188, deals: 212, tickets: 226 },
  contacts: { contacts: 449, companies: 279, deals: 4, tickets: 15 },
  companies: { contacts: 280, companies: 450, deals: 342, tickets: 340 },
  deals: { contacts: 3, companies: 341, deals: 451, tickets: 27 },
  tickets: { contacts: 16, companies: 339, deals: 28, tickets: 452 },
};

/** What HubSpot calls an association when it is made together with the record. */
export interface AssociationType {
  category: "HUBSPOT_DEFINED" | "USER_DEFINED" | "INTEGRATOR_DEFINED";
  typeId: number;
}

/** Every object type that has a name of its own. */
export const OBJECTS = Object.values(OBJECT_OF_NAME);

export const isActivity = (object: string): boolean => object in ACTIVITIES;
export const bodyProperty = (object: string): string => ACTIVITIES[object]?.body ?? "hs_body";
export const activityProperties = (object: string): string[] => ACTIVITIES[object]?.properties ?? [];
/** Null: the portal has to be asked. */
export function associationType(from: string, to: string): AssociationType | null {
  const typeId = ASSOCIATION_TYPES[from]?.[to];
  return typeId === undefined ? null : { category: "HUBSPOT_DEFINED", typeId };
}
/** The name of a pair of object types, the one it leads from first. */
export const pairName = (from: string, to: string): string => `${from}>${to}`;
export const hasPipelines = (object: string): boolean => object === "deals" || object === "tickets";
/** The property that holds the stage, and the one that holds the pipeline. */
export const stageProperty = (object: string): string => (object === "deals" ? "dealstage" : "hs_pipeline_stage");
export const pipelineProperty = (object: string): string => (object === "deals" ? "pipeline" : "hs_pipeline");
