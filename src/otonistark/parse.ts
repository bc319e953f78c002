import type * as z from "zod/mini";
import type { Call } from "../call/call.ts";
import { asPostCall, isConversationEnded, looksLikeCall, unwrap } from "./dialects.ts";
import { isObject } from "./fields.ts";
import { leadSchema, postCallSchema } from "./post-call-schema.ts";
import { callOf } from "./to-call.ts";
import { DEEPEST_LEVEL, TooDeep, sanitizeJson } from "./untrusted-json.ts";

/** `path` is the field as the sender named it (`lead.variables`); "" means the whole body. */
export interface Issue {
  path: string;
  message: string;
}

export type ParsedDelivery = { kind: "call"; call: Call } | { kind: "ignored"; reason: string } | { kind: "not_a_call"; issues: Issue[] };

/**
 * Makes a call of a delivery's JSON, whatever dialect it is in, or says everything that is wrong with it. Pure.
 * `receivedAt` (ISO 8601) stands in where the sender's dates are missing or unreadable: a call is never lost over a date.
 */
export function parsePostCall(json: unknown, receivedAt?: string): ParsedDelivery {
  try {
    return parseBody(unwrap(sanitizeJson(json)), receivedAt);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return notACall("", `this is nested more than ${DEEPEST_LEVEL} levels deep; a call never is`);
  }
}

function parseBody(body: unknown, receivedAt: string | undefined): ParsedDelivery {
  if (Array.isArray(body))
    return notACall("", `one call was expected, a list of ${body.length} was found: send each in a request of its own`);
  if (!isObject(body)) return notACall("", "a call's JSON object was expected");
  if (isConversationEnded(body))
    return { kind: "ignored", reason: "This is the end of a chat conversation, not of a call: no mapping handles those." };
  const { fields, sentAs } = asPostCall(body);
  const post = readFields(postCallSchema, fields, sentAs);
  const sentLead = post.value?.lead ?? null;
  const lead =
    sentLead === null ? null : readFields(leadSchema, { variables: undefined, campaign: undefined, ...sentLead }, (path) => `lead.${path}`);
  const oddities = [...post.oddities, ...(lead?.oddities ?? [])];
  if (post.value === null || !looksLikeCall(body))
    return {
      kind: "not_a_call",
      issues: [...oddities.map(({ field, message }) => ({ path: field, message })), ...(looksLikeCall(body) ? [] : [NO_SIGN_OF_A_CALL])],
    };
  const warnings = oddities.map(({ field, expected }) => ({ field, expected }));
  return { kind: "call", call: callOf(post.value, lead?.value ?? null, receivedAt, warnings) };
}

/** A field that could not be read. */
interface Oddity {
  field: string;
  expected: string;
  message: string;
}

/** A call with an id is never refused over one odd field: the field is left out. `value` is null where the id itself cannot be read. */
function readFields<T>(schema: z.ZodMiniType<T>, fields: Record<string, unknown>, nameOf: (path: string) => string) {
  const first = schema.safeParse(fields);
  const issues = (first.error?.issues ?? []) as { path: PropertyKey[]; message: string; params?: { expected?: string } }[];
  const oddities = issues.map(({ path, message, params }): Oddity => ({
    field: nameOf(path.map(String).join(".")),
    expected: params?.expected ?? "what was expected",
    message,
  }));
  if (first.success) return { value: first.data, oddities };
  const left = Object.fromEntries(issues.map(({ path }) => [String(path[0]), undefined]));
  return { value: schema.safeParse({ ...fields, ...left }).data ?? null, oddities };
}

const NO_SIGN_OF_A_CALL: Issue = {
  path: "",
  message: "nothing here tells of a call: none of status, duration, customer_phone, transcript, extracted_variables is there",
};

function notACall(path: string, message: string): ParsedDelivery {
  return { kind: "not_a_call", issues: [{ path, message }] };
}
