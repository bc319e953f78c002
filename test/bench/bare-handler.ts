import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";

/** The yardstick for accepting: a Worker that parses the JSON and answers, and keeps nothing. */

const app = new Hono();
app.post("/webhooks/post-call", async (c) =>
  c.json({ call: String(((await c.req.json()) as { id: unknown }).id), status: "accepted" }, 202),
);

/** Only so that both can run under the same host. */
export class Outbox extends DurableObject {}

export default app;
