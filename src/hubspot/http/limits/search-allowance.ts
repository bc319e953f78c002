import { type Allowance, type LimitFigures, type Permit, freeAt } from "./permit.ts";

/** Five a second for the account; search tells nothing of it in its headers. */
const SEARCHES = 5;
const INTERVAL_MS = 1_005;
/** The second begins when HubSpot has got a request: when it was answered at the latest, and a little after it was sent in all likelihood. */
const ON_THE_WAY_MS = 100;
/** Where other apps search too, each refusal makes that longer, and from one search to the next it becomes shorter again. */
const LONGEST_ON_THE_WAY_MS = 4_000;
const LONGER_MS = 150;
const SHORTER = 0.995;
/** So that five do not go out at once. */
const GAP_MS = 100;

/** Search's own limit, which is the narrowest. */
export class SearchAllowance implements Allowance {
  readonly #sent: Permit[] = [];
  #onTheWayMs = ON_THE_WAY_MS;

  delayMs(now: number): number {
    const over = ({ at, answeredAt }: Permit) => Math.min(answeredAt ?? Number.POSITIVE_INFINITY, at + this.#onTheWayMs) + INTERVAL_MS;
    const last = this.#sent.at(-1)?.at ?? 0;
    return Math.max(freeAt(this.#sent, SEARCHES, over, now), last + GAP_MS) - now;
  }

  sent(permit: Permit): void {
    this.#sent.push(permit);
    this.#onTheWayMs = Math.max(ON_THE_WAY_MS, this.#onTheWayMs * SHORTER);
  }

  /** HubSpot has refused one: others search too. */
  refused(): void {
    this.#onTheWayMs = Math.min(LONGEST_ON_THE_WAY_MS, this.#onTheWayMs + LONGER_MS);
  }

  readonly patienceMs = INTERVAL_MS;
  readonly napMs = 40;

  figures(now: number): LimitFigures {
    const used = this.#sent.filter(({ at }) => at > now - INTERVAL_MS).length;
    return { limit: "searches", left: Math.max(0, SEARCHES - used), of: SEARCHES, per_seconds: 1 };
  }
}
