import type { Problem } from "../../problem.ts";
import type { ErrorBody } from "./error-body.ts";

/** A key that HubSpot does not accept, or that may not do this. */
export function keyProblem(status: number, body: ErrorBody): Problem {
  const scopes = [body, ...(body.errors ?? [])]
    .flatMap((part) => part.context?.["requiredGranularScopes"] ?? part.context?.["requiredScopes"] ?? [])
    .filter((s): s is string => typeof s === "string");
  if (status === 401) {
    return {
      who: "operator",
      message: "HubSpot does not accept the access token.",
      fix: "Put a valid service key into HUBSPOT_ACCESS_TOKEN (`wrangler secret put HUBSPOT_ACCESS_TOKEN`). Everything waiting is written then.",
    };
  }
  const missing = scopes.length > 0 ? [...new Set(scopes)].join(", ") : "one that this write needs";
  return {
    who: "operator",
    message: `The HubSpot key lacks a scope: ${missing}.`,
    fix: "Add the scope to the service key in HubSpot. Everything waiting is written then.",
  };
}

/** What is wrong with an input, and what the CRM admin can do. Names properties, never values. */
export function refusedProblem(status: number, category: string, properties: string[]): Problem {
  const names = properties.length > 0 ? properties.map((name) => `\`${name}\``).join(", ") : "a property";
  const say = (message: string, fix: string): Problem => ({ who: "crm_admin", message, fix: `${fix} Then replay the call.` });
  switch (category) {
    case "PROPERTY_DOESNT_EXIST":
      return say(`HubSpot has no property ${names}.`, "Create the property in HubSpot, or correct its internal name in the mapping.");
    case "INVALID_OPTION":
      return say(
        `The value for ${names} is not one of the property's options.`,
        "Add the option in HubSpot, or `map:` the value in the mapping.",
      );
    case "MISSING_REQUIRED_PROPERTY":
    case "MISSING_CONDITIONAL_REQUIRED_PROPERTY":
    case "REQUIRED_FIELDS_MISSING":
      return say(
        `HubSpot requires ${names} to be filled first.`,
        "Fill it in HubSpot or in the mapping's `set:`, or drop the requirement.",
      );
    case "READ_ONLY_VALUE":
      return say(`HubSpot does not let ${names} be written: it is read-only.`, "Take it out of the mapping.");
    case "CONFLICTING_UNIQUE_VALUE":
      return say(
        `Another record has the same value in ${names}, which must be unique.`,
        "Merge the records in HubSpot, or correct one of them.",
      );
    default:
      return say(
        `HubSpot refused the value of ${names} (${status} ${/^[A-Z_]+$/.test(category) ? category : "VALIDATION_ERROR"}).`,
        "Compare the property's type in HubSpot with the rule in the mapping.",
      );
  }
}
