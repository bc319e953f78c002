import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { MASK } from "../operator/mask-call.ts";
import { type ApiEnv, operatorOnly } from "./guard.ts";
import { BAD, readJson } from "./read-json.ts";
import { refuse } from "./refuse.ts";

/** `/api/never-logged`: numbers whose calls are never written (own staff, test phones). The numbers themselves are not kept, so none is shown. */
export const neverLogged = new Hono<ApiEnv>();

/** A label names somebody: a viewer sees that there is a number, and since when. */
neverLogged.get("/", async (c) => {
  const numbers = await theOutbox(c.env).neverLogged();
  const isOperator = c.get("who").role === "operator";
  return c.json({ numbers: isOperator ? numbers : numbers.map((number) => ({ ...number, label: MASK })) });
});

neverLogged.post("/", operatorOnly, async (c) => {
  const body = await readJson(c);
  const phone = body === BAD ? "" : String(body?.["phone"] ?? "");
  if (phone === "" || body === BAD)
    return refuse(c, 400, "bad_body", 'Send the number, and what it is: {"phone":"+5511987654321","label":"reception"}.');
  const kept = await theOutbox(c.env).neverLog(phone, String(body?.["label"] ?? ""));
  return "refused" in kept ? refuse(c, 400, "not_a_number", kept.refused) : c.json(kept, 201);
});

neverLogged.delete("/:id", operatorOnly, async (c) =>
  (await theOutbox(c.env).logAgain(c.req.param("id")))
    ? c.body(null, 204)
    : refuse(c, 404, "not_found", "There is no number of this id on the list."),
);
