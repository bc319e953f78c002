import { type Context, Hono } from "hono";
import { api } from "./api/routes.ts";
import { pages } from "./console/routes.tsx";
import { type Env, theOutbox } from "./env.ts";
import { errorPlace } from "./log.ts";
import { health } from "./api/health.ts";
import { meant } from "./api/route-names.ts";
import { receive } from "./webhook/receive.ts";
export { Outbox } from "./outbox.ts";

/**
 * The journey of a call, on one screen:
 *   POST /webhooks/post-call → webhook/receive (prove, read) → outbox (store, answer) → alarm → outbox/drain (find, plan, write, settle)
 */

/** Thousands of deliveries come for each look at a page: they have a router of their own, with one route. */
const app = new Hono<{ Bindings: Env }>();
app.post("/webhooks/post-call", receive);
app.notFound((c) => others.fetch(c.req.raw, c.env, c.executionCtx));
app.onError(failed);

const others = new Hono<{ Bindings: Env }>();
others.all("/webhooks/post-call", (c) =>
  c.json({ error: { code: "method_not_allowed", message: "Send a POST." } }, 405, { Allow: "POST" }),
);
others.get("/health", health);
others.route("/api", api);
others.route("/", pages);
others.notFound((c) => c.json({ error: { code: "not_found", message: `There is nothing at this address. ${meant(c.req.path)}` } }, 404));
others.onError(failed);

/** The message may hold what was sent: only the kind of error and our own lines are logged. */
function failed(error: Error, c: Context): Response {
  console.error(JSON.stringify({ event: "request_failed", ...errorPlace(error) }));
  return c.json({ error: { code: "internal", message: "Something went wrong here. Send it again." } }, 500);
}

export default {
  fetch: app.fetch,
  /** The cron: an alarm should be set already; should it ever be lost, this sets it again. */
  async scheduled(_event, env) {
    await theOutbox(env).wake();
  },
} satisfies ExportedHandler<Env>;
