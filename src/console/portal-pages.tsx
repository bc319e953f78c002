import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { type ConsoleEnv, operatorsOnly } from "./access.ts";
import { missing } from "./call-pages.tsx";
import { Ask, Refused } from "./pages/ask.tsx";

/** What an operator says about the portal as a whole: that the key's new one is right, and that writing goes on. */
export const portalPages = new Hono<ConsoleEnv>();

portalPages.get("/portal", operatorsOnly, (c) => {
  const accept = c.req.query("accept") ?? "";
  if (!/^\d{1,20}$/.test(accept)) return missing(c);
  const { acceptTitle, acceptSays, acceptButton } = c.get("words").portal;
  const texts = { title: acceptTitle(accept), says: acceptSays, button: acceptButton(accept) };
  return c.render(<Ask words={c.get("words")} {...texts} action="/portal" fields={{ accept }} back="/problems" />, { title: texts.title });
});

portalPages.post("/portal", async (c) => {
  const { accept } = await c.req.parseBody();
  const accepted = await theOutbox(c.env).acceptPortal(typeof accept === "string" ? accept.trim() : "");
  if (!("refused" in accepted)) return c.redirect("/problems", 303);
  c.status(409);
  return c.render(<Refused words={c.get("words")} why={accepted.refused} back="/problems" />, { title: c.get("words").ask.refused });
});

portalPages.post("/resume", async (c) => {
  await theOutbox(c.env).resume();
  return c.redirect("/problems", 303);
});
