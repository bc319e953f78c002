import type { ErrorBody } from "./error-body.ts";
import { HubSpotFailure, trouble } from "./failure.ts";
import { rateHeaders, retryAfterMs } from "./rate-headers.ts";
import { LONGEST_NAP_MS, type Pacer, type Permit, type RequestKind } from "./send.ts";

/** Until an answer's headers say otherwise: what HubSpot grants the smallest portals. */
const REQUESTS = 100;
const INTERVAL_MS = 10_000;
/** The portal's other apps live from the same allowance. */
const SHARE = 0.97;
/**
 * Search has its own limit, five a second for the account, and tells nothing of it in its headers. The second begins when HubSpot has got a
 * request: when it was answered at the latest, and a little after it was sent in all likelihood.
 */
const SEARCHES = 5;
const SEARCH_INTERVAL_MS = 1_005;
const ON_THE_WAY_MS = 100;
/** Where other apps search too, each refusal makes that longer, and time shortens it again. */
const LONGEST_ON_THE_WAY_MS = 4_000;
const LONGER_MS = 150;
/** From one search to the next. */
const SHORTER = 0.995;
/** So that five do not go out at once. */
const SEARCH_GAP_MS = 100;
const SEARCH_NAP_MS = 40;
/** How long another request steps aside for a search. */
const GIVE_WAY_MS = 5;
/** Fewer left than this and someone else is using the portal too: wait a little. */
const RESERVE = 0.025;
const LOCKED_MS = 2_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A day's allowance does not come back within a second, whatever Retry-After says. */
const DAILY_AT_LEAST_MS = 60_000;
/** So many silences or 5xx in a row, and HubSpot counts as down: no more requests until a probe is answered. */
export const TROUBLES_UNTIL_DOWN = 4;

/** One of HubSpot's limits: `left` null where HubSpot has not said. */
export interface LimitFigures {
  limit: string;
  left: number | null;
  of: number | null;
  per_seconds: number;
}

/** Those who wait for a permit of one kind. */
interface Lane {
  waiting: { turn: number; resolve(permit: Permit): void; reject(error: unknown): void }[];
  isServed: boolean;
}

/**
 * One allowance for the whole portal, learned from HubSpot's answers. Counts requests in a rolling window,
 * so that neither a rolling nor a fixed window on HubSpot's side is ever overrun.
 */
export class RateLimiter implements Pacer {
  #limit = REQUESTS;
  #intervalMs = INTERVAL_MS;
  /** Of the last interval, in the order in which they were sent; searches count among both. */
  readonly #sent: Record<RequestKind, Permit[]> = { other: [], search: [] };
  readonly #quietUntil: Record<RequestKind, number> = { other: 0, search: 0 };
  readonly #lanes: Record<RequestKind, Lane> = { other: { waiting: [], isServed: false }, search: { waiting: [], isServed: false } };
  /** While it is only asked whether HubSpot is back. */
  isProbing = false;
  #onTheWayMs = ON_THE_WAY_MS;
  /** In a row, since HubSpot last answered properly. */
  troubles = 0;
  /** More requests were tried than this run of the Worker may send. */
  isSpent = false;
  /** Since this object woke up: for the figures. */
  requests = 0;
  tooMany = 0;
  /** ms; when HubSpot last took a write. Null: not since this object woke up. */
  lastWriteAt: number | null = null;
  /** Of the day's allowance, as HubSpot last said. */
  #dailyLeft: number | null = null;

  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<void>;

  constructor(now: () => number, wait: (ms: number) => Promise<void>) {
    this.#now = now;
    this.#wait = wait;
  }

  /** For requests of one turn: those of an earlier turn go first. */
  inTurn(turn: number): Pacer {
    return {
      readTries: () => this.readTries(),
      permit: (kind) => this.permit(kind, turn),
      learn: (...answer) => this.learn(...answer),
      spent: () => this.spent(),
      wrote: () => this.wrote(),
    };
  }

  /** The earliest turn goes first, then who came first; a search that waits for its second does not hold up the others. */
  permit(kind: RequestKind, turn = 0): Promise<Permit> {
    const lane = this.#lanes[kind];
    return new Promise((resolve, reject) => {
      const behind = lane.waiting.findIndex((other) => other.turn > turn);
      lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, { turn, resolve, reject });
      if (!lane.isServed) void this.#serve(kind, lane);
    });
  }

  async #serve(kind: RequestKind, lane: Lane): Promise<void> {
    lane.isServed = true;
    while (lane.waiting.length > 0) {
      const admitted = await this.#admit(kind).catch((error: unknown) => ({ error }));
      // Whoever is first now: an earlier turn may have come while this one waited.
      const first = lane.waiting.shift();
      if ("error" in admitted) first?.reject(admitted.error);
      else first?.resolve(admitted);
    }
    lane.isServed = false;
  }

  async #admit(kind: RequestKind): Promise<Permit> {
    if (this.troubles >= TROUBLES_UNTIL_DOWN) throw new HubSpotFailure(trouble("no"));
    for (let ms = this.#delay(kind); ms > 0; ms = this.#delay(kind)) {
      if (ms > LONGEST_NAP_MS) throw new HubSpotFailure({ ...trouble("no"), cause: { code: "hubspot_busy" }, pauseMs: ms });
      // An answer that comes meanwhile may let a search go earlier.
      await this.#wait(kind === "search" ? Math.min(ms, SEARCH_NAP_MS) : ms);
    }
    const permit: Permit = { kind, at: this.#now(), answeredAt: null };
    this.#sent.other.push(permit);
    if (kind === "search") {
      this.#sent.search.push(permit);
      this.#onTheWayMs = Math.max(ON_THE_WAY_MS, this.#onTheWayMs * SHORTER);
    }
    this.requests += 1;
    return permit;
  }

  /** How long until one more may go, in ms. */
  #delay(kind: RequestKind): number {
    const now = this.#now();
    const share = Math.max(1, Math.floor(this.#limit * SHARE));
    const free = freeAt(this.#sent.other, share, ({ at }) => at + this.#intervalMs, now);
    const ready = this.#searchReadyAt(now);
    // Search has the narrowest limit: one that may go, goes first.
    const takesPrecedence = kind === "other" && this.#lanes.search.waiting.length > 0 && ready <= now;
    const waits = [free - now, this.#evenly(share) - now, this.#quietUntil.other - now, kind === "search" ? ready - now : 0];
    return Math.max(takesPrecedence ? GIVE_WAY_MS : 0, ...waits);
  }

  /** When search's own limit lets one more go. */
  #searchReadyAt(now: number): number {
    const over = ({ at, answeredAt }: Permit) =>
      Math.min(answeredAt ?? Number.POSITIVE_INFINITY, at + this.#onTheWayMs) + SEARCH_INTERVAL_MS;
    const last = this.#sent.search.at(-1)?.at ?? 0;
    return Math.max(freeAt(this.#sent.search, SEARCHES, over, now), last + SEARCH_GAP_MS, this.#quietUntil.search);
  }

  /**
   * The more of the allowance is used, the more evenly requests go: what goes in a rush comes back in a rush, and between the two searches would wait
   * for permits that they cannot make up for. The first half may go in a rush.
   */
  #evenly(share: number): number {
    const used = (2 * this.#sent.other.length) / share - 1;
    return (this.#sent.other.at(-1)?.at ?? 0) + (this.#intervalMs / share) * Math.min(Math.max(used, 0), 1);
  }

  readTries(): number {
    return this.isProbing ? 1 : 2;
  }

  spent(): void {
    this.isSpent = true;
  }

  wrote(): void {
    this.lastWriteAt = this.#now();
  }

  /** What each limit has left at the moment. */
  figures(): LimitFigures[] {
    const now = this.#now();
    const used = (kind: RequestKind, overMs: number) => this.#sent[kind].filter(({ at }) => at > now - overMs).length;
    const figure = (limit: string, of: number, perSeconds: number, spent: number, quiet: number): LimitFigures => ({
      limit,
      left: quiet > now ? 0 : Math.max(0, of - spent),
      of,
      per_seconds: perSeconds,
    });
    return [
      figure("requests", this.#limit, this.#intervalMs / 1000, used("other", this.#intervalMs), this.#quietUntil.other),
      figure("searches", SEARCHES, 1, used("search", SEARCH_INTERVAL_MS), this.#quietUntil.search),
      { limit: "day", left: this.#dailyLeft, of: null, per_seconds: DAY_MS / 1000 },
    ];
  }

  learn(permit: Permit, status: number, headers: Headers | null, body: ErrorBody): number | null {
    permit.answeredAt = this.#now();
    const answered = status !== 0 && status < 500 && status !== 408;
    this.troubles = answered ? 0 : this.troubles + 1;
    this.#learnLimits(headers);
    const asked = retryAfterMs(headers);
    switch (status) {
      case 429:
        return this.#tooMany(permit.kind, asked, body);
      case 423:
        return Math.max(asked ?? 0, LOCKED_MS);
      case 477:
        return this.#quiet("other", asked ?? HOUR_MS);
      default:
        return null;
    }
  }

  #tooMany(kind: RequestKind, asked: number | null, body: ErrorBody): number {
    this.tooMany += 1;
    const policy = `${body.policyName ?? ""} ${body.message ?? ""}`;
    if (/DAILY/i.test(policy)) return this.#quiet("other", Math.max(asked ?? HOUR_MS, DAILY_AT_LEAST_MS));
    if (/TEN_SECONDLY/i.test(policy)) return this.#quiet("other", asked ?? this.#intervalMs / 5);
    if (kind !== "search") return this.#quiet("other", asked ?? SEARCH_INTERVAL_MS);
    this.#onTheWayMs = Math.min(LONGEST_ON_THE_WAY_MS, this.#onTheWayMs + LONGER_MS);
    return this.#quiet("search", asked ?? SEARCH_INTERVAL_MS);
  }

  #quiet(kind: RequestKind, ms: number): number {
    const bounded = Math.min(Math.max(ms, 200), DAY_MS);
    this.#quietUntil[kind] = Math.max(this.#quietUntil[kind], this.#now() + bounded);
    return bounded;
  }

  /** Somebody knows better than what HubSpot said last: its waits end now. */
  endWaits(): void {
    this.#quietUntil.other = 0;
    this.#quietUntil.search = 0;
  }

  #learnLimits(headers: Headers | null): void {
    const { max, intervalMs, remaining, dailyRemaining } = rateHeaders(headers);
    this.#dailyLeft = dailyRemaining ?? this.#dailyLeft;
    if (max) this.#limit = max;
    if (intervalMs) this.#intervalMs = intervalMs;
    if (max && remaining !== null && remaining < max * RESERVE) this.#quiet("other", this.#intervalMs / 10);
  }
}

/** When one more may be sent, so that no more than `limit` count at a time; `over` says until when one counts. Forgets those that count no more. */
function freeAt(sent: Permit[], limit: number, over: (permit: Permit) => number, now: number): number {
  while (sent[0] !== undefined && over(sent[0]) <= now) sent.shift();
  return sent.length < limit ? now : over(sent[sent.length - limit] as Permit);
}
