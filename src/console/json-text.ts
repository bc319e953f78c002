import { patchBetween } from "./patch-between.ts";

/** A body as one reads it. Rejected deliveries may be no JSON: they are shown as they came. */
export function indented(body: string): string {
  const json = parsed(body);
  return json === undefined ? body : JSON.stringify(json, null, 2);
}

/** What was changed in a stored body, as a merge patch; null where the edited text is no JSON object. */
export function changeIn(stored: string, edited: string): Record<string, unknown> | null {
  const [from, to] = [parsed(stored), parsed(edited)];
  if (typeof to !== "object" || to === null || Array.isArray(to) || from === undefined) return null;
  return patchBetween(from, to) as Record<string, unknown>;
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
