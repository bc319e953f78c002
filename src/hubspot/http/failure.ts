import type { HubSpotCause } from "../../problem/causes.ts";
import type { Details } from "../../problem/problem.ts";
import type { ErrorBody } from "./error-body.ts";
import { categoryOf, existingId, namedProperties } from "./error-codes.ts";
import { detailsOf, keyCause, refusedCause } from "./failure-cause.ts";

/**
 * What HubSpot's refusals and silences mean for us. Nothing here keeps or repeats a submitted value: HubSpot's messages echo them, and they
 * are personal data. `cause` is a code; the sentence for a person is made where the person reads it. `details` is what HubSpot's support asks for.
 */
export type Failure = (
  | Trouble
  /** The key is dead or lacks a scope: the whole portal waits until the operator mends it. */
  | { reason: "key"; cause: HubSpotCause }
  /** HubSpot does not take this input. */
  | { reason: "refused"; cause: HubSpotCause; category: string; properties: string[] }
  /** There is such a record already. */
  | { reason: "exists"; id: string | null }
  /** There is no such record (any more). */
  | { reason: "gone" }
) & { details?: Details };

/** HubSpot's own trouble: tried again for as long as it takes. */
export interface Trouble {
  reason: "trouble";
  cause: HubSpotCause;
  /** `maybe`: the write may have been carried out. */
  landed: "no" | "maybe";
  /** What HubSpot asks for; null: nothing. */
  pauseMs: number | null;
  details?: Details;
}

/** HubSpot does not answer as it should. */
export function trouble(landed: "no" | "maybe", details?: Details): Trouble {
  return { reason: "trouble", cause: { code: "hubspot_unreachable" }, landed, pauseMs: null, ...(details && { details }) };
}

/** Thrown inside the HubSpot folder, so that it passes through the client library; turned into a value at its edge. */
export class HubSpotFailure extends Error {
  readonly failure: Failure;
  /** The parsed body, to find the input to blame in a batch. Never logged. */
  readonly body: ErrorBody;
  constructor(failure: Failure, body: ErrorBody = {}) {
    super(failure.reason);
    this.failure = failure;
    this.body = body;
  }
}

/** What an answer of 300 or above means. `body` is {} where it was no JSON. */
export function failureOf(status: number, body: ErrorBody): Failure {
  const details = detailsOf(status, body);
  // HubSpot's API redirects nobody: something between us and it does.
  if (status < 400) return trouble("no", details);
  if (status === 401 || status === 403) return { reason: "key", cause: keyCause(status, body), details };
  if (status === 404) return { reason: "gone", details };
  if (status === 409 && !/CONFLICTING_UNIQUE_VALUE/.test(categoryOf(body))) return { reason: "exists", id: existingId(body), details };
  if (status >= 500 || status === 408) return trouble("maybe", details);
  return refusal(status, body);
}

/** What one line of a batch's `errors` means: HubSpot may have refused one of the inputs, or stumbled over it. */
export function failureOfLine(line: ErrorBody): Failure {
  return isOwnTrouble(line) ? trouble("no", detailsOf(207, line)) : refusal(400, line);
}

const OWN_TROUBLE = /RATE_?LIMIT|INTERNAL_(?:SERVER_)?ERROR|\bLOCKED\b|MIGRATION|TIME_?OUT|UNAVAILABLE/;
const ASKS_FOR_PATIENCE = /\bretry\b|try again|internal (?:server )?error|timed? ?out|unavailable|rate limit/i;

/** Where there is a code, it counts; where there is not even a message, nothing was found wrong with the input. */
function isOwnTrouble({ policyName, category, code, subCategory, message, errors }: ErrorBody): boolean {
  const codes = [category, code, subCategory].filter((each) => each !== undefined).join(" ");
  if (policyName !== undefined || OWN_TROUBLE.test(codes)) return true;
  return codes === "" && errors === undefined && (message === undefined || ASKS_FOR_PATIENCE.test(message));
}

/** A refusal of one input, from the body of an answer or from one entry of a batch's `errors`. */
export function refusal(status: number, body: ErrorBody): Failure {
  const category = categoryOf(body);
  const properties = namedProperties(body);
  const details = detailsOf(status, body);
  if (NOT_FOUND.test(category) || GONE.test(body.message ?? "")) return { reason: "gone", details };
  if (/OBJECT_ALREADY_EXISTS|^CONFLICT$/.test(category) || existingId(body) !== null)
    return { reason: "exists", id: existingId(body), details };
  if (/MISSING_SCOPES/.test(category)) return { reason: "key", cause: keyCause(403, body), details };
  return { reason: "refused", category, properties, cause: refusedCause(status, category, properties), details };
}

const NOT_FOUND = /^(?:OBJECT_|RESOURCE_)?NOT_FOUND$|INVALID_OBJECT_IDS|NO_ASSOCIATIONS_FOUND/;
/** What HubSpot says where it gives no code. */
const GONE = /may be deleted or not exist|resource not found/i;

/**
 * Properties that no record can be written with, whatever the value: the portal has no such property, or it is read-only. Each with what that
 * means. Only where the body leaves no doubt which one it speaks of.
 */
export function unwritableProperties(body: ErrorBody): Map<string, Failure> {
  return new Map(
    [body, ...(body.errors ?? [])].flatMap((part) => {
      const failure = refusal(400, part);
      const isCertain =
        failure.reason === "refused" &&
        failure.properties.length === 1 &&
        /^(?:PROPERTY_DOESNT_EXIST|READ_ONLY_VALUE)$/.test(failure.category);
      return isCertain ? [[failure.properties[0] as string, failure] as const] : [];
    }),
  );
}
