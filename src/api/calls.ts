import { type Context, Hono } from "hono";
import { theOutbox } from "../env.ts";
import { readFilters } from "../operator/call-filters.ts";
import { maskCall } from "../operator/mask-call.ts";
import type { CallView } from "../operator/view-calls.ts";
import { type ApiEnv, operatorOnly } from "./guard.ts";
import { BAD, readJson } from "./read-json.ts";
import { refuse } from "./refuse.ts";

/** `/api/calls`: what became of calls, and what an operator does with one. */
export const calls = new Hono<ApiEnv>();

type C = Context<ApiEnv>;

const PAGE = 50;
const LARGEST_PAGE = 200;

calls.get("/", async (c) => {
  const filters = readFilters(c.req.query());
  if ("bad" in filters) return refuse(c, 400, "bad_query", filters.bad);
  const limit = whole(c.req.query("limit"), PAGE);
  const before = c.req.query("before") ? whole(c.req.query("before"), 0) : Number.MAX_SAFE_INTEGER;
  if (limit === null || before === null)
    return refuse(c, 400, "bad_query", "`limit` is a number; `before` is the `next` of the page before.");
  const page = await theOutbox(c.env).calls(filters, { limit: Math.min(Math.max(limit, 1), LARGEST_PAGE), before });
  return c.json({ ...page, calls: page.calls.map((call) => shownTo(c, call)) });
});

calls.get("/:id", async (c) => {
  const outbox = theOutbox(c.env);
  const call = await outbox.call(c.req.param("id"));
  if (call === null) return noSuchCall(c);
  return c.json({ ...shownTo(c, call), ...(c.req.query("body") === "1" && { delivery: await deliveryShownTo(c, call) }) });
});

calls.post("/:id/replay", operatorOnly, async (c) => {
  const body = await readJson(c);
  if (body === BAD || isMisspelt(body, "change"))
    return refuse(c, 400, "bad_body", 'Send nothing, or a correction: {"change":{"customer_phone":"+5511987654321"}}.');
  return done(c, "cannot_replay", 202, await theOutbox(c.env).replay(c.req.param("id"), body?.["change"]));
});

calls.post("/:id/park", operatorOnly, async (c) => done(c, "cannot_park", 202, await theOutbox(c.env).park(c.req.param("id"))));

calls.post("/:id/choose", operatorOnly, async (c) => {
  const body = await readJson(c);
  const given = body === BAD ? null : body?.["contact"];
  const contact = typeof given === "string" || typeof given === "number" ? String(given).trim() : "";
  if (contact === "") return refuse(c, 400, "bad_body", 'Send the contact\'s HubSpot id: {"contact":"501"}.');
  return done(c, "cannot_choose", 202, await theOutbox(c.env).choose(c.req.param("id"), contact));
});

calls.post("/:id/undo", operatorOnly, async (c) => {
  const call = await theOutbox(c.env).undo(c.req.param("id"));
  return done(c, "cannot_undo", call !== null && !("refused" in call) && call.status === "pending" ? 202 : 200, call);
});

/** Something is said, but not what is asked for. */
const isMisspelt = (body: Record<string, unknown> | null, name: string): boolean =>
  body !== null && Object.keys(body).some((key) => key !== name);

function done(c: C, code: string, status: 200 | 202, outcome: CallView | { refused: string } | null): Response {
  if (outcome === null) return noSuchCall(c);
  return "refused" in outcome ? refuse(c, 409, code, outcome.refused) : c.json(outcome, status);
}

function shownTo(c: C, call: CallView): CallView {
  return c.get("who").role === "operator" ? call : maskCall(call);
}

/** Whoever sees no conversation sees no delivery either: all of it came with the call. */
async function deliveryShownTo(c: C, { call }: CallView): Promise<unknown> {
  const text = c.get("who").role === "operator" ? await theOutbox(c.env).delivery(call) : null;
  return text === null ? null : asJson(text);
}

/** A rejected delivery may be no JSON: then it is shown as the text it is. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function noSuchCall(c: C): Response {
  return refuse(c, 404, "not_found", "There is no call of this id.");
}

function whole(text: string | undefined, fallback: number): number | null {
  if (text === undefined || text === "") return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
