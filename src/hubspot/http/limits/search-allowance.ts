import { type Allowance, type LimitFigures, type Permit, freeAt } from "./permit.ts";

/** Five a second for the account; search tells nothing of it in its headers. */
const SEARCHES = 5;
const INTERVAL_MS = 1_005;
/** The second begins when HubSpot has got a request: when it was answered at the latest, and so much after it was sent at most in all likelihood. */
const ON_THE_WAY_MS = 150;
/** That all of them are on the way equally long does no harm: only by how much they differ. So many answers show how long the fastest takes. */
const ANSWERS = 100;
const ENOUGH_ANSWERS = 5;
/** Where other apps search too, each refusal makes the second longer, and from one search to the next it becomes shorter again. */
const LONGEST_FOR_OTHERS_MS = 4_000;
/** Whoever shares the limit is refused again and again: one refusal in so long is an accident on the way. */
const ACCIDENT_MS = 10_000;
/** What came too early was on its way faster than those before it, by no more than this. */
const A_MOMENT_MS = 250;
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
    const over = (permit: Permit) => permit.at + this.#onTheWayMs(permit) + INTERVAL_MS + this.#forOthersMs;
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

  readonly patienceMs = INTERVAL_MS;

  /** HubSpot has refused one: it came a moment too early, or others search too. Returns for how long (ms) none should go. */
  refused(now: number): number {
    const isAgain = now - this.#refusedAt < ACCIDENT_MS;
    this.#refusedAt = now;
    if (!isAgain) return A_MOMENT_MS;
    this.#forOthersMs = Math.min(LONGEST_FOR_OTHERS_MS, this.#forOthersMs + LONGER_MS);
    return this.patienceMs;
  }

  readonly napMs = 40;

  figures(now: number): LimitFigures {
    const used = this.#sent.filter(({ at }) => at > now - INTERVAL_MS).length;
    return { limit: "searches", left: Math.max(0, SEARCHES - used), of: SEARCHES, per_seconds: 1 };
  }

  /** By how much longer it may have been on its way than the next one will be: as much as its answer took longer than the fastest one's. */
  #onTheWayMs({ at, answeredAt }: Permit): number {
    if (answeredAt === null) return ON_THE_WAY_MS;
    const fastest = this.#took.length < ENOUGH_ANSWERS ? 0 : Math.min(...this.#took);
    return Math.min(ON_THE_WAY_MS, Math.max(0, answeredAt - at - fastest));
  }
}
