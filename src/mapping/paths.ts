import { SafeHtml } from "../html/safe-html.ts";

const segmentsOf = new Map<string, string[]>();
/** What an assistant sends for a variable that nobody filled. */
const PLACEHOLDER = /^\s*\{\{[^{}]*\}\}\s*$/;

/** The value at `extracted_variables.lead_quality` or `transfers.0.status`; undefined where there is none. Own properties only. */
export function readPath(names: unknown, path: string): unknown {
  let value: unknown = names;
  for (const segment of segments(path)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

export function segments(path: string): string[] {
  let known = segmentsOf.get(path);
  if (!known) segmentsOf.set(path, (known = path.replace(/\[(\d+)\]/g, ".$1").split(".")));
  return known;
}

/** Nothing that one would write into a field: undefined, null, white space, an unfilled placeholder, an empty list or group. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "" || PLACEHOLDER.test(value);
  if (value instanceof SafeHtml) return isBlank(value.html);
  if (typeof value === "number") return Number.isNaN(value);
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === "object" && Object.keys(value).length === 0;
}
