import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { FILTERS, readFilters } from "../operator/call-filters.ts";
import { sayReason } from "../problem/say-reason.ts";
import { type C, type ConsoleEnv, operatorsOnly } from "./access.ts";
import { addressOf } from "./address.ts";
import { missing } from "./call-pages.tsx";
import { Action, AskAction } from "./pages/action.tsx";
import { Refused } from "./pages/ask.tsx";

/** `/actions`: replay or undo all calls that match filters: first what would change, then the question, then how far it is. */
export const actionPages = new Hono<ConsoleEnv>();

actionPages.get("/new", operatorsOnly, async (c) => {
  const asked = readAsked(c.req.query());
  if ("bad" in asked) return c.text(sayReason(asked.bad, c.get("words").language), 400);
  const preview = await theOutbox(c.env).previewAction({ do: asked.do, where: asked.where });
  if ("refused" in preview) return refused(c, preview.refused, addressOf("/calls", asked.texts));
  const words = c.get("words");
  return c.render(<AskAction words={words} deed={asked.do} where={asked.texts} preview={preview} />, {
    title: words.actions.title[asked.do],
    section: "calls",
  });
});

actionPages.post("/", async (c) => {
  const form = Object.entries(await c.req.parseBody()).filter((field): field is [string, string] => typeof field[1] === "string");
  const asked = readAsked(Object.fromEntries(form));
  if ("bad" in asked) return c.text(sayReason(asked.bad, c.get("words").language), 400);
  const started = await theOutbox(c.env).startAction({ do: asked.do, where: asked.where }, c.get("who")?.name ?? "");
  if ("refused" in started) return refused(c, started.refused, addressOf("/calls", asked.texts));
  return c.redirect(`/actions/${encodeURIComponent(started.action)}`, 303);
});

actionPages.get("/:id", async (c) => {
  const state = await theOutbox(c.env).action(c.req.param("id"));
  const words = c.get("words");
  return state === null
    ? missing(c)
    : c.render(<Action words={words} state={state} />, { title: words.actions.action(state.action), section: "calls" });
});

/** What to do with which calls, from an address or a form. */
function readAsked(given: Record<string, string>) {
  if (given["do"] !== "replay" && given["do"] !== "undo") return { bad: "`do` is replay or undo." };
  const where = readFilters(given);
  const texts = Object.fromEntries(FILTERS.map((name) => [name, given[name]?.trim() ?? ""]).filter(([, text]) => text !== ""));
  return "bad" in where ? where : { do: given["do"] as "replay" | "undo", where, texts };
}

function refused(c: C, why: string, back: string) {
  c.status(409);
  return c.render(<Refused words={c.get("words")} why={why} back={back} />, { title: c.get("words").ask.refused, section: "calls" });
}
