import { BATCH_INPUTS } from "../../hubspot/records/read-records.ts";

const FEWER = 4;

/**
 * Calls whose writes met HubSpot's own trouble, again and again: one record in a batch may be what HubSpot stumbles over. With each time fewer go
 * with them, until the one to blame goes alone and holds up nobody else. Kept in memory: whoever forgets only begins anew.
 */
export class BatchSizeLimits {
  readonly #times = new Map<string, number>();

  /** How many inputs a batch may have that this call's are in. The first trouble is nothing special. */
  maxBatchSize(call: string): number {
    const times = this.#times.get(call) ?? 0;
    return Math.max(1, Math.floor(BATCH_INPUTS / FEWER ** Math.max(0, times - 1)));
  }

  /** Told how each attempt went. */
  note(call: string, hadTrouble: boolean): void {
    if (hadTrouble) this.#times.set(call, (this.#times.get(call) ?? 0) + 1);
    else this.#times.delete(call);
  }
}
