const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** Some minutes, in which the other call's turn comes again and again: HubSpot answers, or nobody would be kept waiting. */
const MOST_WAITS = 8;

/**
 * How often a call has waited for another's unfinished attempt: that one finds out what it created as soon as its turn comes, and whoever goes before
 * it creates it again. Not for ever, for its turns may fail again and again. Kept in memory: whoever forgets only waits anew.
 */
export class ClaimWaits {
  readonly #waits = new Map<string, number>();

  /** It waits once more: for so long at least, ms. */
  wait(call: string): number {
    const waits = this.#waits.get(call) ?? 0;
    this.#waits.set(call, waits + 1);
    return Math.min(FIRST_WAIT_MS * 2 ** waits, LONGEST_WAIT_MS);
  }

  /** It goes next, and before the call that it waited for. */
  isOver(call: string): boolean {
    return (this.#waits.get(call) ?? 0) >= MOST_WAITS;
  }

  /** It has been written, or need not wait any more. */
  forget(call: string): void {
    this.#waits.delete(call);
  }
}
