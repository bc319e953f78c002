import { fromText, isBlank, isObject } from "./fields.ts";

type Json = Record<string, unknown>;

/** The post-call webhook's name of a field, then the names that the platform's API and relays give it. */
const NAMES = {
  id: ["id", "call_id"],
  status: ["status"],
  type: ["type", "direction"],
  duration: ["duration"],
  customer_phone: ["customer_phone", "client_phone_number", "customer_phone_number"],
  assistant_phone: ["assistant_phone", "assistant_phone_number"],
  extracted_variables: ["extracted_variables", "evaluation"],
  input_variables: ["input_variables", "variables"],
  transcript: ["transcript"],
  formatted_transcript: ["formatted_transcript"],
  recording_url: ["recording_url"],
  created_at: ["created_at", "started_at"],
  finished_at: ["finished_at", "updated_at"],
  lead: ["lead"],
  campaign: ["campaign"],
} as const;

/** Every name by which a field of a call may come. */
export const SENT_AS: ReadonlySet<string> = new Set(Object.values(NAMES).flat());

type Field = keyof typeof NAMES;
const FIELDS = Object.keys(NAMES) as Field[];

/** Any one of these beside an id makes a body a call's; the other names are too common. */
const SIGNS: Field[] = [
  "status",
  "duration",
  "customer_phone",
  "assistant_phone",
  "extracted_variables",
  "input_variables",
  "transcript",
  "formatted_transcript",
  "recording_url",
  "finished_at",
];

/** What relays wrap a body in. */
const WRAPPERS = ["body", "data", "payload", "call"];

/** The body itself, without a relay's wrapper or a list around it. */
export function unwrap(sent: unknown): unknown {
  const json = fromText(sent);
  if (Array.isArray(json) && json.length === 1) return unwrap(json[0]);
  if (!isObject(json) || looksLikeCall(json)) return json;
  const inner = WRAPPERS.map((name) => fromText(json[name])).filter((value) => isObject(value) && looksLikeCall(value));
  return inner.length === 1 ? inner[0] : json;
}

/** Has something that only calls have. */
export function looksLikeCall(body: Json): boolean {
  return SIGNS.some((field) => NAMES[field].some((name) => Object.hasOwn(body, name)));
}

/** Chats have their own hook with the same id, status and variables; people point both at one URL. */
export function isConversationEnded(body: Json): boolean {
  return ("conversation_id" in body || "message_count" in body) && isBlank(body["duration"]) && isBlank(body["recording_url"]);
}

/**
 * The body under the post-call webhook's names, every one of them present. `sentAs` tells what the sender called a field, for
 * messages. The other fields stay.
 */
export function asPostCall(body: Json): { fields: Json; sentAs: (field: string) => string } {
  const fields: Json = { ...body };
  const renamed: Record<string, string> = {};
  for (const field of FIELDS) {
    const names = NAMES[field];
    const name = names.find((candidate) => !isBlank(body[candidate])) ?? names[0];
    fields[field] = body[name];
    if (name !== field) renamed[field] = name;
  }
  return { fields, sentAs: (field) => renamed[field] ?? field };
}
