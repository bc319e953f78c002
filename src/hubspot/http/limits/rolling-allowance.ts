import { type Allowance, type LimitFigures, type Permit, freeAt } from "./permit.ts";
import type { RateHeaders } from "./rate-headers.ts";

/** Until an answer's headers say otherwise: what HubSpot grants the smallest portals. */
const REQUESTS = 100;
const INTERVAL_MS = 10_000;
/** Clocks differ a little, and a request may take longer to arrive than the one before it. */
const SHARE = 0.97;

/**
 * So many requests in any ten seconds, learned from HubSpot's answers. Counted in a rolling window, so that neither a rolling nor a fixed
 * window on HubSpot's side is ever overrun.
 */
export class RollingAllowance implements Allowance {
  readonly #name: string;
  #max = REQUESTS;
  #intervalMs = INTERVAL_MS;
  /** Of the last interval, in the order in which they were sent. */
  readonly #sent: Permit[] = [];
  /** What the portal's other apps use of the same allowance, as HubSpot's last answer shows. */
  #othersUse = 0;

  constructor(name: string) {
    this.#name = name;
  }

  delayMs(now: number): number {
    const share = this.#share();
    const free = freeAt(this.#sent, share, ({ at }) => at + this.#intervalMs, now);
    return Math.max(free, this.#evenlyAt(share)) - now;
  }

  sent(permit: Permit): void {
    this.#sent.push(permit);
  }

  /** What an answer says of the limit. */
  learn({ max, intervalMs, remaining }: RateHeaders, now: number): void {
    this.#max = max ?? this.#max;
    this.#intervalMs = intervalMs ?? this.#intervalMs;
    if (remaining !== null) this.#othersUse = Math.max(0, this.#max - remaining - this.#used(now));
  }

  readonly napMs = 1_000;

  /** HubSpot has refused one: how long to wait where it does not say. */
  get patienceMs(): number {
    return this.#intervalMs / 5;
  }

  figures(now: number): LimitFigures {
    const left = Math.max(0, this.#max - this.#othersUse - this.#used(now));
    return { limit: this.#name, left, of: this.#max, per_seconds: this.#intervalMs / 1000 };
  }

  #share(): number {
    return Math.max(1, Math.floor(this.#max * SHARE) - this.#othersUse);
  }

  #used(now: number): number {
    return this.#sent.filter(({ at }) => at > now - this.#intervalMs).length;
  }

  /**
   * The more of the allowance is used, the more evenly requests go: what goes in a rush comes back in a rush, and leaves nothing for the
   * rest of the interval. The first half may go in a rush.
   */
  #evenlyAt(share: number): number {
    const used = (2 * this.#sent.length) / share - 1;
    return (this.#sent.at(-1)?.at ?? 0) + (this.#intervalMs / share) * Math.min(Math.max(used, 0), 1);
  }
}
