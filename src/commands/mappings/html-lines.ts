import { unescapeHtml } from "../../html/escape.ts";

const NEW_LINE = /<(?:br|hr|\/?(?:p|h[1-6]|li|ul|ol|tr|table|tbody|thead|div|blockquote|pre))\b[^>]*>/gi;

/** HTML as lines of text, for a terminal; a link shows where it leads. */
export function htmlLines(html: string): string[] {
  return html
    .replace(/\s*\n\s*/g, " ")
    .replace(/<\/t[dh]><t[dh][^>]*>/gi, "  ")
    .replace(/<a href="([^"]*)">(.*?)<\/a>/gi, "$2 ($1)")
    .replace(NEW_LINE, "\n")
    .replace(/<[^>]*>/g, "")
    .split("\n")
    .map((line) =>
      unescapeHtml(line)
        .replace(/[^\S ]+|\p{Cc}/gu, " ")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** For a terminal: one line, no control characters, not too long. */
export function oneLine(value: string, most: number): string {
  const plain = value
    .replace(/\s+/g, " ")
    .replace(/\p{Cc}/gu, "")
    .trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`;
}
