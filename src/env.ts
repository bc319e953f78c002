import type { Outbox } from "./outbox.ts";
import { type Settings, locationOf } from "./settings.ts";

/** What the Worker is given: its settings, and the outboxes. */
export interface Env extends Settings {
  OUTBOX: DurableObjectNamespace<Outbox>;
}

/**
 * The one outbox of this deployment's portal. `LOCATION` counts when it is born; another jurisdiction is another, empty outbox.
 * Where it names no place, deliveries are kept all the same, and health says what is wrong.
 */
export function theOutbox(env: Env): DurableObjectStub<Outbox> {
  const { OUTBOX } = env;
  const location = locationOf(env);
  if (location === "eu") return OUTBOX.jurisdiction("eu").getByName(NAME);
  return OUTBOX.getByName(NAME, location ? { locationHint: location as DurableObjectLocationHint } : {});
}

const NAME = "portal";
