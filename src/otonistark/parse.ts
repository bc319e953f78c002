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
  const post = postCallSchema.safeParse(fields);
  const lead = isObject(fields["lead"]) ? leadSchema.safeParse({ variables: undefined, campaign: undefined, ...fields["lead"] }) : null;
  const issues = [
    ...issuesOf(post.error?.issues, (path) => sentAs(path)),
    ...issuesOf(lead?.error?.issues, (path) => `lead.${path}`),
    ...(looksLikeCall(body) ? [] : [NO_SIGN_OF_A_CALL]),
  ];
  if (!post.success || issues.length > 0) return { kind: "not_a_call", issues };
  return { kind: "call", call: callOf(post.data, lead?.data ?? null, receivedAt) };
}

const NO_SIGN_OF_A_CALL: Issue = {
  path: "",
  message: "nothing here tells of a call: none of status, duration, customer_phone, transcript, extracted_variables is there",
};

function notACall(path: string, message: string): ParsedDelivery {
  return { kind: "not_a_call", issues: [{ path, message }] };
}

function issuesOf(issues: readonly { path: PropertyKey[]; message: string }[] | undefined, name: (path: string) => string): Issue[] {
  return (issues ?? []).map(({ path, message }) => ({ path: name(path.map(String).join(".")), message }));
}
