import type { Context } from "hono";
import { type Env, theOutbox } from "../env.ts";
import type { ApiEnv } from "./guard.ts";

/** `GET /health`, for uptime monitors: whether somebody has to look, in one word. Says nothing of anybody, and needs no token. */
export async function health(c: Context<{ Bindings: Env }>): Promise<Response> {
  c.header("Cache-Control", "no-store");
  // An outbox that does not even answer writes nothing.
  const status = await theOutbox(c.env)
    .status()
    .catch(() => ({ status: "attention", reason: "falling_behind" }) as const);
  return c.json(status, status.status === "ok" ? 200 : 503);
}

/** `GET /api/health`, for operators: whoever asks this asks because something is wrong already, so it answers whatever is wrong. */
export async function operatorHealth(c: Context<ApiEnv>): Promise<Response> {
  const figures = await theOutbox(c.env)
    .health()
    .catch(() => ({ status: "attention", reason: "falling_behind", unread: ["outbox"] }));
  return c.json(figures);
}
