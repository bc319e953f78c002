import { createHash, timingSafeEqual } from "node:crypto";
import { secretsOf } from "../settings.ts";

/** The tokens of a secret. No token means that the secret is not set. */
export const tokensOf = secretsOf;

/** For whoever asks while there is no token. `secret`: its name, `set`: what it holds. */
export function noTokenMessage(secret: string, set: string | undefined): string {
  const found = set?.trim() ? `${secret} still holds what a guide shows in its place, which anybody could guess` : `${secret} is not set`;
  return `${found}. Set it with \`wrangler secret put ${secret}\`.`;
}

/** Whether the request carries one of `tokens`, as `?token=`, `Authorization: Bearer` or `X-Webhook-Token`. */
export function isFromSender(request: Request, tokens: string[]): boolean {
  return presentedTokens(request).filter((presented) => isOneOf(presented, tokens)).length > 0;
}

/** Compares in a time that tells nothing about the tokens, not even their length: blocks of one size, and always all of them. */
export function isOneOf(presented: string, tokens: string[]): boolean {
  const wanted = block(presented);
  let found = false;
  for (const token of tokens) {
    const equal = timingSafeEqual(wanted, knownBlock(token));
    found = equal || found;
  }
  return found && presented !== "";
}

const UTF_8 = new TextEncoder();
/** Longer than any token in its right mind; of a longer one its digest stands there. */
const BLOCK_BYTES = 512;
const LENGTH_BYTES = 4;

/** The token's length, then its bytes, filled up: equal blocks are equal tokens. */
function block(token: string): Uint8Array {
  const bytes = UTF_8.encode(token);
  const filled = new Uint8Array(BLOCK_BYTES);
  new DataView(filled.buffer).setUint32(0, bytes.byteLength);
  filled.set(bytes.byteLength > BLOCK_BYTES - LENGTH_BYTES ? createHash("sha256").update(bytes).digest() : bytes, LENGTH_BYTES);
  return filled;
}

/** Of the few tokens that are set: every delivery is compared with them. */
const known = new Map<string, Uint8Array>();
const MOST_KNOWN = 100;

function knownBlock(token: string): Uint8Array {
  const kept = known.get(token);
  if (kept !== undefined) return kept;
  const made = block(token);
  if (known.size < MOST_KNOWN) known.set(token, made);
  return made;
}

function presentedTokens(request: Request): string[] {
  const query = request.url.indexOf("?");
  const inQuery = query === -1 ? [] : new URLSearchParams(request.url.slice(query + 1)).getAll("token");
  // A token with a + that was pasted into the URL as it is arrives with a space.
  const pasted = inQuery.filter((token) => token.includes(" ")).map((token) => token.replaceAll(" ", "+"));
  return [...inQuery, ...pasted, ...bearer(request), request.headers.get("X-Webhook-Token") ?? ""]
    .map((token) => token.trim())
    .filter(Boolean);
}

/** The token of `Authorization: Bearer …`, if there is one. */
export function bearer(request: Request): string[] {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return token === undefined ? [] : [token];
}
