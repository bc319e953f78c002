import { escapeHtml } from "./escape.ts";
import { SafeHtml } from "./safe-html.ts";

/** A value as a text shows it: lists with commas, nothing for nothing. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(asText).join(", ");
  if (value instanceof SafeHtml) return value.html;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value as HTML shows it: escaped, unless we made it. */
export function asHtml(value: unknown): string {
  return value instanceof SafeHtml ? value.html : escapeHtml(asText(value));
}

/** What `{% capture %}` made in a body: its values are escaped, its tags are the author's. */
export class CapturedHtml extends SafeHtml {}
