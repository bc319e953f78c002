import { type ErrorBody, readErrorBody } from "./error-body.ts";
import { detailsOf } from "./failure-cause.ts";
import { DEFAULT_BASE_URL } from "../../settings.ts";
import { type Failure, HubSpotFailure, failureOf, trouble } from "./failure.ts";
import { LONGEST_NAP_MS } from "./limits/lane.ts";
import type { Permit, RequestKind } from "./limits/permit.ts";

/** Who says when a request may go, and learns from the answers. The outbox owns one for its portal. */
export interface Pacer {
  /** How often a read that was not answered may go out: it changes nothing. One while HubSpot is known to be down. */
  readTries(): number;
  /** Resolves when a request may be sent. Throws HubSpotFailure when the portal should be left alone for now. */
  permit(kind: RequestKind): Promise<Permit>;
  /** The same, before it is decided what the request asks: the next one of its kind takes that permit. */
  permitAhead(kind: RequestKind): Promise<void>;
  /** HubSpot has begun to answer: it has got the request. What it says takes longer to arrive and to be read. */
  got(permit: Permit): void;
  /** Every answer and every silence (status 0). Returns how long to wait before the same request may go again; null: do not repeat it. */
  learn(permit: Permit, status: number, headers: Headers | null, body: ErrorBody): number | null;
  /** The platform sends no more requests for this run: the request was not sent. */
  spent(): void;
  /** HubSpot took a write. */
  wrote(): void;
}

export interface HttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** HubSpot answers a batch of 100 within a few seconds; longer than this and it will not. */
export const REQUEST_TIMEOUT_MS = 25_000;
/** Refusals for pace (429, 423) are certain not to have landed; after these many the drain goes back to its queue. */
const PACE_TRIES = 12;

/** One request, paced, timed, repeated where that is certain to be harmless. Resolves with the answer's JSON. Throws HubSpotFailure on anything but 2xx. */
export async function send(
  request: HttpRequest,
  pacer: Pacer,
  waitMs: (ms: number) => Promise<void>,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<unknown> {
  const { pathname, origin } = new URL(request.url);
  const reads = request.method === "GET" || /\/(search|batch\/read)$/.test(pathname);
  let silences = 0;
  for (let pace = 0; ;) {
    const permit = await pacer.permit(kindOf(pathname));
    const answer = await once(request, timeoutMs, () => pacer.got(permit));
    if (answer === "spent") {
      pacer.spent();
      throw new HubSpotFailure(trouble("no"));
    }
    const isAccepted = answer.status >= 200 && answer.status < 300 && !answer.isPage;
    const body = isAccepted ? {} : readErrorBody(answer.json);
    const again = pacer.learn(permit, answer.isPage ? BAD_GATEWAY : answer.status, answer.headers, body);
    if (isAccepted) {
      if (!reads) pacer.wrote();
      return answer.json;
    }
    if (again !== null && again <= LONGEST_NAP_MS && ++pace < PACE_TRIES) {
      await waitMs(again);
    } else if (reads && (answer.isPage || isTrouble(answer.status)) && ++silences < pacer.readTries()) {
      continue;
    } else {
      throw refusedBy(answer, body, again, origin);
    }
  }
}

function isTrouble(status: number): boolean {
  return status === 0 || status >= 500 || status === 408;
}

/** Searches and the dated association endpoints have limits of their own. */
function kindOf(pathname: string): RequestKind {
  if (pathname.endsWith("/search")) return "search";
  return /\/crm\/associations\/\d{4}-\d{2}\//.test(pathname) ? "association" : "other";
}

function refusedBy({ status, isPage }: Answer, body: ErrorBody, again: number | null, origin: string): HubSpotFailure {
  if (status === 0) return new HubSpotFailure(trouble("maybe"));
  if (isPage) return new HubSpotFailure(ofPage(status, origin));
  if (status === 429 || status === 423 || status === 477) {
    const code = /DAILY/i.test(body.policyName ?? "") ? "daily_limit_reached" : "hubspot_busy";
    return new HubSpotFailure({ ...trouble("no", detailsOf(status, body)), cause: { code }, pauseMs: again });
  }
  return new HubSpotFailure(failureOf(status, body), body);
}

/** From HubSpot's own address a page is trouble on the way; from any other, the address may be wrong. */
function ofPage(status: number, origin: string): Failure {
  const doubtful = trouble("maybe", { status });
  return origin === DEFAULT_BASE_URL ? doubtful : { ...doubtful, cause: { code: "not_hubspot", address: origin } };
}

interface Answer {
  /** 0: none came. */
  status: number;
  headers: Headers | null;
  /** `{}` for nothing at all; undefined for what is no JSON. */
  json: unknown;
  /** A page, or JSON that HubSpot would not say, comes from something in between, which may have passed the request on. */
  isPage: boolean;
}

async function once(request: HttpRequest, timeoutMs: number, onAnswer: () => void): Promise<Answer | "spent"> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    });
    onAnswer();
    const json = jsonOf(await response.text());
    const { status, headers } = response;
    const isPage = !isHubSpots(status, json) && status < 500 && !ASKS_FOR_PATIENCE.has(status);
    return { status, headers, json, isPage };
  } catch (error) {
    if (/too many subrequests/i.test(String(error))) return "spent";
    // The error's text may hold the URL; that it failed is all we need.
    return { status: 0, headers: null, json: {}, isPage: false };
  }
}

/** As which an answer counts that is a page. */
const BAD_GATEWAY = 502;
/** They mean the same whatever they are dressed in. */
const ASKS_FOR_PATIENCE = new Set([408, 423, 429, 477]);

/** Whether HubSpot itself may have said that: nothing, or JSON; where it is a success, an object, whose results are some, too. */
function isHubSpots(status: number, answer: unknown): boolean {
  if (status >= 300) return answer !== undefined;
  if (!isObject(answer)) return false;
  const { results } = answer;
  return !Array.isArray(results) || results.length === 0 || results.some(isObject);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function jsonOf(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
