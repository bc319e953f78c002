import { Problem } from "../problem.ts";
import type { Schema } from "./schema.ts";

/** The scopes of which a request needs one; none where any key will do. */
export function scopesFor(schema: Schema, method: string, path: string): string[] {
  const [area, , name] = path.slice(1).split("/");
  if (area === "owners") return ["crm.objects.owners.read"];
  if (area === "account-info" || !name) return [];
  const scope = typeScope(schema, name);
  const reads = method === "GET" || /\/(batch\/read|search)$/.test(path);
  if (area === "properties") return reads ? [`crm.objects.${scope}.read`, `crm.schemas.${scope}.read`] : [`crm.schemas.${scope}.write`];
  return [`crm.objects.${scope}.${reads ? "read" : "write"}`];
}

function typeScope(schema: Schema, name: string): string {
  try {
    return schema.type(name).scope;
  } catch {
    return name;
  }
}

export function missingScopes(needed: readonly string[]): Problem {
  return new Problem(
    403,
    "MISSING_SCOPES",
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [{ message: "One or more of the following scopes are required.", context: { requiredGranularScopes: [...needed] } }],
    },
  );
}

export function unauthenticated(found: boolean): Problem {
  const message = found
    ? "The access token is invalid or has been deactivated."
    : "Authentication credentials not found. This API supports OAuth 2.0 authentication.";
  return new Problem(401, "INVALID_AUTHENTICATION", message);
}
