/** The names that mappings read: the sender's documented ones, and what we derive (`call.*`). Read by the check and by the reference. */

import { WEEKDAYS } from "../normalize/clock.ts";

export type NameType = "text" | "number" | "yes/no" | "date" | "list" | "group";

export interface KnownName {
  type: NameType;
  describe: string;
  /** Any name may follow: the assistant's own variables. */
  open?: true;
  /** All that it can be, where we make it ourselves; what the sender sends is never closed. */
  values?: readonly string[];
}

const text = (describe: string): KnownName => ({ type: "text", describe });
/** One of a few words of ours; `more` is said behind them. */
const word = (values: readonly string[], more = ""): KnownName => {
  const all = values.map((value) => `\`${value}\``);
  return { type: "text", describe: `${all.slice(0, -1).join(", ")} or ${all.at(-1)}${more}`, values };
};
const number = (describe: string): KnownName => ({ type: "number", describe });
const date = (describe: string): KnownName => ({ type: "date", describe });
const list = (describe: string): KnownName => ({ type: "list", describe });
const group = (describe: string): KnownName => ({ type: "group", describe });
const variables = (describe: string): KnownName => ({ type: "group", describe, open: true });

const campaign: [string, KnownName][] = [
  ["", group("the campaign")],
  [".id", number("the campaign's number")],
  [".name", text("the campaign's name")],
  [".status", text("the campaign's status")],
  [".allowed_hours_start_time", text("from when it may call")],
  [".allowed_hours_end_time", text("until when it may call")],
  [".allowed_days", list("on which days it may call")],
  [".max_calls_in_parallel", number("calls at the same time")],
  [".max_retries", number("attempts for each lead")],
  [".retry_interval", number("minutes between attempts")],
  [".created_at", date("when the campaign was created")],
  [".updated_at", date("when the campaign was last changed")],
];
const campaignAt = (root: string) => Object.fromEntries(campaign.map(([part, name]) => [root + part, name]));

export const NAMES: Readonly<Record<string, KnownName>> = {
  id: number("the call's number at OtoniStark"),
  status: text("how the call ended: `completed`, `no-answer`, `busy`, `voicemail`, `failed`, …"),
  duration: number("seconds"),
  customer_phone: text("the customer's number, `+5511987654321`; blank for web calls"),
  assistant_phone: text("the number the assistant used"),
  extracted_variables: variables("what the assistant found out; your own variables by the names you gave them"),
  "extracted_variables.status": { type: "yes/no", describe: "whether the call reached its goal (not the call's `status`)" },
  "extracted_variables.summary": text("the call in a few words"),
  input_variables: variables("what the assistant knew before the call, by the names you gave them"),
  transcript: text("the conversation as it was sent; better read `call.transcript`"),
  formatted_transcript: text("the conversation as OtoniStark formats it; better read `call.transcript`"),
  recording_url: text("the link to the recording"),
  created_at: date("when the call began"),
  finished_at: date("when the call was last changed at OtoniStark; for its end read `call.ended_at`"),
  assistant_id: text("the assistant's id"),
  assistant_name: text("the assistant's name"),
  type: text("`inbound`, `outbound` or `web`, where sent; better read `call.direction`"),
  ended_by: text("who ended the call, where sent"),
  transfers: list("calls that were passed on"),
  "transfers.id": number("the transfer's number"),
  "transfers.status": text("how it ended"),
  "transfers.transfer_to": text("to whom it was passed on"),
  "transfers.duration": number("seconds"),
  "transfers.carrier_cost": number("what it cost"),
  "transfers.transcript": text("its conversation"),
  "transfers.formatted_transcript": text("its conversation as OtoniStark formats it"),
  "transfers.recording_url": text("the link to its recording"),
  "transfers.created_at": date("when it began"),
  "transfers.finished_at": date("when it ended"),
  lead: group("the campaign's lead; blank when the call is of no campaign"),
  "lead.id": number("the lead's number"),
  "lead.phone_number": text("the lead's phone number"),
  "lead.status": text("where the lead stands in its campaign"),
  "lead.variables": variables("what the campaign knows of the lead, by the names you gave them"),
  "lead.call_tries": number("how often the lead was called"),
  "lead.created_at": date("when the lead was created"),
  "lead.updated_at": date("when the lead was last changed"),
  ...campaignAt("lead.campaign"),
  ...campaignAt("campaign"),
  call: group("what we derive"),
  "call.direction": word(["inbound", "outbound", "web", "unknown"], " where nothing tells"),
  "call.answered": { type: "yes/no", describe: "whether somebody took the call" },
  "call.outcome": word(["goal_reached", "talked", "no_answer", "busy", "voicemail", "failed"]),
  "call.hung_up": {
    type: "yes/no",
    describe: "whether whoever took the call hung up at once, or said nothing: then there is no goal to speak of",
  },
  "call.outcome_text": text(
    "how it went, in words of the mapping's `language`: `Goal reached`, `Goal not reached` (where somebody talked), `Hung up after 8 s`, `Voicemail`, …",
  ),
  "call.direction_text": text("`Incoming call`, `Outgoing call`, `Call from the website` or `Call`, in the mapping's `language`"),
  "call.details_text": text(
    "the call's facts on a line, those that there are: direction, end, number, length, assistant, campaign, attempt: `Outgoing call · 31/12/2026 15:30 · +55 11 98765-4321 · 2 min 5 s · Campaign: Renewals · attempt 2`",
  ),
  "call.transfers_text": text("to whom the call was passed on and whether they talked, a line for each, in the mapping's `language`"),
  "call.attempt": number("which attempt for this lead it was"),
  "call.started_at": date("when the call began"),
  "call.ended_at": date("when the call ended"),
  "call.weekday": word(WEEKDAYS, ": the day on which the call ended, in the mapping's time zone"),
  "call.time_of_day": text("when the call ended, by the clock in the mapping's time zone: `18:05`"),
  "call.working_time": { type: "yes/no", describe: "whether the call ended within this file's `working_time`" },
  "call.transcript": text("the conversation as plain text, a line for each turn"),
  "call.transcript_html": text("the conversation for a `body`, with who said it"),
  "call.turns": list("the conversation's turns"),
  "call.turns.speaker": text("`assistant` or `customer`"),
  "call.turns.text": text("what was said"),
  "call.turns.at": number("seconds since the call began"),
  "call.mapping": text("this mapping's name"),
};

/** Read with `variables:`: these three are checked against it when it is there. */
export const VARIABLE_GROUPS = ["extracted_variables", "input_variables", "lead.variables"] as const;
