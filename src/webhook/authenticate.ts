import { createHash, timingSafeEqual } from "node:crypto";

/** The tokens of a secret such as `new-token,old-token`; empty ones never count. No token means that the secret is not set. */
export function tokensOf(secret: string | undefined): string[] {
  return (secret ?? "")
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
}

/** Whether the request carries one of `tokens`, as `?token=`, `Authorization: Bearer` or `X-Webhook-Token`. */
export function isFromSender(request: Request, tokens: string[]): boolean {
  return presentedTokens(request).filter((presented) => isOneOf(presented, tokens)).length > 0;
}

/** Whether the request carries one of `tokens` as `Authorization: Bearer`. */
export function isFromOperator(request: Request, tokens: string[]): boolean {
  return bearer(request).filter((presented) => isOneOf(presented, tokens)).length > 0;
}

/** Compares in a time that tells nothing about the tokens, not even their length: digests only, and always all of them. */
export function isOneOf(presented: string, tokens: string[]): boolean {
  const digest = sha256(presented);
  let found = false;
  for (const token of tokens) {
    const equal = timingSafeEqual(digest, sha256(token));
    found = (equal && token !== "") || found;
  }
  return found;
}

function presentedTokens(request: Request): string[] {
  const inQuery = new URL(request.url).searchParams.getAll("token");
  // A token with a + that was pasted into the URL as it is arrives with a space.
  const pasted = inQuery.filter((token) => token.includes(" ")).map((token) => token.replaceAll(" ", "+"));
  return [...inQuery, ...pasted, ...bearer(request), request.headers.get("X-Webhook-Token") ?? ""]
    .map((token) => token.trim())
    .filter(Boolean);
}

function bearer(request: Request): string[] {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return token === undefined ? [] : [token];
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
