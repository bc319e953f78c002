import type { Outbox } from "./outbox.ts";
import type { Settings } from "./settings.ts";

/** What the Worker is given: its settings, and the outboxes. */
export interface Env extends Settings {
  OUTBOX: DurableObjectNamespace<Outbox>;
}

/** The one outbox of this deployment's portal. `LOCATION` counts when it is born; another jurisdiction is another, empty outbox. */
export function theOutbox({ OUTBOX, LOCATION }: Env): DurableObjectStub<Outbox> {
  const location = LOCATION?.trim().toLowerCase();
  if (location === "eu") return OUTBOX.jurisdiction("eu").getByName(NAME);
  return OUTBOX.getByName(NAME, location ? { locationHint: location as DurableObjectLocationHint } : {});
}

const NAME = "portal";
