import { type ErrorBody, readErrorBody } from "./error-body.ts";
import { detailsOf } from "./failure-cause.ts";
import { HubSpotFailure, failureOf, trouble } from "./failure.ts";

/** Who says when a request may go, and learns from the answers. The outbox owns one for its portal. */
export interface Pacer {
  /** How often a read that was not answered may go out: it changes nothing. One while HubSpot is known to be down. */
  readTries(): number;
  /** Resolves when a request may be sent. Throws HubSpotFailure when the portal should be left alone for now. */
  permit(kind: RequestKind): Promise<Permit>;
  /** Every answer and every silence (status 0). Returns how long to wait before the same request may go again; null: do not repeat it. */
  learn(permit: Permit, status: number, headers: Headers | null, body: ErrorBody): number | null;
  /** The platform sends no more requests for this run: the request was not sent. */
  spent(): void;
  /** HubSpot took a write. */
  wrote(): void;
}

export type RequestKind = "search" | "other";

/** Leave to send one request. */
export interface Permit {
  kind: RequestKind;
  /** ms; when it was given. */
  at: number;
  /** ms; when the request was answered, or given up. Null: it is on its way. */
  answeredAt: number | null;
}

export interface HttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** HubSpot answers a batch of 100 within a few seconds; longer than this and it will not. */
export const REQUEST_TIMEOUT_MS = 25_000;
/** A wait up to this long is slept through; a longer one ends the batch, and its calls wait in the queue. */
export const LONGEST_NAP_MS = 20_000;
/** Refusals for pace (429, 423) are certain not to have landed; after these many the drain goes back to its queue. */
const PACE_TRIES = 12;

/** One request, paced, timed, repeated where that is certain to be harmless. Throws HubSpotFailure on anything but 2xx. */
export async function send(
  request: HttpRequest,
  pacer: Pacer,
  waitMs: (ms: number) => Promise<void>,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<HttpAnswer> {
  const kind: RequestKind = new URL(request.url).pathname.endsWith("/search") ? "search" : "other";
  const reads = request.method === "GET" || /\/(search|batch\/read)$/.test(new URL(request.url).pathname);
  let silences = 0;
  for (let pace = 0; ;) {
    const permit = await pacer.permit(kind);
    const answer = await once(request, timeoutMs);
    if (answer === "spent") {
      pacer.spent();
      throw new HubSpotFailure(trouble("no"));
    }
    const body = answer.status >= 200 && answer.status < 300 ? {} : parsed(answer.text);
    const again = pacer.learn(permit, answer.status, answer.responseHeaders, body);
    if (answer.status >= 200 && answer.status < 300) {
      if (!reads) pacer.wrote();
      return answer;
    }
    if (again !== null && again <= LONGEST_NAP_MS && ++pace < PACE_TRIES) {
      await waitMs(again);
    } else if (reads && isTrouble(answer.status) && ++silences < pacer.readTries()) {
      continue;
    } else {
      throw refusedBy(answer.status, body, again);
    }
  }
}

function isTrouble(status: number): boolean {
  return status === 0 || status >= 500 || status === 408;
}

function refusedBy(status: number, body: ErrorBody, again: number | null): HubSpotFailure {
  if (status === 0) return new HubSpotFailure(trouble("maybe"));
  if (status === 429 || status === 423 || status === 477) {
    const code = /DAILY/i.test(body.policyName ?? "") ? "daily_limit_reached" : "hubspot_busy";
    return new HubSpotFailure({ ...trouble("no", detailsOf(status, body)), cause: { code }, pauseMs: again });
  }
  return new HubSpotFailure(failureOf(status, body), body);
}

async function once(request: HttpRequest, timeoutMs: number): Promise<(HttpAnswer & { responseHeaders: Headers | null }) | "spent"> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    });
    const text = await response.text();
    const status = response.ok && !isJson(text) ? BAD_GATEWAY : response.status;
    return { status, headers: Object.fromEntries(response.headers), text, responseHeaders: response.headers };
  } catch (error) {
    if (/too many subrequests/i.test(String(error))) return "spent";
    // The error's text may hold the URL; that it failed is all we need.
    return { status: 0, headers: {}, text: "", responseHeaders: null };
  }
}

/** A page instead of JSON comes from something in between, which may have passed the request on. */
const BAD_GATEWAY = 502;

function isJson(text: string): boolean {
  if (text === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(text: string): ErrorBody {
  return isJson(text) && text !== "" ? readErrorBody(JSON.parse(text)) : {};
}
