import { Problem } from "../problem.ts";

/** What the account grants. Nothing set, nothing limited. */
export interface Limits {
  /** 100, 190 or 250 in a real portal */
  per10s?: number;
  /** 5 in a real portal; searches do not count in `per10s` */
  searchPerSecond?: number;
  /** 100, 150 or 200 in a real portal: of the dated association endpoints, which do not count in `per10s` */
  associationsPer10s?: number;
  /** 500,000 in a real portal */
  associationsDaily?: number;
  daily?: number;
  /** requests in 10 s that the portal's other apps make: they use up the same allowance */
  othersPer10s?: number;
  /** sent with a 429; HubSpot documents none */
  retryAfterSeconds?: number;
}

const WINDOW_MS = 10_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** Each kind of request has a limit of its own. */
export type LimitKind = "search" | "association" | "other";

/** Older versions of the association endpoints count among the others. */
export function limitKindOf(pathname: string): LimitKind {
  if (pathname.endsWith("/search")) return "search";
  return /^\/crm\/associations\/\d{4}-\d{2}\//.test(pathname) ? "association" : "other";
}

/** Counts granted requests in rolling windows. A refused one costs nothing. */
export class RateLimiter {
  limits: Limits;
  #granted: number[] = [];
  #searches: number[] = [];
  #associations: number[] = [];
  #day = 0;
  #today = 0;
  #associationsToday = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** The refusal, if this request is one too many. */
  take(now: number, kind: LimitKind): Problem | undefined {
    this.#forget(now);
    if (this.limits.daily !== undefined && this.#today >= this.limits.daily) return refusal("DAILY", "You have reached your daily limit.");
    const refused = kind === "search" ? this.#takeSearch(now) : kind === "association" ? this.#takeAssociation(now) : this.#takeOther(now);
    if (refused === undefined) this.#today += 1;
    return refused;
  }

  #takeOther(now: number): Problem | undefined {
    const { per10s, othersPer10s = 0 } = this.limits;
    if (per10s !== undefined && this.#granted.length + othersPer10s >= per10s)
      return refusal("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.");
    this.#granted.push(now);
    return undefined;
  }

  #takeSearch(now: number): Problem | undefined {
    const { searchPerSecond } = this.limits;
    if (searchPerSecond !== undefined && this.#searches.length >= searchPerSecond)
      return refusal("SECONDLY", "You have reached your secondly limit.");
    this.#searches.push(now);
    return undefined;
  }

  #takeAssociation(now: number): Problem | undefined {
    const { associationsPer10s, associationsDaily } = this.limits;
    if (associationsDaily !== undefined && this.#associationsToday >= associationsDaily)
      return refusal("DAILY", "You have reached your daily limit of association requests.");
    if (associationsPer10s !== undefined && this.#associations.length >= associationsPer10s)
      return refusal("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit of association requests.");
    this.#associations.push(now);
    this.#associationsToday += 1;
    return undefined;
  }

  #forget(now: number): void {
    this.#granted = after(this.#granted, now - WINDOW_MS);
    this.#searches = after(this.#searches, now - SECOND_MS);
    this.#associations = after(this.#associations, now - WINDOW_MS);
    const day = Math.floor(now / DAY_MS);
    if (day !== this.#day) [this.#day, this.#today, this.#associationsToday] = [day, 0, 0];
  }

  /** A search's answer says nothing; an association's speaks of the associations' own limit. */
  headers(kind: LimitKind): Record<string, string> {
    if (kind === "search") return {};
    const { per10s, associationsPer10s, daily, othersPer10s = 0 } = this.limits;
    const [max, used] =
      kind === "association" ? [associationsPer10s, this.#associations.length] : [per10s, othersPer10s + this.#granted.length];
    const headers: Record<string, string> = {};
    if (max !== undefined) {
      headers["X-HubSpot-RateLimit-Max"] = String(max);
      headers["X-HubSpot-RateLimit-Remaining"] = String(Math.max(0, max - used));
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
