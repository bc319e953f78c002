import type { ErrorBody } from "../error-body.ts";
import { HubSpotFailure, trouble } from "../failure.ts";
import type { Pacer } from "../send.ts";
import { Lane, LONGEST_WAIT_MS, type Patience } from "./lane.ts";
import type { LimitFigures, Permit, RequestKind } from "./permit.ts";
import { rateHeaders, retryAfterMs } from "./rate-headers.ts";
import { RollingAllowance } from "./rolling-allowance.ts";
import { SearchAllowance } from "./search-allowance.ts";

const LOCKED_MS = 2_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A day's allowance does not come back within a second, whatever Retry-After says. */
const DAILY_AT_LEAST_MS = 60_000;
/** A permit that was taken ahead of its request is good for so long: to put a search together takes some milliseconds. */
const AHEAD_MS = 50;
/** So many silences or 5xx in a row, and HubSpot counts as down: no more requests until a probe is answered. */
const TROUBLES_UNTIL_DOWN = 4;

/** HubSpot's limits for the whole portal: when a request of each kind may go, and what its answer means for the next. */
export class RateLimiter implements Pacer {
  readonly #allowances = {
    other: new RollingAllowance("requests"),
    association: new RollingAllowance("associations"),
    search: new SearchAllowance(),
  };
  readonly #lanes: Record<RequestKind, Lane>;
  readonly #now: () => number;
  /** Silences and 5xx in a row, since HubSpot last answered properly. */
  #troubles = 0;
  #isProbing = false;
  #isSpent = false;
  #requests = 0;
  #tooMany = 0;
  #lastWriteAt: number | null = null;
  /** Of the day's allowance, as HubSpot last said. */
  #dailyLeft: number | null = null;

  constructor(now: () => number, wait: (ms: number) => Promise<void>) {
    this.#now = now;
    const lane = (kind: RequestKind) => new Lane(kind, this.#allowances[kind], { now, wait });
    this.#lanes = { other: lane("other"), association: lane("association"), search: lane("search") };
  }

  /** Since this object woke up: for the figures. */
  get requests(): number {
    return this.#requests;
  }

  /** Answered 429, since this object woke up. */
  get tooMany(): number {
    return this.#tooMany;
  }

  /** ms; when HubSpot last took a write. Null: not since this object woke up. */
  get lastWriteAt(): number | null {
    return this.#lastWriteAt;
  }

  /** More requests were tried than this run of the Worker may send. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** HubSpot has not answered properly for some requests in a row. */
  get isDown(): boolean {
    return this.#troubles >= TROUBLES_UNTIL_DOWN;
  }

  /** What the last run could not send, this one may. */
  runBegins(): void {
    this.#isSpent = false;
  }

  /** Asks whether HubSpot is back, with one request that is not repeated. */
  async probe<T>(ask: () => Promise<T>): Promise<T> {
    this.#troubles = 0;
    this.#isProbing = true;
    try {
      return await ask();
    } finally {
      this.#isProbing = false;
    }
  }

  /** Somebody knows better than what HubSpot said last: its waits end now. */
  endWaits(): void {
    this.#troubles = 0;
    for (const lane of Object.values(this.#lanes)) lane.endWait();
  }

  /** Whether it is down is to be seen anew. */
  forgetTroubles(): void {
    this.#troubles = 0;
  }

  /** For requests of one turn: those of an earlier turn go first. */
  inTurn(turn: number): Pacer {
    let ahead: Permit | null = null;
    return {
      readTries: () => this.readTries(),
      permit: (kind) => {
        const taken = ahead;
        if (taken?.kind !== kind) return this.permit(kind, turn);
        ahead = null;
        const now = this.#now();
        if (now - taken.at > AHEAD_MS) return this.permit(kind, turn);
        taken.at = now;
        return Promise.resolve(taken);
      },
      permitAhead: async (kind) => void (ahead = await this.permit(kind, turn)),
      got: (permit) => this.got(permit),
      learn: (...answer) => this.learn(...answer),
      spent: () => this.spent(),
      wrote: () => this.wrote(),
    };
  }

  async permit(kind: RequestKind, turn = 0): Promise<Permit> {
    const permit = await this.#lanes[kind].permit(turn, () => (this.isDown ? new HubSpotFailure(trouble("no")) : null));
    this.#requests += 1;
    return permit;
  }

  async permitAhead(kind: RequestKind): Promise<void> {
    await this.permit(kind);
  }

  readTries(): number {
    return this.#isProbing ? 1 : 2;
  }

  spent(): void {
    this.#isSpent = true;
  }

  wrote(): void {
    this.#lastWriteAt = this.#now();
  }

  /** What each limit has left at the moment. */
  figures(): LimitFigures[] {
    const { other, search, association } = this.#lanes;
    return [
      other.figures(),
      search.figures(),
      association.figures(),
      { limit: "day", left: this.#dailyLeft, of: null, per_seconds: DAY_MS / 1000 },
    ];
  }

  got(permit: Permit): void {
    permit.answeredAt = this.#now();
  }

  learn(permit: Permit, status: number, headers: Headers | null, body: ErrorBody): number | null {
    permit.answeredAt ??= this.#now();
    const isAnswered = status !== 0 && status < 500 && status !== 408;
    this.#troubles = isAnswered ? 0 : this.#troubles + 1;
    if (isAnswered && permit.kind === "search") this.#allowances.search.answered(permit);
    this.#learnLimits(permit.kind, headers);
    const asked = retryAfterMs(headers, this.#now());
    switch (status) {
      case 429:
        return this.#refused(permit.kind, asked, `${body.policyName ?? ""} ${body.message ?? ""}`);
      case 423:
        return Math.min(Math.max(asked ?? 0, LOCKED_MS), LONGEST_WAIT_MS);
      case 477:
        return this.#quietAll(asked ?? HOUR_MS);
      default:
        return null;
    }
  }

  /** An association's answer speaks of the associations' limit, a search's of none. */
  #learnLimits(kind: RequestKind, headers: Headers | null): void {
    const said = rateHeaders(headers);
    this.#dailyLeft = said.dailyRemaining ?? this.#dailyLeft;
    if (kind !== "search") this.#allowances[kind].learn(said, this.#now());
  }

  #refused(kind: RequestKind, asked: number | null, policy: string): number {
    this.#tooMany += 1;
    if (/DAILY/i.test(policy)) return this.#quietAll(Math.max(asked ?? HOUR_MS, DAILY_AT_LEAST_MS), "daily_limit_reached");
    const isTenSecondly = /TEN_SECONDLY/i.test(policy);
    // A portal that counts searches among the others, too.
    if (isTenSecondly && kind === "search") this.#lanes.other.quiet(asked ?? this.#allowances.other.patienceMs);
    const patienceMs = this.#noteRefusal(kind, isTenSecondly);
    return this.#lanes[kind].quiet(asked ?? patienceMs);
  }

  /** Returns for how long (ms) none of its kind should go where HubSpot does not say. */
  #noteRefusal(kind: RequestKind, isTenSecondly: boolean): number {
    const { other, search } = this.#allowances;
    if (isTenSecondly) return other.patienceMs;
    return kind === "search" ? search.refused(this.#now()) : search.patienceMs;
  }

  #quietAll(ms: number, why: Patience = "hubspot_busy"): number {
    return Math.max(...Object.values(this.#lanes).map((lane) => lane.quiet(ms, why)));
  }
}
