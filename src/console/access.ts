import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isFromOtherSite, isFromOwnPage, ownPath } from "../auth/same-origin.ts";
import { SESSION_COOKIE, SESSION_SECONDS, startSession, whoseSession } from "../auth/session.ts";
import { throttle } from "../auth/throttle.ts";
import { tokensOf } from "../auth/tokens.ts";
import { type Who, whoseToken } from "../auth/who.ts";
import { type Env, theOutbox } from "../env.ts";
import { deedOf } from "../operator/deeds.ts";
import type { Words } from "./words/english.ts";

/** What the console's routes are given: the Worker's bindings, the reader's language, and, behind the sign-in, who reads. */
export type ConsoleEnv = { Bindings: Env; Variables: { words: Words; who: Who | null } };
export type C = Context<ConsoleEnv>;

/** Where one is after signing in without having wanted to go anywhere. */
export const HOME = "/calls";

/** Finds out who reads, from the session's cookie. */
export const recognise: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  const cookie = getCookie(c, SESSION_COOKIE);
  c.set("who", cookie === undefined ? null : await whoseSession(cookie, c.env, Date.now()));
  return next();
};

/**
 * Lets nobody in who is not signed in, and tells them nothing: whether a page exists or not, the answer is the same. Changes come from
 * our own forms, and from operators.
 */
export const signedIn: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  const who = c.get("who");
  const isChange = c.req.method !== "GET" && c.req.method !== "HEAD";
  if (who === null) return c.redirect(`/sign-in?next=${encodeURIComponent(isChange ? HOME : pathOf(c))}`, 303);
  if (isChange && !isFromOwnPage(c.req.raw)) return c.text(c.get("words").signIn.otherSite, 403);
  if (isChange && who.role !== "operator") return c.text(c.get("words").role.viewer, 403);
  const askedAt = Date.now();
  await next();
  const deed = deedOf(c.req.method, c.req.path, c.res.status);
  if (deed !== null) await theOutbox(c.env).audit({ who: who.name, ...deed }, Date.now() - askedAt);
};

/** For pages whose only use is a form: a viewer has none. */
export const operatorsOnly: MiddlewareHandler<ConsoleEnv> = async (c, next) =>
  c.get("who")?.role === "operator" ? next() : c.text(c.get("words").role.viewer, 403);

/** What a sign-in came to. */
export type SignIn = { go: string } | { refused: "wrong" | "unset" | "other_site" } | { throttledForSeconds: number };

/** Starts a session for whoever shows a token. */
export async function signIn(c: C, form: { token: string; next: string | undefined }): Promise<SignIn> {
  if (isFromOtherSite(c.req.raw)) return { refused: "other_site" };
  if (isUnset(c.env)) return { refused: "unset" };
  const seconds = throttle.waitSeconds(c.req.raw, Date.now());
  if (seconds > 0) return { throttledForSeconds: seconds };
  const who = whoseToken(form.token, c.env);
  if (who === null) {
    throttle.countWrong(c.req.raw, Date.now());
    return { refused: "wrong" };
  }
  setCookie(c, SESSION_COOKIE, await startSession(who.role, form.token, Date.now()), { ...cookieOptions(c), maxAge: SESSION_SECONDS });
  return { go: ownPath(form.next, new URL(c.req.url).origin, HOME) };
}

/** Whether nobody could sign in. */
export function isUnset({ ADMIN_TOKEN, VIEWER_TOKEN }: Env): boolean {
  return tokensOf(ADMIN_TOKEN).length + tokensOf(VIEWER_TOKEN).length === 0;
}

/** Ends the session in this browser; false: another site asked for it. */
export function signOut(c: C): boolean {
  if (!isFromOwnPage(c.req.raw)) return false;
  deleteCookie(c, SESSION_COOKIE, cookieOptions(c));
  return true;
}

function cookieOptions(c: C) {
  return { path: "/", httpOnly: true, sameSite: "Strict", secure: new URL(c.req.url).protocol === "https:" } as const;
}

/** The path that was asked for, with its filters. */
export function pathOf(c: C): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}
