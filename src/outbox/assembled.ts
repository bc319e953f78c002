import { DurableObject } from "cloudflare:workers";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { compiledMappings } from "../mapping/deployed.ts";
import { FULL_PACE, type Pace } from "../pipeline/schedule-batches.ts";
import type { Settings } from "../settings.ts";
import { OutboxParts, type Seams } from "./parts.ts";

/** An outbox without a door: its parts, put together when it awakes. */
export class Assembled extends DurableObject<Settings> implements Seams {
  now: () => number = Date.now;
  wait: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms);
  mappings: Mapping[] = compiledMappings;
  pace: Pace = FULL_PACE;

  protected readonly parts: OutboxParts;

  constructor(state: DurableObjectState, env: Settings) {
    super(state, env);
    this.parts = new OutboxParts(state.storage, env, this);
    // An alarm that was lost would leave calls lying: every awakening sets it again.
    state.blockConcurrencyWhile(() => this.parts.scheduler.armAnew());
  }
}
