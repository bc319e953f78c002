import { HubSpotFailure, trouble } from "../failure.ts";
import type { Allowance, LimitFigures, Permit, RequestKind } from "./permit.ts";

/** A wait up to this long is slept through; a longer one ends the batch, and its calls wait in the queue. */
export const LONGEST_NAP_MS = 20_000;
/** Whatever HubSpot asks for: then it is tried again. */
export const LONGEST_WAIT_MS = 86_400_000;
const SHORTEST_WAIT_MS = 200;

/** What HubSpot asks for patience for: codes of problems. */
export type Patience = "hubspot_busy" | "daily_limit_reached";

export interface Clock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** Those who wait for leave to send a request of one kind: the earliest turn first, then who came first. */
export class Lane {
  readonly #kind: RequestKind;
  readonly #allowance: Allowance;
  readonly #clock: Clock;
  readonly #waiting: { turn: number; resolve(permit: Permit): void; reject(error: unknown): void }[] = [];
  #isServed = false;
  /** ms; HubSpot has asked for patience until then. */
  #quietUntil = 0;
  #quietFor: Patience = "hubspot_busy";

  constructor(kind: RequestKind, allowance: Allowance, clock: Clock) {
    this.#kind = kind;
    this.#allowance = allowance;
    this.#clock = clock;
  }

  /** Resolves when one may go. `refusal`: why none may go at all. Throws HubSpotFailure then, and where the wait would be too long. */
  permit(turn: number, refusal: () => HubSpotFailure | null): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const behind = this.#waiting.findIndex((other) => other.turn > turn);
      this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, { turn, resolve, reject });
      if (!this.#isServed) void this.#serve(refusal);
    });
  }

  /** Nothing goes for so long, a day at most. Returns how long it is. */
  quiet(ms: number, why: Patience = "hubspot_busy"): number {
    const bounded = Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
    if (this.#clock.now() + bounded >= this.#quietUntil) this.#quietFor = why;
    this.#quietUntil = Math.max(this.#quietUntil, this.#clock.now() + bounded);
    return bounded;
  }

  endWait(): void {
    this.#quietUntil = 0;
  }

  figures(): LimitFigures {
    const figures = this.#allowance.figures(this.#clock.now());
    return this.#quietUntil > this.#clock.now() ? { ...figures, left: 0 } : figures;
  }

  async #serve(refusal: () => HubSpotFailure | null): Promise<void> {
    this.#isServed = true;
    while (this.#waiting.length > 0) {
      const admitted = await this.#admit(refusal).catch((error: unknown) => ({ error }));
      // Whoever is first now: an earlier turn may have come while this one waited.
      const first = this.#waiting.shift();
      if ("error" in admitted) first?.reject(admitted.error);
      else first?.resolve(admitted);
    }
    this.#isServed = false;
  }

  async #admit(refusal: () => HubSpotFailure | null): Promise<Permit> {
    const refused = refusal();
    if (refused !== null) throw refused;
    for (let ms = this.#delayMs(); ms > 0; ms = this.#delayMs()) {
      if (ms > LONGEST_NAP_MS) throw new HubSpotFailure({ ...trouble("no"), cause: { code: this.#quietFor }, pauseMs: ms });
      await this.#clock.wait(Math.min(ms, this.#allowance.napMs));
    }
    const permit: Permit = { kind: this.#kind, at: this.#clock.now(), answeredAt: null };
    this.#allowance.sent(permit);
    return permit;
  }

  #delayMs(): number {
    const now = this.#clock.now();
    return Math.max(this.#allowance.delayMs(now), this.#quietUntil - now);
  }
}
