import type { Context, MiddlewareHandler } from "hono";
import { throttle } from "../auth/throttle.ts";
import { noTokenMessage, tokensOf } from "../auth/tokens.ts";
import { type Who, presentedToken, whoseToken } from "../auth/who.ts";
import { type Env, theOutbox } from "../env.ts";
import { deedOf } from "../operator/deeds.ts";
import { refuse } from "./refuse.ts";

/** What the API's routes are given: the Worker's bindings, and who asks. */
export type ApiEnv = { Bindings: Env; Variables: { who: Who } };

/** Lets in who shows a token, and keeps answers out of every cache. */
export const letIn: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.header("Cache-Control", "no-store");
  const wait = throttle.waitSeconds(c.req.raw, Date.now());
  if (wait > 0) return tooMany(c, wait);
  const presented = presentedToken(c.req.raw);
  const who = presented === null ? null : whoseToken(presented, c.env);
  if (who !== null) {
    c.set("who", who);
    return next();
  }
  if (tokensOf(c.env.ADMIN_TOKEN).length === 0) return refuse(c, 503, "not_configured", noTokenMessage("ADMIN_TOKEN", c.env.ADMIN_TOKEN));
  if (presented === null) return refuse(c, 401, "unauthorized", "There is no token. Send the ADMIN_TOKEN as `Authorization: Bearer …`.");
  throttle.countWrong(c.req.raw, Date.now());
  return refuse(c, 401, "unauthorized", "The token is wrong. Send the ADMIN_TOKEN as `Authorization: Bearer …`.");
};

/** For routes that change something, or show what a viewer must not see. Whoever changed something is kept. */
export const operatorOnly: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { role, name } = c.get("who");
  if (role !== "operator") return refuse(c, 403, "forbidden", "The VIEWER_TOKEN sees and changes nothing. Send the ADMIN_TOKEN.");
  const askedAt = Date.now();
  await next();
  const deed = deedOf(c.req.method, c.req.path, c.res.status);
  if (deed !== null) await theOutbox(c.env).audit({ who: name, ...deed }, Date.now() - askedAt);
};

function tooMany(c: Context<ApiEnv>, seconds: number): Response {
  c.header("Retry-After", String(seconds));
  return refuse(
    c,
    429,
    "too_many_wrong_tokens",
    `Too many wrong tokens came from your address. Try again in ${Math.ceil(seconds / 60)} minutes.`,
  );
}
