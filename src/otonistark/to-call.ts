import type { Call, FieldWarning, Turn } from "../call/call.ts";
import { derivedNames, lazily } from "../call/derived-names.ts";
import { readConversation } from "./conversation.ts";
import { type Variables, isBlank } from "./fields.ts";
import type { Lead, PostCall } from "./post-call-schema.ts";
import { readDate } from "./timestamps.ts";

/**
 * Our model of a delivery that holds to the schema. `receivedAt` stands in for dates that are missing or unreadable. What was said is read when
 * somebody asks for it: who takes the call in does not.
 */
export function callOf(post: PostCall, leadObject: Lead | null, receivedAt: string | undefined, warnings: FieldWarning[]): Call {
  const lead = leadOf(post, leadObject);
  const customerPhone = post.customer_phone ?? (isBlank(lead?.["phone_number"]) ? null : String(lead?.["phone_number"]).trim());
  const { startedAt, endedAt, finishedAt } = datesOf(post, receivedAt);
  const extracted = withGoal(post.extracted_variables);
  const derived = () =>
    derivedNames({
      type: post.type,
      status: post.status,
      duration: post.duration,
      customerPhone,
      startedAt,
      endedAt,
      conversation: readConversation(post.transcript, post.formatted_transcript, startedAt, post.duration),
      fromCampaign: lead !== null,
      goalReached: extracted["status"] === true,
      attempt: attemptOf(lead),
    });
  const names: Record<string, unknown> = {
    ...post,
    id: idName(post.id),
    customer_phone: customerPhone,
    extracted_variables: extracted,
    lead,
    campaign: lead?.["campaign"] ?? null,
    created_at: startedAt,
    finished_at: finishedAt,
  };
  const call = (): Record<string, unknown> => names["call"] as Record<string, unknown>;
  lazily(names, "call", derived);
  lazily(names, "transcript", () => call()["transcript"]);
  const leadId = lead?.["id"];
  return {
    id: post.id,
    startedAt,
    endedAt,
    customerPhone,
    leadId: isBlank(leadId) ? null : String(leadId),
    get turns() {
      return call()["turns"] as Turn[];
    },
    warnings,
    names,
  };
}

/** The campaign stands in the lead, or beside it: mappings find it at both places. */
function leadOf(post: PostCall, lead: Lead | null): Record<string, unknown> | null {
  const campaign = lead?.campaign ?? post.campaign;
  if (lead === null && post.lead === null && campaign === null) return null;
  return { variables: {}, ...post.lead, ...lead, campaign };
}

/** `status` among the extracted variables is the goal; relays make a text or a number of it. */
function withGoal(extracted: Variables): Variables {
  const said = String(extracted["status"]).toLowerCase();
  const goal = ["true", "1"].includes(said) ? true : ["false", "0"].includes(said) ? false : extracted["status"];
  return goal === extracted["status"] ? extracted : { ...extracted, status: goal };
}

/** The sender documents a number: mappings that compare ids get one where it can be. */
function idName(id: string): number | string {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
}

function attemptOf(lead: Record<string, unknown> | null): number | null {
  const tries = isBlank(lead?.["call_tries"]) ? Number.NaN : Number(lead?.["call_tries"]);
  return Number.isFinite(tries) ? tries : null;
}

/** A longer gap means that `finished_at` tells of a later change of the record: it does when a call is evaluated again. */
const LONGEST_CALL_MS = 4 * 3600 * 1000;

/** Two clocks may differ by this much; a call dated later than that is dated wrongly, and counts as received now. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The end is the start and the duration: `finished_at` moves whenever the platform touches its record. */
function datesOf(post: PostCall, receivedAt: string | undefined): { startedAt: string; endedAt: string; finishedAt: string | null } {
  const length = post.duration === null ? null : post.duration * 1000;
  const received = receivedAt === undefined ? 0 : Date.parse(receivedAt);
  const latest = receivedAt === undefined ? Number.POSITIVE_INFINITY : received + CLOCK_SKEW_MS;
  const past = (time: number | null) => (time !== null && time <= latest ? time : null);
  const finished = readDate(post["finished_at"]);
  const start = past(readDate(post["created_at"])) ?? (past(finished) ?? received) - (length ?? 0);
  const measured = finished !== null && finished >= start && finished - start < LONGEST_CALL_MS ? finished - start : 0;
  return { startedAt: iso(start), endedAt: iso(start + (length ?? measured)), finishedAt: finished === null ? null : iso(finished) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
