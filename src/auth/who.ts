import { createHash } from "node:crypto";
import { isOneOf } from "./compare-tokens.ts";
import { bearer, tokensOf } from "./tokens.ts";

/** An operator sees and does everything; a viewer sees what names nobody, and does nothing. */
export type Role = "operator" | "viewer";

/** Whose token it was. `name` tells the tokens of one secret apart in the audit: `ADMIN_TOKEN 3f9a`. */
export interface Who {
  role: Role;
  name: string;
}

/** The secrets with the tokens, as they are set. */
export interface AccessSecrets {
  ADMIN_TOKEN?: string;
  VIEWER_TOKEN?: string;
}

const SECRET_OF: Record<Role, keyof AccessSecrets> = { operator: "ADMIN_TOKEN", viewer: "VIEWER_TOKEN" };
/** A token that is in both secrets is an operator's. */
const ROLES: Role[] = ["operator", "viewer"];

/** Whose the token is; null: nobody's. Every token is compared, whichever it is. */
export function whoseToken(presented: string, secrets: AccessSecrets): Who | null {
  const roles = ROLES.filter((role) => isOneOf(presented, tokensOf(secrets[SECRET_OF[role]])));
  return roles[0] === undefined ? null : { role: roles[0], name: tokenName(roles[0], presented) };
}

/** Everyone who could come in, with their token. */
export function everyone(secrets: AccessSecrets): { who: Who; token: string }[] {
  return ROLES.flatMap((role) =>
    tokensOf(secrets[SECRET_OF[role]]).map((token) => ({ who: { role, name: tokenName(role, token) }, token })),
  );
}

/** The token that came as `Authorization: Bearer`; null: none. */
export function presentedToken(request: Request): string | null {
  return bearer(request)[0] ?? null;
}

/** 16 bits of its hash: enough to tell a handful of tokens apart, no help in guessing one. */
function tokenName(role: Role, token: string): string {
  return `${SECRET_OF[role]} ${createHash("sha256").update(`name of ${token}`).digest("hex").slice(0, 4)}`;
}
