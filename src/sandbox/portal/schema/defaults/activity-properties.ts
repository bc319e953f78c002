import type { PropertyRow } from "./property-table.ts";

const ACTIVITY: readonly PropertyRow[] = [
  ["hs_timestamp", "datetime", "Activity date"],
  ["hs_attachment_ids", "checks", "Attached file IDs"],
  ["hs_body_preview", "text", "Body preview", "calculated"],
  ["hs_activity_type", "select", "Call and meeting type", { "Sales Discovery": "Sales Discovery", "Product Demo": "Product Demo" }],
];

export const NOTE_PROPERTIES: readonly PropertyRow[] = [...ACTIVITY, ["hs_note_body", "html", "Note body"]];

const CALL_STATUSES = {
  BUSY: "Busy",
  CALLING_CRM_USER: "Calling CRM user",
  CANCELED: "Canceled",
  COMPLETED: "Completed",
  CONNECTING: "Connecting",
  FAILED: "Failed",
  IN_PROGRESS: "In progress",
  MISSED: "Missed",
  NO_ANSWER: "No answer",
  QUEUED: "Queued",
  RINGING: "Ringing",
};

/** GUIDs of the outcomes that every portal has. */
const CALL_DISPOSITIONS = {
  "9d9162e7-6cf3-4944-bf63-4dff82258764": "Busy",
  "f240bbac-87c9-4f6e-bf70-924b57d47db7": "Connected",
  "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": "Left live message",
  "b2cf5968-551e-4856-9783-52b3da59a7d0": "Left voicemail",
  "73a0d17f-1163-4015-bdd5-ec830791da20": "No answer",
  "17b47fee-58de-441e-a44c-c6300d46f273": "Wrong number",
};

export const CALL_PROPERTIES: readonly PropertyRow[] = [
  ...ACTIVITY,
  ["hs_call_title", "text", "Call Title"],
  ["hs_call_body", "html", "Call notes"],
  ["hs_call_duration", "number", "Call duration"],
  ["hs_call_direction", "select", "Call direction", { INBOUND: "Inbound", OUTBOUND: "Outbound" }],
  ["hs_call_status", "select", "Call status", CALL_STATUSES],
  ["hs_call_disposition", "select", "Call outcome", CALL_DISPOSITIONS],
  ["hs_call_from_number", "text", "From Number"],
  ["hs_call_to_number", "text", "To Number"],
  ["hs_call_recording_url", "text", "Recording URL"],
  ["hs_call_source", "select", "Call source", { INTEGRATIONS_PLATFORM: "Integrations platform" }],
  ["hs_call_callee_object_id", "number", "Callee object id"],
  ["hs_call_callee_object_type_id", "text", "Callee object type"],
  ["hs_call_external_id", "text", "External ID"],
];

export const TASK_PROPERTIES: readonly PropertyRow[] = [
  ...ACTIVITY,
  ["hs_task_subject", "text", "Task Title"],
  ["hs_task_body", "html", "Task Notes"],
  [
    "hs_task_status",
    "select",
    "Task Status",
    { NOT_STARTED: "Not started", IN_PROGRESS: "In progress", COMPLETED: "Completed", WAITING: "Waiting", DEFERRED: "Deferred" },
  ],
  ["hs_task_priority", "select", "Priority", { NONE: "None", LOW: "Low", MEDIUM: "Medium", HIGH: "High" }],
  ["hs_task_type", "select", "Task Type", { EMAIL: "Email", CALL: "Call", TODO: "To-do" }],
  ["hs_task_reminders", "text", "Reminders"],
  ["hs_queue_membership_ids", "checks", "Queue"],
  ["hs_task_completion_date", "datetime", "Completed at", "read-only"],
];

export const EMAIL_PROPERTIES: readonly PropertyRow[] = [
  ...ACTIVITY,
  ["hs_email_subject", "text", "Email subject"],
  ["hs_email_html", "html", "Email body"],
];

export const MEETING_PROPERTIES: readonly PropertyRow[] = [
  ...ACTIVITY,
  ["hs_meeting_title", "text", "Meeting name"],
  ["hs_meeting_body", "html", "Meeting description"],
  ["hs_internal_meeting_notes", "html", "Internal meeting notes"],
  ["hs_meeting_location", "text", "Meeting location"],
  ["hs_meeting_external_url", "text", "External URL"],
  ["hs_meeting_start_time", "datetime", "Meeting start time"],
  ["hs_meeting_end_time", "datetime", "Meeting end time"],
  [
    "hs_meeting_outcome",
    "select",
    "Meeting outcome",
    { SCHEDULED: "Scheduled", COMPLETED: "Completed", RESCHEDULED: "Rescheduled", NO_SHOW: "No show", CANCELED: "Canceled" },
  ],
];
