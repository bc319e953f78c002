import type { Call, Conversation } from "../call/call.ts";
import { lazily, talkedAfterTransfer } from "../call/derived-names.ts";
import { transcriptHtml, transcriptText } from "../call/transcript.ts";
import type { ConversationHtml } from "../html/conversation-html.ts";
import { asText } from "../html/show-value.ts";
import type { Language } from "../language/language.ts";
import { type Phrase, say } from "../language/phrases.ts";
import { showDate } from "../language/show-date.ts";
import { showDuration } from "../language/show-duration.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { isBlank, readPath } from "../mapping/paths.ts";
import { formatPhone } from "../normalize/phone-search-forms.ts";
import { readPhone } from "../normalize/phone.ts";

/** Puts on `derived` (`call.*`) what is said in words of the mapping's language; each is made when it is read. */
export function addNamesInWords(derived: Record<string, unknown>, call: Call, mapping: Mapping): void {
  const { language, country } = mapping;
  lazily(derived, "outcome_text", () => outcomeText(call, language));
  lazily(derived, "direction_text", () => directionText(derived["direction"], language));
  lazily(derived, "details_text", () => detailsText(call, mapping));
  lazily(derived, "transfers_text", () => transfersText(call.names["transfers"], language, country));
  if (language === "en") return;
  lazily(derived, "transcript", () => transcriptText(conversationOf(call), language));
  lazily(derived, "transcript_html", () => heardHtml(conversationOf(call), language));
}

/** Nothing where nothing was said, so that `{% if %}` sees it. */
function heardHtml(conversation: Conversation, language: Language): ConversationHtml | null {
  const html = transcriptHtml(conversation, language);
  return html.isEmpty() ? null : html;
}

function conversationOf({ turns, names }: Call): Conversation {
  const text = turns.length > 0 ? null : asText(readPath(names, "call.transcript"));
  return { turns, text: text === "" ? null : text };
}

const OUTCOMES: Record<string, Phrase> = {
  goal_reached: "Goal reached",
  talked: "Talked",
  voicemail: "Voicemail",
  busy: "Line busy",
  failed: "Call failed",
};

function outcomeText({ names, turns }: Call, language: Language): string {
  const outcome = asText(readPath(names, "call.outcome"));
  if (outcome !== "talked") return say(OUTCOMES[outcome] ?? "No answer", language);
  if (readPath(names, "call.hung_up") === true) return hungUpText(readPath(names, "duration"), turns.length > 0, language);
  return say(readPath(names, "extracted_variables.status") === false ? "Goal not reached" : "Talked", language);
}

/** Longer than a greeting: who stayed on the line so long did not hang up, but say nothing. */
const LONG_SILENCE_SECONDS = 20;

function hungUpText(duration: unknown, isHeard: boolean, language: Language): string {
  if (typeof duration !== "number") return say("Hung up at once", language);
  if (duration >= LONG_SILENCE_SECONDS && isHeard) return say("Answered, but said nothing", language);
  return say("Hung up after {1}", language, showDuration(duration));
}

const DIRECTIONS: Record<string, Phrase> = { inbound: "Incoming call", outbound: "Outgoing call", web: "Call from the website" };

function directionText(direction: unknown, language: Language): string {
  return say(DIRECTIONS[asText(direction)] ?? "Call", language);
}

function detailsText({ names, endedAt }: Call, { language, country, timezone }: Mapping): string {
  const read = (path: string) => asText(readPath(names, path)).trim();
  const phone = readPhone(read("customer_phone"), country);
  const seconds = readPath(names, "duration");
  const labelled = (phrase: Phrase, text: string) => (isBlank(text) ? "" : `${say(phrase, language)}: ${text}`);
  const attempt = read("call.attempt");
  return [
    directionText(readPath(names, "call.direction"), language),
    showDate(Date.parse(endedAt), { language, country }, timezone, "short", false),
    "none" in phone ? read("customer_phone") : formatPhone(phone),
    typeof seconds === "number" && seconds > 0 ? showDuration(seconds) : "",
    labelled("Assistant", read("assistant_name")),
    labelled("Campaign", read("lead.campaign.name")),
    attempt === "" ? "" : `${say("Attempt", language).toLowerCase()} ${attempt}`,
  ]
    .filter((fact) => fact !== "")
    .join(" · ");
}

function transfersText(transfers: unknown, language: Language, country: string | null): string {
  const list = Array.isArray(transfers) ? transfers : [];
  return list
    .filter((transfer) => typeof transfer === "object" && transfer !== null)
    .map((transfer) => transferText(transfer as Record<string, unknown>, language, country))
    .join("\n");
}

function transferText(transfer: Record<string, unknown>, language: Language, country: string | null): string {
  const to = asText(transfer["transfer_to"]).trim();
  const phone = readPhone(to, country);
  const whom = say("Transferred to {1}", language, to === "" ? "?" : "none" in phone ? to : formatPhone(phone));
  const seconds = Number(transfer["duration"] ?? Number.NaN);
  const talked = talkedAfterTransfer(asText(transfer["status"]) || null, Number.isFinite(seconds) ? seconds : null);
  if (talked === null) return whom;
  if (!talked) return `${whom}: ${say("nobody answered", language)}`;
  return `${whom}: ${seconds > 0 ? say("they talked for {1}", language, showDuration(seconds)) : say("they talked", language)}`;
}
