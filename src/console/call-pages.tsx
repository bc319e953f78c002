import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { maskCall } from "../operator/mask-call.ts";
import type { CallView } from "../operator/view-calls.ts";
import type { C, ConsoleEnv } from "./access.ts";
import { pathOfCall } from "./address.ts";
import { Ask, Missing, Refused } from "./pages/ask.tsx";
import { Call } from "./pages/call.tsx";

/** `/calls/:id`: one call, and what an operator does with it. */
export const callPages = new Hono<ConsoleEnv>();

callPages.get("/:id", async (c) => {
  const outbox = theOutbox(c.env);
  const call = await outbox.call(c.req.param("id"));
  if (call === null) return missing(c);
  const words = c.get("words");
  const mayChange = c.get("who")?.role === "operator";
  const [delivery, others] = await Promise.all([mayChange ? outbox.delivery(call.call) : null, outbox.otherCalls(call.call)]);
  const [shown, ...shownOthers] = mayChange ? [call, ...others] : [call, ...others].map(maskCall);
  return c.render(<Call words={words} call={shown as CallView} delivery={delivery} others={shownOthers} mayChange={mayChange} />, {
    title: words.call.title(call.call),
    section: "calls",
  });
});

callPages.post("/:id/replay", async (c) => after(c, await theOutbox(c.env).replay(c.req.param("id"))));

callPages.get("/:id/undo", (c) => {
  const [{ ask }, id] = [c.get("words"), c.req.param("id")];
  const texts = { title: ask.undoTitle(id), says: ask.undoSays, button: ask.undoButton };
  return c.render(<Ask words={c.get("words")} {...texts} action={`${pathOfCall(id)}/undo`} back={pathOfCall(id)} />, {
    title: texts.title,
    section: "calls",
  });
});

callPages.post("/:id/undo", async (c) => after(c, await theOutbox(c.env).undo(c.req.param("id"))));

callPages.post("/:id/choose", async (c) => {
  const { contact } = await c.req.parseBody();
  return after(c, await theOutbox(c.env).choose(c.req.param("id"), typeof contact === "string" ? contact : ""));
});

/** Back to the call, or what stood in the way. */
function after(c: C, outcome: CallView | { refused: string } | null) {
  if (outcome === null) return missing(c);
  const path = pathOfCall(c.req.param("id") as string);
  if (!("refused" in outcome)) return c.redirect(path, 303);
  c.status(409);
  return c.render(<Refused words={c.get("words")} why={outcome.refused} back={path} />, {
    title: c.get("words").ask.refused,
    section: "calls",
  });
}

export function missing(c: C) {
  c.status(404);
  return c.render(<Missing words={c.get("words")} />, { title: c.get("words").missing.title });
}
