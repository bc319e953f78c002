import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { ConsoleEnv } from "./access.ts";
import { ENGLISH, type Words } from "./words/english.ts";
import { PORTUGUESE } from "./words/portuguese.ts";

const LANGUAGES: Record<string, Words> = { en: ENGLISH, pt: PORTUGUESE };
const COOKIE = "language";
const YEAR_SECONDS = 31_536_000;

/** The reader's language: what they switched to (`?lang=pt`, remembered), else what their browser asks for first of those that we speak. */
export const speak: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  const chosen = c.req.query("lang");
  const language = [chosen, getCookie(c, COOKIE)].find((one) => one !== undefined && Object.hasOwn(LANGUAGES, one));
  c.set("words", LANGUAGES[language ?? preferred(c.req.header("Accept-Language") ?? "")] as Words);
  if (chosen !== undefined && chosen === language)
    setCookie(c, COOKIE, chosen, { path: "/", httpOnly: true, sameSite: "Lax", maxAge: YEAR_SECONDS });
  return next();
};

/** Of `pt-BR,pt;q=0.9,en;q=0.8` the weightiest that we speak. */
function preferred(header: string): string {
  const wanted = header
    .split(",")
    .map((part) => /^\s*([a-z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part))
    .filter((match) => match !== null)
    .map(([, language, weight]) => ({ language: (language as string).toLowerCase(), weight: Number(weight ?? 1) }))
    .filter(({ language, weight }) => Object.hasOwn(LANGUAGES, language) && weight > 0);
  return wanted.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? "en";
}
