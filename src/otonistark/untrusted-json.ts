/** The deepest field that is documented lies 4 levels down; a relay may wrap a body a few times more. */
export const DEEPEST_LEVEL = 32;

/** What an assistant sends for a variable that nobody filled: `{{customer_name}}`, and nothing else. */
const PLACEHOLDER = /^\{\{[^{}]*\}\}$/;

function isPlaceholder(text: string): boolean {
  if (!text.includes("{{")) return false;
  return PLACEHOLDER.test(text.trim());
}

function wholeText(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();
}

/** A JSON value nested too deep to be a call. */
export class TooDeep extends Error {}

/**
 * A copy of a JSON value that is safe to read by any name: no `__proto__`, `constructor` or `prototype` keys, at most 32 levels
 * (else throws TooDeep), unfilled placeholders as null, no NUL and no half of a character in any text: HubSpot takes neither.
 */
export function sanitizeJson(value: unknown, level = 0): unknown {
  if (typeof value === "string") return isPlaceholder(value) ? null : wholeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (level === DEEPEST_LEVEL) throw new TooDeep();
  if (Array.isArray(value)) return value.map((item) => sanitizeJson(item, level + 1));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key !== "__proto__" && key !== "constructor" && key !== "prototype")
      copy[wholeText(key)] = sanitizeJson((value as Record<string, unknown>)[key], level + 1);
  }
  return copy;
}
