import { type Allowance, type LimitFigures, type Permit, freeAt } from "./permit.ts";

/** Five a second for the account; search tells nothing of it in its headers. */
const SEARCHES = 5;
const INTERVAL_MS = 1_005;
/** The second begins when HubSpot has got a request: when it was answered at the latest, and so much after it was sent at most in all likelihood. */
const ON_THE_WAY_MS = 100;
/** That all of them are on the way equally long does no harm: only by how much they differ. So many answers show it. */
const ANSWERS = 20;
const ENOUGH_ANSWERS = 5;
/** Where other apps search too, each refusal makes the second longer, and from one search to the next it becomes shorter again. */
const LONGEST_FOR_OTHERS_MS = 4_000;
/** Whoever shares the limit is refused again and again: one refusal in so long is an accident on the way. */
const ACCIDENT_MS = 30_000;
const LONGER_MS = 150;
const SHORTER = 0.99;
/** So that five do not go out at once. */
const GAP_MS = 40;

/** Search's own limit, which is the narrowest. */
export class SearchAllowance implements Allowance {
  readonly #sent: Permit[] = [];
  /** How long the last ones took, in ms. */
  readonly #took: number[] = [];
  #forOthersMs = 0;
  /** ms */
  #refusedAt = Number.NEGATIVE_INFINITY;

  delayMs(now: number): number {
    const latestMs = this.#onTheWayMs() + this.#forOthersMs;
    const over = ({ at, answeredAt }: Permit) => Math.min(answeredAt ?? Number.POSITIVE_INFINITY, at + latestMs) + INTERVAL_MS;
    const last = this.#sent.at(-1)?.at ?? 0;
    return Math.max(freeAt(this.#sent, SEARCHES, over, now), last + GAP_MS) - now;
  }

  sent(permit: Permit): void {
    this.#sent.push(permit);
    this.#forOthersMs *= SHORTER;
  }

  /** HubSpot has answered one. */
  answered({ at, answeredAt }: Permit): void {
    if (answeredAt !== null) this.#took.push(answeredAt - at);
    if (this.#took.length > ANSWERS) this.#took.shift();
  }

  /** HubSpot has refused one: others may search too. */
  refused(now: number): void {
    if (now - this.#refusedAt < ACCIDENT_MS) this.#forOthersMs = Math.min(LONGEST_FOR_OTHERS_MS, this.#forOthersMs + LONGER_MS);
    this.#refusedAt = now;
  }

  readonly patienceMs = INTERVAL_MS;
  readonly napMs = 40;

  figures(now: number): LimitFigures {
    const used = this.#sent.filter(({ at }) => at > now - INTERVAL_MS).length;
    return { limit: "searches", left: Math.max(0, SEARCHES - used), of: SEARCHES, per_seconds: 1 };
  }

  /** By how much one may be longer on its way than another. */
  #onTheWayMs(): number {
    if (this.#took.length < ENOUGH_ANSWERS) return ON_THE_WAY_MS;
    return Math.min(ON_THE_WAY_MS, Math.max(...this.#took) - Math.min(...this.#took));
  }
}
