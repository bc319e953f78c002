import { NAMED_CHARACTERS } from "./named-entities.ts";

const ESCAPES: Record<string, string> = { "\0": "", "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Makes text fit for HTML, between tags and in quoted attributes. NULs, which no HTML may hold, go. */
export function escapeHtml(text: string): string {
  return /[\0&<>"']/.test(text) ? text.replace(/[\0&<>"']/g, (character) => ESCAPES[character] as string) : text;
}

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  colon: ":",
  tab: "\t",
  newline: "\n",
  sol: "/",
  lpar: "(",
  rpar: ")",
  num: "#",
  middot: "·",
};
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+\d{0,2}));?/gi;

/** What a browser reads in place of character references; the names that matter in addresses and in our own marks, and those of letters. */
export function unescapeHtml(html: string): string {
  if (!html.includes("&")) return html;
  return html.replace(ENTITY, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return named(name, whole);
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}

/** A letter's name needs its semicolon: `?a=1&copy=2` is an address. */
function named(name: string, whole: string): string {
  return (whole.endsWith(";") ? NAMED_CHARACTERS.get(name) : undefined) ?? NAMED[name.toLowerCase()] ?? whole;
}
