import { type Phrase, say } from "../../language/phrases.ts";
import { asText } from "../../html/show-value.ts";
import { ACTIVITIES } from "../../hubspot/model/objects.ts";
import { isBlank, readPath } from "../../mapping/paths.ts";
import { cutText } from "../../normalize/cut-text.ts";
import { readPhone } from "../../normalize/phone.ts";
import type { PlanContext } from "../types.ts";

/** What an activity says without a mapping's asking, besides its body, time and owner. Null: nothing. `begins`: when a meeting does (ISO), and whether that is known. */
export function activityDefaults(
  object: string,
  begins: { at: string; isKnown: boolean },
  context: PlanContext,
): Record<string, string | null> {
  if (object === "calls") return callDefaults(context);
  if (object === "meetings") return meetingDefaults(begins, context);
  return object === "tasks" ? taskDefaults(context) : {};
}

/** HubSpot's ids of the outcomes that every portal begins with. */
const DISPOSITIONS: Record<string, string> = {
  goal_reached: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
  talked: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
  no_answer: "73a0d17f-1163-4015-bdd5-ec830791da20",
  busy: "9d9162e7-6cf3-4944-bf63-4dff82258764",
  voicemail: "b2cf5968-551e-4856-9783-52b3da59a7d0",
};
const STATUSES: Record<string, string> = {
  goal_reached: "COMPLETED",
  talked: "COMPLETED",
  voicemail: "COMPLETED",
  no_answer: "NO_ANSWER",
  busy: "BUSY",
  failed: "FAILED",
};
const DIRECTIONS: Record<string, string> = { inbound: "INBOUND", outbound: "OUTBOUND" };

function callDefaults(context: PlanContext): Record<string, string | null> {
  const { names, settings, portalSchema } = context;
  const read = (path: string) => asText(readPath(names, path));
  const outcome = read("call.outcome") || (readPath(names, "call.answered") === false ? "no_answer" : "talked");
  const [customer, assistant] = [numberOf(read("customer_phone"), settings.country), numberOf(read("assistant_phone"), settings.country)];
  const isInbound = read("call.direction") === "inbound";
  const seconds = Number(read("duration") || Number.NaN);
  return {
    hs_call_title: titled("AI call", context),
    hs_call_duration: Number.isFinite(seconds) ? String(Math.round(seconds * 1000)) : null,
    hs_call_direction: DIRECTIONS[read("call.direction")] ?? null,
    hs_call_status: STATUSES[outcome] ?? "COMPLETED",
    hs_call_disposition:
      portalSchema.properties["calls"]?.["hs_call_disposition"]?.options.find(({ value }) => value === DISPOSITIONS[outcome])?.value ??
      null,
    hs_call_from_number: isInbound ? customer : assistant,
    hs_call_to_number: isInbound ? assistant : customer,
    hs_call_recording_url: playable(read("recording_url")),
  };
}

function taskDefaults(context: PlanContext): Record<string, string | null> {
  return {
    hs_task_subject: titled("Follow up on the AI call", context),
    hs_task_status: "NOT_STARTED",
    hs_task_priority: "MEDIUM",
    hs_task_type: "TODO",
  };
}

/** As HubSpot's own form proposes. */
const MEETING_MS = 30 * 60_000;

/** One that lies ahead is planned, and so is one of which nobody knows when; the call itself, entered as one, has taken place. */
function meetingDefaults({ at, isKnown }: { at: string; isKnown: boolean }, context: PlanContext): Record<string, string | null> {
  const start = Date.parse(at);
  return {
    hs_meeting_title: titled("Meeting agreed in the AI call", context),
    hs_meeting_start_time: at,
    hs_meeting_end_time: new Date(start + MEETING_MS).toISOString(),
    hs_meeting_outcome: !isKnown || start > Date.parse(context.call.endedAt) ? "SCHEDULED" : "COMPLETED",
  };
}

const LONGEST_TITLE = 120;

function titled(phrase: Phrase, { names, mapping: { language } }: PlanContext): string {
  const title = say(phrase, language);
  const summary = readPath(names, "extracted_variables.summary");
  const whole = isBlank(summary) ? title : `${title}: ${asText(summary).replace(/\s+/g, " ").trim()}`;
  return cutText(whole, LONGEST_TITLE);
}

function numberOf(text: string, country: string | null): string | null {
  const phone = readPhone(text, country);
  return "none" in phone ? null : phone.e164;
}

/** HubSpot plays only these; any other recording is linked in the body. */
export function playable(address: string): string | null {
  const url = URL.parse(address);
  return url?.protocol === "https:" && /\.(?:mp3|wav)$/i.test(url.pathname) ? address : null;
}

const SET_ONCE = new Set(["tasks", "meetings"]);

/** What is set once: a person may have moved, finished or given away the task, or the meeting, since. */
export function isSetOnce(object: string, property: string): boolean {
  const words = ACTIVITIES[object];
  return property === "hubspot_owner_id" || (SET_ONCE.has(object) && property !== words?.body && property !== words?.title);
}
