import type { Outbox } from "./outbox.ts";
import type { Settings } from "./settings.ts";

/** What the Worker is given: its settings, and the outboxes. */
export interface Env extends Settings {
  OUTBOX: DurableObjectNamespace<Outbox>;
}

/** The one outbox of this deployment's portal. */
export function theOutbox(env: Env): DurableObjectStub<Outbox> {
  return env.OUTBOX.get(env.OUTBOX.idFromName("portal"));
}
