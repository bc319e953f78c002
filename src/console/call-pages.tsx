import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { maskCall } from "../operator/mask-call.ts";
import type { CallView } from "../operator/view-calls.ts";
import { type C, type ConsoleEnv, operatorsOnly } from "./access.ts";
import { pathOfCall } from "./address.ts";
import { Ask, Missing, Refused } from "./pages/ask.tsx";
import { Call } from "./pages/call.tsx";
import { Choose } from "./pages/choose.tsx";
import { Correct, type CorrectProps } from "./pages/correct.tsx";
import { changeIn, indented } from "./json-text.ts";

/** `/calls/:id`: one call, and what an operator does with it. */
export const callPages = new Hono<ConsoleEnv>();

callPages.get("/:id", async (c) => {
  const outbox = theOutbox(c.env);
  const call = await outbox.call(c.req.param("id"));
  if (call === null) return missing(c);
  const words = c.get("words");
  const mayChange = c.get("who")?.role === "operator";
  const [delivery, others, deeds, candidates, bodies] = await Promise.all([
    mayChange ? outbox.delivery(call.call) : null,
    outbox.otherCalls(call.call),
    outbox.audited(call.call),
    mayChange ? outbox.candidates(call.call) : {},
    mayChange ? outbox.standingBodies(call.call) : [],
  ]);
  const [shown, ...shownOthers] = mayChange ? [call, ...others] : [call, ...others].map(maskCall);
  const props = { call: shown as CallView, delivery, bodies, deeds, candidates, others: shownOthers, mayChange };
  return c.render(<Call words={words} {...props} />, {
    title: words.call.title(call.call),
    section: "calls",
  });
});

callPages.use("/:id/:verb", operatorsOnly);

callPages.post("/:id/replay", async (c) => after(c, await theOutbox(c.env).replay(c.req.param("id"))));

callPages.get("/:id/undo", (c) => {
  const { undoTitle, undoSays, undoButton } = c.get("words").ask;
  return ask(c, "undo", { title: undoTitle(c.req.param("id")), says: undoSays, button: undoButton });
});

callPages.get("/:id/park", (c) => {
  const { parkTitle, parkSays, parkButton } = c.get("words").ask;
  return ask(c, "park", { title: parkTitle(c.req.param("id")), says: parkSays, button: parkButton });
});

callPages.post("/:id/park", async (c) => after(c, await theOutbox(c.env).park(c.req.param("id"))));

callPages.post("/:id/undo", async (c) => after(c, await theOutbox(c.env).undo(c.req.param("id"))));

callPages.get("/:id/choose", async (c) => {
  const id = c.req.param("id");
  const contacts = await theOutbox(c.env).contactsToChoose(id);
  if (contacts === null || "refused" in contacts) return after(c, contacts);
  const words = c.get("words");
  return c.render(<Choose words={words} id={id} contacts={contacts} />, { title: words.choose.title(id), section: "calls" });
});

callPages.post("/:id/choose", async (c) => {
  const { contact } = await c.req.parseBody();
  return after(c, await theOutbox(c.env).choose(c.req.param("id"), typeof contact === "string" ? contactIn(contact) : ""));
});

/** An id, also where the address of the contact's page was pasted. */
function contactIn(text: string): string {
  return /\/(?:record\/0-1|contact)\/(\d+)/.exec(text)?.[1] ?? text.trim();
}

callPages.get("/:id/correct", async (c) => {
  const body = await theOutbox(c.env).delivery(c.req.param("id"));
  return body === null || c.get("who")?.role !== "operator"
    ? missing(c)
    : showCorrect(c, { body: indented(body), planned: null, problem: null });
});

callPages.post("/:id/correct", async (c) => {
  const { body, do: wanted } = await c.req.parseBody();
  const [outbox, id, text] = [theOutbox(c.env), c.req.param("id"), typeof body === "string" ? body : ""];
  const stored = await outbox.delivery(id);
  if (stored === null) return missing(c);
  const change = changeIn(stored, text);
  if (change === null) return showCorrect(c, { body: text, planned: null, problem: c.get("words").correct.unreadable });
  if (Object.keys(change).length === 0) return showCorrect(c, { body: text, planned: null, problem: c.get("words").correct.same });
  return wanted === "write"
    ? after(c, await outbox.replay(id, change))
    : showCorrect(c, { body: text, planned: await outbox.plan(text, id), problem: null });
});

function showCorrect(c: C, props: Omit<CorrectProps, "words" | "id">) {
  const [words, id] = [c.get("words"), c.req.param("id") as string];
  return c.render(<Correct words={words} id={id} {...props} />, { title: words.correct.title(id), section: "calls" });
}

/** Comes before what takes something away. */
async function ask(c: C, verb: string, texts: { title: string; says: string; button: string }) {
  const id = c.req.param("id") as string;
  if ((await theOutbox(c.env).call(id)) === null) return missing(c);
  const path = pathOfCall(id);
  return c.render(<Ask words={c.get("words")} {...texts} action={`${path}/${verb}`} back={path} />, {
    title: texts.title,
    section: "calls",
  });
}

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
