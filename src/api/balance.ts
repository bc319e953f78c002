import type { Context } from "hono";
import { theOutbox } from "../env.ts";
import { readDays } from "../operator/reports/days.ts";
import type { ApiEnv } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** `GET /api/balance?from=&to=`: per day and campaign, what became of every call that came in. */
export async function balance(c: Context<ApiEnv>): Promise<Response> {
  const days = readDays({ from: c.req.query("from"), to: c.req.query("to") }, Date.now());
  return "bad" in days ? refuse(c, 400, "bad_query", days.bad) : c.json(await theOutbox(c.env).balance(days.from, days.to));
}
