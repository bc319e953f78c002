import type { ErrorBody } from "./error-body.ts";

const CODES = [
  "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
  "MISSING_REQUIRED_PROPERTY",
  "REQUIRED_FIELDS_MISSING",
  "PROPERTY_DOESNT_EXIST",
  "INVALID_OPTION",
  "READ_ONLY_VALUE",
  "CONFLICTING_UNIQUE_VALUE",
  "INVALID_EMAIL",
  "INVALID_NUMERIC",
  "INVALID_INTEGER",
  "INVALID_DATE",
  "INVALID_LONG",
  "INVALID_OWNER_ID",
  "OBJECT_NOT_FOUND",
  "INVALID_OBJECT_IDS",
  "NO_ASSOCIATIONS_FOUND",
  "OBJECT_ALREADY_EXISTS",
  "MISSING_SCOPES",
];

/** The most telling code in the body: HubSpot puts it into the category, into an error's code, or only into the message's text. */
export function categoryOf(body: ErrorBody): string {
  const text = [
    body.category,
    body.code,
    body.subCategory,
    ...(body.errors ?? []).map((e) => `${e.code} ${e.category} ${e.message}`),
    body.message,
  ].join(" ");
  const known = CODES.find((code) => text.includes(code)) ?? /\bINVALID_[A-Z_]+\b/.exec(text)?.[0];
  if (known) return known;
  if (/property .* does not exist/i.test(text)) return "PROPERTY_DOESNT_EXIST";
  if (/allowed options/i.test(text)) return "INVALID_OPTION";
  return body.category ?? "REFUSED";
}

const PROPERTY_NAME = /^[a-z][a-z0-9_]{0,99}$/;

/** Internal property names that the body names. Only names: never a value. */
export function namedProperties(body: ErrorBody): string[] {
  const found = new Set<string>();
  for (const part of [body, ...(body.errors ?? [])]) {
    for (const key of ["propertyName", "property", "properties", "missingProperties", "requiredProperties"]) {
      for (const name of [part.context?.[key]].flat()) if (typeof name === "string") found.add(name);
    }
    if (typeof part.in === "string") found.add(part.in);
    for (const match of (part.message ?? "").matchAll(
      /"name":"([a-z0-9_]+)"|[Pp]ropert(?:y|ies)[: ]+"?\[?([a-z][a-z0-9_]*_[a-z0-9_]+|[a-z]+)"?\]? (?:does not exist|is required)/g,
    )) {
      found.add(match[1] ?? match[2] ?? "");
    }
  }
  return [...found].filter((name) => PROPERTY_NAME.test(name));
}

/** "Contact already exists. Existing ID: 123": only in the text. */
export const EXISTING_ID = /Existing ID:\s*(\d+)/gi;

/** The id of the record that exists already. */
export function existingId(body: ErrorBody): string | null {
  for (const part of [body, ...(body.errors ?? [])]) {
    for (const match of (part.message ?? "").matchAll(EXISTING_ID)) return match[1] as string;
  }
  return null;
}
