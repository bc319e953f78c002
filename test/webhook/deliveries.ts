import apiShape from "./deliveries/api-shape.json";
import campaignAtTop from "./deliveries/campaign-at-top.json";
import campaignInsideLead from "./deliveries/campaign-inside-lead.json";
import clockInText from "./deliveries/clock-in-text.json";
import emptyPhpLists from "./deliveries/empty-php-lists.json";
import failedBeforeRinging from "./deliveries/failed-before-ringing.json";
import gappedPhpList from "./deliveries/gapped-php-list.json";
import leadAsId from "./deliveries/lead-as-id.json";
import newestPlatform from "./deliveries/newest-platform.json";
import noAnswer from "./deliveries/no-answer.json";
import numbersAsText from "./deliveries/numbers-as-text.json";
import portugueseLabels from "./deliveries/portuguese-labels.json";
import relayTextVariables from "./deliveries/relay-text-variables.json";
import relayWrapper from "./deliveries/relay-wrapper.json";
import transcriptAsText from "./deliveries/transcript-as-text.json";
import transcriptWithoutSpeakers from "./deliveries/transcript-without-speakers.json";
import unfilledVariables from "./deliveries/unfilled-variables.json";
import unreadableDates from "./deliveries/unreadable-dates.json";
import voicemail from "./deliveries/voicemail.json";
import webCall from "./deliveries/web-call.json";
import withheldNumber from "./deliveries/withheld-number.json";

/** One body for every dialect that has been seen, with what must be read in it. */

interface Expected {
  body: unknown;
  /** What the call must hold, at least. */
  call?: Record<string, unknown>;
  names?: Record<string, unknown>;
  /** The text under `call.transcript`. */
  transcript?: string;
}

export const RECEIVED_AT = "2025-11-12T08:00:00.000Z";

const MARIANA =
  "Assistant: Bom dia, falo com a Mariana?\nCustomer: Sim, sou eu.\nAssistant: Seu plano vence na sexta. Quer renovar?\nCustomer: Quero, pode ser o anual.";

export const DELIVERIES: Record<string, Expected> = {
  "campaign inside the lead": {
    body: campaignInsideLead,
    call: {
      id: "7310021",
      startedAt: "2025-11-11T12:30:00.000Z",
      endedAt: "2025-11-11T12:31:34.000Z",
      customerPhone: "+5511987654321",
      leadId: "90417",
    },
    names: {
      id: 7310021,
      duration: 94,
      lead: { id: 90417, call_tries: 3, variables: { name: "Mariana Prado" }, campaign: { name: "Renovação 2026" } },
      campaign: { id: 311 },
      call: { direction: "outbound", answered: true, outcome: "goal_reached", attempt: 3, ended_at: "2025-11-11T12:31:34.000Z" },
    },
    transcript: MARIANA,
  },
  "campaign beside the lead": {
    body: campaignAtTop,
    names: { lead: { id: 90417, campaign: { name: "Renovação 2026" } }, campaign: { name: "Renovação 2026" } },
  },
  "the newest platform's fields, functions among the turns": {
    body: newestPlatform,
    call: { leadId: null },
    names: {
      lead: null,
      campaign: null,
      assistant_name: "Lia",
      ended_by: "customer",
      transfers: [{ transfer_to: "+551133334444" }],
      call: { direction: "inbound", answered: true, attempt: null },
    },
    transcript: `${MARIANA}\nAssistant: Renovado!`,
  },
  "transcript as one text, id as text": {
    body: transcriptAsText,
    call: {
      id: "7310024",
      turns: [
        { speaker: "assistant", text: "Hola, ¿hablo con Diego?", at: null },
        { speaker: "customer", text: "Sí.\nDígame.", at: null },
        { speaker: "assistant" },
      ],
    },
    names: { id: 7310024, lead: null },
  },
  "Portuguese speakers, no list": {
    body: portugueseLabels,
    transcript: "Assistant: Boa tarde!\nCustomer: Oi, quem fala?\nAssistant: É a Lia, da clínica.\nSua consulta é amanhã.",
  },
  "transcript that names no speaker": {
    body: transcriptWithoutSpeakers,
    call: { turns: [] },
    names: { call: { answered: true } },
    transcript: "Good morning, this is the clinic. Yes, tomorrow at ten is fine.",
  },
  "clock times in the text": {
    body: clockInText,
    call: { turns: [{ at: 2, text: "Good morning" }, { at: 7, speaker: "customer" }, { at: 3605 }] },
  },
  "[] where PHP means {}": {
    body: emptyPhpLists,
    call: { turns: [] },
    names: { extracted_variables: {}, input_variables: {}, recording_url: null, lead: { variables: {}, campaign: null }, campaign: null },
    transcript: "",
  },
  "nobody answered, evaluated again months later": {
    body: noAnswer,
    call: { endedAt: "2025-11-11T09:00:00.000Z" },
    names: { finished_at: "2026-02-01T10:00:00.000Z", call: { answered: false, outcome: "no_answer", attempt: 2, direction: "outbound" } },
  },
  "a mailbox that talks": {
    body: voicemail,
    names: { extracted_variables: { status: false }, call: { answered: false, outcome: "voicemail", direction: "unknown" } },
  },
  "failed before it rang": {
    body: failedBeforeRinging,
    call: { startedAt: "2025-11-11T12:30:00.000Z", endedAt: "2025-11-11T12:30:00.000Z" },
    names: {
      duration: null,
      extracted_variables: {},
      input_variables: {},
      recording_url: null,
      finished_at: null,
      call: { answered: false, outcome: "failed" },
    },
  },
  "a call from the web page": { body: webCall, call: { customerPhone: null }, names: { customer_phone: null, call: { direction: "web" } } },
  "a withheld number": { body: withheldNumber, call: { customerPhone: "anonymous" }, names: { call: { direction: "inbound" } } },
  "variables that nobody filled": {
    body: unfilledVariables,
    names: {
      extracted_variables: { status: null, summary: "", next_step: null, note: "said {{name}} twice" },
      input_variables: { customer_name: null, email: null, city: "", age: 41 },
      call: { outcome: "talked" },
    },
  },
  "numbers as text, a date without zone": {
    body: numbersAsText,
    call: { id: "7310035", customerPhone: "5511987654321", endedAt: "2025-11-11T12:31:34.000Z" },
    names: { id: 7310035, duration: 94, extracted_variables: { status: true }, created_at: "2025-11-11T12:30:00.000Z" },
  },
  "the API's own names": {
    body: apiShape,
    call: { customerPhone: "+5511987654321", endedAt: "2025-11-11T12:31:34.000Z" },
    names: {
      assistant_phone: "+551140028922",
      input_variables: { customer_name: "Mariana Prado" },
      extracted_variables: { status: true, summary: "Renovou" },
      finished_at: "2025-11-11T12:31:34.000Z",
      call: { direction: "outbound" },
    },
  },
  "wrapped by a relay": { body: relayWrapper, call: { id: "7310037" }, names: { relay_run: "r-1" }, transcript: MARIANA },
  "variables that a relay made text of": {
    body: relayTextVariables,
    names: { extracted_variables: { status: true, summary: "Renovou" }, input_variables: {}, crm_owner: "ana@example.com" },
  },
  "dates that are none": {
    body: unreadableDates,
    call: { startedAt: "2025-11-12T07:59:00.000Z", endedAt: RECEIVED_AT },
    names: { finished_at: null },
  },
  "a PHP list with gaps": { body: gappedPhpList, transcript: "Assistant: Bom dia\nCustomer: Bom dia" },
  "lead and campaign by id and name alone": {
    body: leadAsId,
    call: { leadId: "90417" },
    names: {
      lead: { id: 90417, campaign: { name: "Renovação 2026" } },
      campaign: { name: "Renovação 2026" },
      call: { direction: "outbound" },
    },
  },
};
