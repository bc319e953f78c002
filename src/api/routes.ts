import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { actions } from "./actions.ts";
import { balance } from "./balance.ts";
import { calls } from "./calls.ts";
import { type ApiEnv, letIn, operatorOnly } from "./guard.ts";
import { operatorHealth } from "./health.ts";
import { neverLogged } from "./never-logged.ts";
import { BAD, readJson } from "./read-json.ts";
import { plan } from "./plan.ts";
import { refuse } from "./refuse.ts";
import { ROUTES } from "./route-names.ts";

/** The operator's and the viewer's routes, as JSON: calls and their receipts, what to do about them, and how the outbox does. */
export const api = new Hono<ApiEnv>();

api.use(letIn);
api.route("/calls", calls);
api.post("/pause", operatorOnly, async (c) => {
  const body = await readJson(c);
  if (body === BAD) return refuse(c, 400, "bad_body", 'Send a reason that others will read: {"reason":"we are moving portals"}.');
  return c.json(await theOutbox(c.env).pause(String(body?.["reason"] ?? "")));
});
api.post("/resume", operatorOnly, async (c) => c.json(await theOutbox(c.env).resume()));
api.route("/actions", actions);
api.route("/never-logged", neverLogged);
api.post("/portal", operatorOnly, async (c) => {
  const body = await readJson(c);
  const portal = body === BAD ? "" : String(body?.["accept"] ?? "");
  if (!/^\d+$/.test(portal)) return refuse(c, 400, "bad_body", 'Send the id of the portal that the key opens: {"accept":"48215907"}.');
  const accepted = await theOutbox(c.env).acceptPortal(portal);
  return "refused" in accepted ? refuse(c, 409, "cannot_accept", accepted.refused) : c.json(accepted);
});
api.get("/problems", async (c) => c.json({ problems: await theOutbox(c.env).problems() }));
api.get("/balance", balance);
api.get("/mappings", async (c) => c.json(await theOutbox(c.env).mappingsReport()));
api.get("/health", operatorHealth);
api.get("/audit", operatorOnly, async (c) => c.json({ audit: await theOutbox(c.env).audited(null) }));
api.post("/plan", operatorOnly, plan);
api.all("*", (c) => refuse(c, 404, "not_found", `There is no ${c.req.method} ${c.req.path}. There are: ${ROUTES.join(", ")}.`));
