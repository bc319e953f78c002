import { SafeHtml } from "../html/safe-html.ts";
import { saysNothing } from "../normalize/says-nothing.ts";
import { BoundedMap } from "../bounded-map.ts";

const segmentsOf = new BoundedMap<string, string[]>();

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
  const known = segmentsOf.get(path);
  return known ?? segmentsOf.keep(path, path.replace(/\[(\d+)\]/g, ".$1").split("."));
}

/** Nothing that one would write into a field: undefined, null, white space, a text that means nothing (`N/A`), an empty list or group. */
export function isBlank(value: unknown): boolean {
  return typeof value === "string" ? saysNothing(value) : isBlankBy(isBlank, value);
}

/** The same, but a text means what it says: for what a mapping's author wrote. */
export function isEmpty(value: unknown): boolean {
  return typeof value === "string" ? value.trim() === "" : isBlankBy(isEmpty, value);
}

function isBlankBy(isBlankPart: (part: unknown) => boolean, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (value instanceof SafeHtml) return value.isEmpty();
  if (typeof value === "number") return Number.isNaN(value);
  if (Array.isArray(value)) return value.every(isBlankPart);
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** The sender's own words and what was said: `unknown` is a direction there, and "none" somebody's answer. */
const MEANT = new Set(["call", "id", "status", "type", "ended_by", "transcript", "formatted_transcript"]);

/** Whether a text of this name that means "nothing" is nothing. */
export function mayMeanNothing(path: string): boolean {
  return !MEANT.has(segments(path)[0] as string);
}

/** Whether the value that a name gave is blank. */
export function isBlankAt(path: string, value: unknown): boolean {
  return mayMeanNothing(path) ? isBlank(value) : isEmpty(value);
}
