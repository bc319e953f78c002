import type { Context } from "hono";
import { theOutbox } from "../env.ts";
import type { ApiEnv } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** As large as a delivery may be. */
const LARGEST_BYTES = 1_900_000;

/** `POST /api/plan`: a body in, what it would write out. */
export async function plan(c: Context<ApiEnv>): Promise<Response> {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > LARGEST_BYTES)
    return refuse(c, 413, "too_large", `The body has ${bytes.byteLength} bytes; a delivery has at most ${LARGEST_BYTES}.`);
  const planned = await theOutbox(c.env).plan(new TextDecoder().decode(bytes));
  if (!("code" in planned)) return c.json(planned);
  const { code, message, issues } = planned;
  return c.json({ error: { code, message, ...(issues && { issues }) } }, code === "not_json" ? 400 : 422);
}
