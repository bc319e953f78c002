import type { HubSpotCause } from "../../problem/causes.ts";
import type { Details } from "../../problem/problem.ts";
import type { ErrorBody } from "./error-body.ts";

/** What HubSpot's support asks for: codes and an id, never what was submitted. */
export function detailsOf(status: number, { category, correlationId }: ErrorBody): Details {
  return {
    status,
    ...(category !== undefined && CODE.test(category) && { category }),
    ...(correlationId !== undefined && CORRELATION_ID.test(correlationId) && { correlationId }),
  };
}

const CODE = /^[A-Z][A-Z0-9_]{0,80}$/;
const CORRELATION_ID = /^[\w-]{8,64}$/;

/** A key that HubSpot does not accept, or that may not do this. */
export function keyCause(status: number, body: ErrorBody): HubSpotCause {
  if (status === 401) return { code: "key_refused" };
  if (/USER_DOES_NOT_HAVE_PERMISSIONS/.test(`${body.category} ${body.subCategory} ${body.message}`)) return { code: "no_permission" };
  const scopes = [body, ...(body.errors ?? [])]
    .flatMap((part) => part.context?.["requiredGranularScopes"] ?? part.context?.["requiredScopes"] ?? [])
    .filter((scope): scope is string => typeof scope === "string");
  return { code: "missing_scope", scopes: [...new Set(scopes)] };
}

/** Why HubSpot does not take an input. Names properties, never values. `category`: as `categoryOf` reads it. */
export function refusedCause(status: number, category: string, properties: string[]): HubSpotCause {
  switch (category) {
    case "PROPERTY_DOESNT_EXIST":
      return { code: "no_such_property", properties };
    case "INVALID_OPTION":
      return { code: "option_refused", properties };
    case "MISSING_REQUIRED_PROPERTY":
    case "MISSING_CONDITIONAL_REQUIRED_PROPERTY":
    case "REQUIRED_FIELDS_MISSING":
      return { code: "required_is_blank", properties };
    case "READ_ONLY_VALUE":
      return { code: "read_only", properties };
    case "CONFLICTING_UNIQUE_VALUE":
      return { code: "not_unique", properties };
    default:
      return { code: "value_refused", properties, status, category: CODE.test(category) ? category : "VALIDATION_ERROR" };
  }
}
