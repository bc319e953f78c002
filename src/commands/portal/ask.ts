import { setTimeout as sleep } from "node:timers/promises";
import { datedPath } from "../../hubspot/http/dated-path.ts";
import type { HubSpotSettings } from "../../settings.ts";

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON; {} where there was none. */
  body: Record<string, unknown>;
}

/** The portal could not be asked: no key, a wrong one, no network. Exit code 2; the message is all that a person sees. */
export class CannotCheck extends Error {}

const TIMEOUT_MS = 25_000;
const TRIES = 4;
/** A first pause after a refusal for pace or a silence; each further one is twice as long. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export type Ask = (method: "GET" | "POST", path: string, body?: unknown) => Promise<Answer>;

/** Asks one portal with one key. `path` in v3/v4 form. Waits where HubSpot asks for patience; throws CannotCheck where it cannot be reached. */
export function askWith({ accessToken, baseUrl, apiVersion }: HubSpotSettings): Ask {
  return async (method, path, body) => {
    const request: RequestInit = {
      method,
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${accessToken}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    let last = "";
    for (let tried = 0; tried < TRIES; tried++) {
      if (tried > 0) await sleep(Math.min(PAUSE_MS * 2 ** tried, LONGEST_PAUSE_MS));
      const answer = await once(baseUrl + datedPath(path, apiVersion), request);
      if (typeof answer !== "string" && answer.status !== 429 && answer.status < 500) return answer;
      last = typeof answer === "string" ? answer : `HubSpot answered ${answer.status}`;
    }
    throw new CannotCheck(`${baseUrl} could not be asked: ${last}. Nothing is said about the mappings. Try again when it answers.`);
  };
}

/** The answer, or why there is none. */
async function once(url: string, request: RequestInit): Promise<Answer | string> {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "manual" });
    const body = parsed(await response.text());
    if (body === null && response.ok) return "a page that is no JSON, as something between here and HubSpot would send";
    return { status: response.status, headers: response.headers, body: body ?? {} };
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return name === "TimeoutError" ? `no answer within ${TIMEOUT_MS / 1000} seconds` : (cause?.code ?? "no connection");
  }
}

function parsed(text: string): Record<string, unknown> | null {
  if (text === "") return {};
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : { results: json };
  } catch {
    return null;
  }
}
