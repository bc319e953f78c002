import { Problem } from "../problem.ts";

/** What the account grants. Nothing set, nothing limited. */
export interface Limits {
  /** 100, 190 or 250 in a real portal */
  per10s?: number;
  /** 5 in a real portal */
  searchPerSecond?: number;
  daily?: number;
  /** requests in 10 s that the portal's other apps make: they use up the same allowance */
  othersPer10s?: number;
  /** sent with a 429; HubSpot documents none */
  retryAfterSeconds?: number;
}

const WINDOW_MS = 10_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** Counts granted requests in rolling windows. A refused one costs nothing. */
export class RateLimiter {
  limits: Limits;
  #granted: number[] = [];
  #searches: number[] = [];
  #day = 0;
  #today = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** The refusal, if this request is one too many. */
  take(now: number, isSearch: boolean): Problem | undefined {
    this.#forget(now);
    const { per10s, searchPerSecond, daily, othersPer10s = 0 } = this.limits;
    if (daily !== undefined && this.#today >= daily) return refusal("DAILY", "You have reached your daily limit.");
    if (per10s !== undefined && this.#granted.length + othersPer10s >= per10s)
      return refusal("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.");
    if (isSearch && searchPerSecond !== undefined && this.#searches.length >= searchPerSecond)
      return refusal("SECONDLY", "You have reached your secondly limit.");
    this.#granted.push(now);
    this.#today += 1;
    if (isSearch) this.#searches.push(now);
    return undefined;
  }

  #forget(now: number): void {
    this.#granted = after(this.#granted, now - WINDOW_MS);
    this.#searches = after(this.#searches, now - SECOND_MS);
    const day = Math.floor(now / DAY_MS);
    if (day !== this.#day) [this.#day, this.#today] = [day, 0];
  }

  /** As on every answer but a search's. */
  headers(): Record<string, string> {
    const { per10s, daily, othersPer10s = 0 } = this.limits;
    const headers: Record<string, string> = {};
    if (per10s !== undefined) {
      headers["X-HubSpot-RateLimit-Max"] = String(per10s);
      headers["X-HubSpot-RateLimit-Remaining"] = String(Math.max(0, per10s - othersPer10s - this.#granted.length));
      headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = String(WINDOW_MS);
    }
    if (daily !== undefined) {
      headers["X-HubSpot-RateLimit-Daily"] = String(daily);
      headers["X-HubSpot-RateLimit-Daily-Remaining"] = String(Math.max(0, daily - this.#today));
    }
    return headers;
  }
}

/** Times come in order: cut off those at the front that are too old. */
function after(times: number[], from: number): number[] {
  let old = 0;
  while (old < times.length && (times[old] as number) <= from) old += 1;
  return old === 0 ? times : times.slice(old);
}

export function refusal(policyName: string, message: string): Problem {
  return new Problem(429, "RATE_LIMITS", message, {
    errorType: "RATE_LIMIT",
    policyName,
    groupName: "publicapi:private-apps:calls-by-portal",
  });
}
