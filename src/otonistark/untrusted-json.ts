/** The deepest field that is documented lies 4 levels down; a relay may wrap a body a few times more. */
export const DEEPEST_LEVEL = 32;

/** What an assistant sends for a variable that nobody filled: `{{customer_name}}`, and nothing else. */
const PLACEHOLDER = /^\s*\{\{[^{}]*\}\}\s*$/;

/** A JSON value nested too deep to be a call. */
export class TooDeep extends Error {}

/**
 * A copy of a JSON value that is safe to read by any name: no `__proto__`, `constructor` or `prototype` keys, at most 32 levels
 * (else throws TooDeep), unfilled placeholders as null.
 */
export function sanitizeJson(value: unknown, level = 0): unknown {
  if (typeof value === "string") return value.startsWith("{", value.search(/\S|$/)) && PLACEHOLDER.test(value) ? null : value;
  if (typeof value !== "object" || value === null) return value;
  if (level === DEEPEST_LEVEL) throw new TooDeep();
  if (Array.isArray(value)) return value.map((item) => sanitizeJson(item, level + 1));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key !== "__proto__" && key !== "constructor" && key !== "prototype")
      copy[key] = sanitizeJson((value as Record<string, unknown>)[key], level + 1);
  }
  return copy;
}
