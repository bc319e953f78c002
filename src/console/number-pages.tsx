import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import type { C, ConsoleEnv } from "./access.ts";
import { missing } from "./call-pages.tsx";
import { Ask } from "./pages/ask.tsx";
import { Numbers } from "./pages/numbers.tsx";

/** `/numbers`: whose calls are never logged. */
export const numberPages = new Hono<ConsoleEnv>();

numberPages.get("/", (c) => showNumbers(c, null));

numberPages.post("/", async (c) => {
  const { phone, label } = await c.req.parseBody();
  const kept = await theOutbox(c.env).neverLog(typeof phone === "string" ? phone : "", typeof label === "string" ? label : "");
  if (!("refused" in kept)) return c.redirect("/numbers", 303);
  c.status(400);
  return showNumbers(c, kept.refused);
});

numberPages.get("/:id/remove", async (c) => {
  const [words, numbers] = [c.get("words"), await theOutbox(c.env).neverLogged()];
  const number = numbers.find(({ id }) => id === c.req.param("id"));
  if (number === undefined) return missing(c);
  const { removeTitle, removeSays, removeButton } = words.numbers;
  const title = removeTitle(number.label || number.id);
  const action = `/numbers/${encodeURIComponent(number.id)}/remove`;
  return c.render(<Ask words={words} title={title} says={removeSays} button={removeButton} action={action} back="/numbers" />, {
    title,
    section: "numbers",
  });
});

numberPages.post("/:id/remove", async (c) =>
  (await theOutbox(c.env).logAgain(c.req.param("id"))) ? c.redirect("/numbers", 303) : missing(c),
);

async function showNumbers(c: C, problem: string | null) {
  const words = c.get("words");
  const numbers = await theOutbox(c.env).neverLogged();
  return c.render(<Numbers words={words} numbers={numbers} problem={problem} />, { title: words.numbers.title, section: "numbers" });
}
