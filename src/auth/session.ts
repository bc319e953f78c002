import { type AccessSecrets, type Role, type Who, everyone } from "./who.ts";

/** A working day and a long evening; then the token is asked for again. */
export const SESSION_SECONDS = 43_200;
export const SESSION_COOKIE = "session";

const UTF_8 = new TextEncoder();

/**
 * The cookie's value for a person who has shown a token: `role.until.signature`. Nothing is stored: the key follows from the token, so
 * that a token that is rotated ends its sessions.
 */
export async function startSession(role: Role, token: string, now: number): Promise<string> {
  const content = `${role}.${Math.floor(now / 1000) + SESSION_SECONDS}`;
  const signature = await crypto.subtle.sign("HMAC", await sessionKey(token), UTF_8.encode(content));
  return `${content}.${base64url(signature)}`;
}

/** Whose session a cookie's value is; null: it is over, was made up, or its token is no longer set. */
export async function whoseSession(cookie: string, secrets: AccessSecrets, now: number): Promise<Who | null> {
  const [, content, role, until, signature] = /^((operator|viewer)\.(\d{1,12}))\.([\w-]{43})$/.exec(cookie) ?? [];
  if (content === undefined || signature === undefined || Number(until) * 1000 <= now) return null;
  const bytes = fromBase64url(signature);
  for (const { who, token } of everyone(secrets).filter((one) => one.who.role === role))
    if (await crypto.subtle.verify("HMAC", await sessionKey(token), bytes, UTF_8.encode(content))) return who;
  return null;
}

/** Another key than the token itself: what is signed here proves nothing anywhere else. */
async function sessionKey(token: string): Promise<CryptoKey> {
  const bytes = await crypto.subtle.digest("SHA-256", UTF_8.encode(`key of the console's sessions\n${token}`));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function base64url(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString("base64url");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
