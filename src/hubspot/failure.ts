import type { Problem } from "../problem.ts";

/**
 * What HubSpot's refusals and silences mean for us. Nothing here keeps or repeats a submitted value:
 * HubSpot's messages echo them, and they are personal data.
 */
export type Failure =
  /** HubSpot's own trouble: tried again for as long as it takes. `maybe`: the write may have been carried out. */
  | { reason: "trouble"; landed: "no" | "maybe"; message: string; pauseMs: number | null }
  /** The key is dead or lacks a scope: the whole portal waits until the operator mends it. */
  | { reason: "key"; problem: Problem }
  /** HubSpot does not take this input. */
  | { reason: "refused"; problem: Problem; category: string; properties: string[] }
  /** There is such a record already. */
  | { reason: "exists"; id: string | null }
  /** There is no such record (any more). */
  | { reason: "gone" };

/** Thrown inside the HubSpot folder, so that it passes through the client library; turned into a value at its edge. */
export class HubSpotFailure extends Error {
  readonly failure: Failure;
  /** The parsed body, to find the culprit in a batch. Never logged. */
  readonly body: ErrorBody;
  constructor(failure: Failure, body: ErrorBody = {}) {
    super(failure.reason);
    this.failure = failure;
    this.body = body;
  }
}

/** Every field is optional: proxies and HubSpot's own services leave out what they like. */
export interface ErrorBody {
  status?: string;
  message?: string;
  category?: string;
  policyName?: string;
  subCategory?: unknown;
  context?: Record<string, unknown>;
  errors?: ErrorBody[];
  code?: string;
  in?: string;
}

/** What an answer of 400 or above means. `body` is parsed JSON, or {} where it was none. */
export function failureOf(status: number, body: ErrorBody): Failure {
  if (status === 401 || status === 403) return { reason: "key", problem: keyProblem(status, body) };
  if (status === 404) return { reason: "gone" };
  if (status === 409 && !/CONFLICTING_UNIQUE_VALUE/.test(categoryOf(body))) return { reason: "exists", id: existingId(body) };
  if (status >= 500 || status === 408) return { reason: "trouble", landed: "maybe", message: `HubSpot answered ${status}`, pauseMs: null };
  return refusal(status, body);
}

/** A refusal of one input, from the body of an answer or from one entry of a batch's `errors`. */
export function refusal(status: number, body: ErrorBody): Failure {
  const category = categoryOf(body);
  const properties = namedProperties(body);
  if (/OBJECT_NOT_FOUND|INVALID_OBJECT_IDS/.test(category) || GONE.test(String(body.message))) return { reason: "gone" };
  if (/OBJECT_ALREADY_EXISTS|^CONFLICT$/.test(category) || existingId(body) !== null) return { reason: "exists", id: existingId(body) };
  if (/MISSING_SCOPES/.test(category)) return { reason: "key", problem: keyProblem(403, body) };
  return { reason: "refused", category, properties, problem: refusedProblem(status, category, properties) };
}

/** What HubSpot says where it gives no code. */
const GONE = /may be deleted or not exist|resource not found/i;

const CODES = [
  "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
  "MISSING_REQUIRED_PROPERTY",
  "REQUIRED_FIELDS_MISSING",
  "PROPERTY_DOESNT_EXIST",
  "INVALID_OPTION",
  "READ_ONLY_VALUE",
  "CONFLICTING_UNIQUE_VALUE",
  "INVALID_EMAIL",
  "INVALID_NUMERIC",
  "INVALID_INTEGER",
  "INVALID_DATE",
  "INVALID_LONG",
  "INVALID_OWNER_ID",
  "OBJECT_NOT_FOUND",
  "INVALID_OBJECT_IDS",
  "OBJECT_ALREADY_EXISTS",
  "MISSING_SCOPES",
];

/** The most telling code in the body: HubSpot puts it into the category, into an error's code, or only into the message's text. */
export function categoryOf(body: ErrorBody): string {
  const text = [
    body.category,
    body.code,
    typeof body.subCategory === "string" ? body.subCategory : "",
    ...(body.errors ?? []).map((e) => `${e.code} ${e.category} ${e.message}`),
    body.message,
  ].join(" ");
  const known = CODES.find((code) => text.includes(code)) ?? /\bINVALID_[A-Z_]+\b/.exec(text)?.[0];
  if (known) return known;
  if (/property .* does not exist/i.test(text)) return "PROPERTY_DOESNT_EXIST";
  if (/allowed options/i.test(text)) return "INVALID_OPTION";
  return body.category ?? "REFUSED";
}

const PROPERTY_NAME = /^[a-z][a-z0-9_]{0,99}$/;

/** Internal property names that the body names. Only names: never a value. */
export function namedProperties(body: ErrorBody): string[] {
  const found = new Set<string>();
  for (const part of [body, ...(body.errors ?? [])]) {
    for (const key of ["propertyName", "property", "properties", "missingProperties", "requiredProperties"]) {
      for (const name of [part.context?.[key]].flat()) if (typeof name === "string") found.add(name);
    }
    if (typeof part.in === "string") found.add(part.in);
    for (const match of (part.message ?? "").matchAll(
      /"name":"([a-z0-9_]+)"|[Pp]ropert(?:y|ies)[: ]+"?\[?([a-z][a-z0-9_]*_[a-z0-9_]+|[a-z]+)"?\]? (?:does not exist|is required)/g,
    )) {
      found.add(match[1] ?? match[2] ?? "");
    }
  }
  return [...found].filter((name) => PROPERTY_NAME.test(name));
}

/** "Contact already exists. Existing ID: 123": only in the text. */
export function existingId(body: ErrorBody): string | null {
  for (const part of [body, ...(body.errors ?? [])]) {
    const match = /Existing ID:\s*(\d+)/i.exec(part.message ?? "");
    if (match?.[1]) return match[1];
  }
  return null;
}

function keyProblem(status: number, body: ErrorBody): Problem {
  const scopes = [body, ...(body.errors ?? [])]
    .flatMap((part) => part.context?.["requiredGranularScopes"] ?? part.context?.["requiredScopes"] ?? [])
    .filter((s): s is string => typeof s === "string");
  if (status === 401) {
    return {
      who: "operator",
      message: "HubSpot does not accept the access token.",
      fix: "Put a valid service key into HUBSPOT_ACCESS_TOKEN (`wrangler secret put HUBSPOT_ACCESS_TOKEN`). Everything waiting is written then.",
    };
  }
  const missing = scopes.length > 0 ? [...new Set(scopes)].join(", ") : "one that this write needs";
  return {
    who: "operator",
    message: `The HubSpot key lacks a scope: ${missing}.`,
    fix: "Add the scope to the service key in HubSpot. Everything waiting is written then.",
  };
}

function refusedProblem(status: number, category: string, properties: string[]): Problem {
  const names = properties.length > 0 ? properties.map((name) => `\`${name}\``).join(", ") : "a property";
  const say = (message: string, fix: string): Problem => ({ who: "crm_admin", message, fix: `${fix} Then replay the call.` });
  switch (category) {
    case "PROPERTY_DOESNT_EXIST":
      return say(`HubSpot has no property ${names}.`, "Create the property in HubSpot, or correct its internal name in the mapping.");
    case "INVALID_OPTION":
      return say(
        `The value for ${names} is not one of the property's options.`,
        "Add the option in HubSpot, or `map:` the value in the mapping.",
      );
    case "MISSING_REQUIRED_PROPERTY":
    case "MISSING_CONDITIONAL_REQUIRED_PROPERTY":
    case "REQUIRED_FIELDS_MISSING":
      return say(
        `HubSpot requires ${names} to be filled first.`,
        "Fill it in HubSpot or in the mapping's `set:`, or drop the requirement.",
      );
    case "READ_ONLY_VALUE":
      return say(`HubSpot does not let ${names} be written: it is read-only.`, "Take it out of the mapping.");
    case "CONFLICTING_UNIQUE_VALUE":
      return say(
        `Another record has the same value in ${names}, which must be unique.`,
        "Merge the records in HubSpot, or correct one of them.",
      );
    default:
      return say(
        `HubSpot refused the value of ${names} (${status} ${/^[A-Z_]+$/.test(category) ? category : "VALIDATION_ERROR"}).`,
        "Compare the property's type in HubSpot with the rule in the mapping.",
      );
  }
}
