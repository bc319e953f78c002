import type { Env } from "../settings.ts";
import type { Outbox } from "./outbox.ts";

/** The one outbox of this deployment's portal. */
export function theOutbox(env: Env): DurableObjectStub<Outbox> {
  return env.OUTBOX.get(env.OUTBOX.idFromName("portal"));
}
