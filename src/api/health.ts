import type { Context } from "hono";
import { type Env, theOutbox } from "../env.ts";

/** `GET /health`, for uptime monitors: whether somebody has to look, in one word. Says nothing of anybody, and needs no token. */
export async function health(c: Context<{ Bindings: Env }>): Promise<Response> {
  c.header("Cache-Control", "no-store");
  // An outbox that does not even answer writes nothing.
  const status = await theOutbox(c.env)
    .status()
    .catch(() => ({ status: "attention", reason: "falling_behind" }) as const);
  return c.json(status, status.status === "ok" ? 200 : 503);
}
