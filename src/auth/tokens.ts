import { BoundedMap } from "../bounded-map.ts";
import { secretsOf } from "../settings.ts";
import { isOneOf } from "./compare-tokens.ts";

/** Secrets are few, change with a deployment, and are asked for with every delivery. */
const known = new BoundedMap<string, readonly string[]>(100);

/** The tokens of a secret. No token means that the secret is not set. */
export const tokensOf = (secret = ""): readonly string[] => known.get(secret) ?? known.keep(secret, secretsOf(secret));

/** For whoever asks while there is no token. `secret`: its name, `set`: what it holds. */
export function noTokenMessage(secret: string, set: string | undefined): string {
  const found = set?.trim() ? `${secret} still holds what a guide shows in its place, which anybody could guess` : `${secret} is not set`;
  return `${found}. Set it with \`wrangler secret put ${secret}\`.`;
}

/** Whether the request carries one of `tokens`, as `?token=`, `Authorization: Bearer` or `X-Webhook-Token`. */
export function isFromSender(request: Request, tokens: readonly string[]): boolean {
  return PLACES.some((tokensAt) => tokensAt(request).some((presented) => isOneOf(presented.trim(), tokens)));
}

/** Looked at in this order, until one holds a good token. */
const PLACES: ((request: Request) => string[])[] = [inQuery, bearer, (request) => [request.headers.get("X-Webhook-Token") ?? ""]];

/** The sender's is the same with every delivery, and to take it apart costs half of what it takes to prove it. */
const queries = new BoundedMap<string, string[]>(100);

function inQuery(request: Request): string[] {
  const from = request.url.indexOf("?");
  if (from === -1) return [];
  const query = request.url.slice(from + 1);
  return queries.get(query) ?? queries.keep(query, tokensIn(query));
}

function tokensIn(query: string): string[] {
  const tokens = new URLSearchParams(query).getAll("token");
  // A token with a + that was pasted into the URL as it is arrives with a space.
  const pasted = tokens.filter((token) => token.includes(" ")).map((token) => token.replaceAll(" ", "+"));
  return [...tokens, ...pasted];
}

/** The token of `Authorization: Bearer …`, if there is one. */
export function bearer(request: Request): string[] {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return token === undefined ? [] : [token];
}
