import { type Context, Hono } from "hono";
import { isFromOperator, tokensOf } from "../auth/tokens.ts";
import { type Env, theOutbox } from "../env.ts";

/** The operator's routes: calls and their receipts, replay, choice and undo, and how the outbox does. */
export const api = new Hono<{ Bindings: Env }>();

type C = Context<{ Bindings: Env }>;

const PAGE = 50;
const LARGEST_PAGE = 200;
const STATUSES = ["pending", "written", "skipped", "held", "rejected"];

api.use(async (c, next) => {
  const tokens = tokensOf(c.env.ADMIN_TOKEN);
  if (tokens.length === 0)
    return refuse(c, 503, "not_configured", "ADMIN_TOKEN is not set. Set it with `wrangler secret put ADMIN_TOKEN`.");
  if (!isFromOperator(c.req.raw, tokens)) return refuse(c, 401, "unauthorized", "Send the ADMIN_TOKEN as `Authorization: Bearer …`.");
  await next();
  c.header("Cache-Control", "no-store");
});

api.get("/health", async (c) => c.json(await theOutbox(c.env).health()));

api.get("/calls", async (c) => {
  const status = c.req.query("status") || null;
  if (status !== null && !STATUSES.includes(status)) return refuse(c, 400, "bad_query", `\`status\` is one of ${STATUSES.join(", ")}.`);
  const limit = whole(c.req.query("limit"), PAGE);
  const before = c.req.query("before") ? whole(c.req.query("before"), Number.NaN) : null;
  if (limit === null || Number.isNaN(before ?? 0) || before === undefined)
    return refuse(c, 400, "bad_query", "`limit` is a number; `before` is the `next` of the page before.");
  return c.json(await theOutbox(c.env).calls({ status, limit: Math.min(Math.max(limit, 1), LARGEST_PAGE), before }));
});

api.get("/calls/:id", async (c) => {
  const call = await theOutbox(c.env).call(c.req.param("id"));
  return call === null ? refuse(c, 404, "not_found", "There is no call of this id.") : c.json(call);
});

api.post("/calls/:id/replay", async (c) => {
  const call = await theOutbox(c.env).replay(c.req.param("id"));
  if (call === null) return refuse(c, 404, "not_found", "There is no call of this id.");
  return "refused" in call ? refuse(c, 409, "cannot_replay", call.refused) : c.json(call, 202);
});

api.post("/calls/:id/choose", async (c) => {
  const body: unknown = await c.req.json().catch(() => null);
  const contact = typeof body === "object" && body !== null ? String((body as { contact?: unknown }).contact ?? "") : "";
  if (contact === "") return refuse(c, 400, "bad_body", 'Send the contact\'s HubSpot id: {"contact":"501"}.');
  const call = await theOutbox(c.env).choose(c.req.param("id"), contact);
  if (call === null) return refuse(c, 404, "not_found", "There is no call of this id.");
  return "refused" in call ? refuse(c, 409, "cannot_choose", call.refused) : c.json(call, 202);
});

api.post("/calls/:id/undo", async (c) => {
  const call = await theOutbox(c.env).undo(c.req.param("id"));
  if (call === null) return refuse(c, 404, "not_found", "There is no call of this id.");
  return "refused" in call ? refuse(c, 409, "cannot_undo", call.refused) : c.json(call);
});

function whole(text: string | undefined, fallback: number): number | null {
  if (text === undefined || text === "") return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function refuse(c: C, status: 400 | 401 | 404 | 409 | 503, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}
