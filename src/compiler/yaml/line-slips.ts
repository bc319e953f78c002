import { firstLine, indentOf, openBefore } from "./syntax-places.ts";

export interface Slip {
  offset: number;
  message: string;
}

/**
 * What is most likely wrong with a line that YAML cannot read: the parser says where it gave up, not what a person did. Null: nothing that
 * is known.
 */
export function lineSlip(text: string, offset: number): Slip | null {
  const line = lineAt(text, offset);
  const opened = lineAt(text, openBefore(text, offset));
  return (
    typographic(line) ??
    missingComma(line) ??
    missingComma(opened) ??
    missingBefore(text, line) ??
    swallowed(opened) ??
    innerQuotes(line, offset)
  );
}

interface Line {
  start: number;
  text: string;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", start);
  return { start, text: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "") };
}

function typographic({ start, text }: Line): Slip | null {
  const found = /(?:^|[\s[{,])[“”„‘’‚«]/.exec(text.replace(/"[^"]*"/g, (quoted) => "x".repeat(quoted.length)));
  if (!found || !/[:[{,-]\s*$/.test(text.slice(0, found.index + found[0].length - 1))) return null;
  return { offset: start + found.index + found[0].length - 1, message: TYPOGRAPHIC };
}

export const TYPOGRAPHIC = 'These are typographic quotes, which YAML takes for a part of the text. Type straight ones: `"`.';

/** `{ from: status write: if_empty }`: a second `name: ` before the comma. */
function missingComma({ start, text }: Line): Slip | null {
  const open = text.search(/[{[]/);
  if (open < 0) return null;
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "x".repeat(quoted.length));
  const found = /[{,]\s*[\w.-]+:\s+[^\s,{}[\]][^,{}[\]:#]*?\s+([\w.-]+):\s/.exec(plain.slice(open));
  if (!found) return null;
  const at = open + found.index + found[0].lastIndexOf(found[1]!);
  return { offset: start + at, message: `A comma is missing before \`${found[1]}:\`. Between braces \`{ }\` stands one after each value.` };
}

/** The same where each value has a line of its own. */
function missingBefore(whole: string, { start, text }: Line): Slip | null {
  const [, indent = "", word] = /^(\s*)([\w.-]+):\s/.exec(text) ?? [];
  const open = openBefore(whole, start);
  if (!word || open === start || !/[^\s,{[]\s*$/.test(whole.slice(0, start))) return null;
  // In the column of the line that opens it the brace was most likely never meant to go on.
  if (indent.length <= indentOf(whole, lineAt(whole, open).start)) return null;
  return {
    offset: start + indent.length,
    message: `A comma is missing before \`${word}:\`, at the end of the line above. Between braces \`{ }\` stands one after each value.`,
  };
}

/** `{ value: Ticket #5 }`: the comment takes the closing brace with it. */
function swallowed({ start, text }: Line): Slip | null {
  const at = text.search(/\s#/);
  if (at < 0 || !/[{[]/.test(text.slice(0, at)) || !/[\]}]\s*$/.test(text)) return null;
  return {
    offset: start + at + 1,
    message: "From `#` on this is a comment, so the closing bracket is lost. If it belongs to the text, put quotes around the text.",
  };
}

/** `"… "inner" …"`: the first inner quote ends the text. */
function innerQuotes({ start, text }: Line, offset: number): Slip | null {
  const inner = text.slice(0, offset - start);
  const [, quote = ""] = /(["'])\s*$/.exec(inner) ?? [];
  const open = quote === "" ? -1 : openingQuote(inner, quote);
  const close = text.lastIndexOf(quote);
  if (open < 0 || close < offset - start) return null;
  const value = text.slice(open + 1, close);
  const other = quote === '"' ? "'" : '"';
  const mended = value.includes(other)
    ? null
    : value.includes("{{") || value.includes("{%")
      ? `${quote}${value.replaceAll(quote, other)}${quote}`
      : `${other}${value}${other}`;
  const shown = mended === null || mended.length > 90 ? "" : `: ${mended}`;
  return {
    offset: start + inner.trimEnd().length - 1,
    message: `This \`${quote}\` ends the text that began with the first \`${quote}\`. Within a text in quotes use the other kind${shown || ` (\`${other}\`)`}.`,
  };
}

/** The quote that opened the text which the last one closes. */
function openingQuote(inner: string, quote: string): number {
  const found = new RegExp(`(?:^|[:\\-,{\\[]\\s*)(${quote})`).exec(inner.slice(0, inner.trimEnd().length - 1));
  return found ? found.index + found[0].length - 1 : -1;
}

/** A block of text (`body: |`) whose lines do not stand deeper than the word that opens it. */
export function unindented(text: string): Slip | null {
  for (const found of text.matchAll(/^( *)((?:- )*)([^\s#][^\n]*?):[ \t]+[|>][+-]?\d*[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*\r?\n)*/gm)) {
    const next = found.index + found[0].length;
    const edge = found[1]!.length + found[2]!.length;
    const indent = indentOf(text, next);
    const line = firstLine(text, next);
    if (indent > edge || line === "" || !isText(line)) continue;
    const word = found[3]!.trim();
    return {
      offset: next + indent,
      message: `This text belongs to \`${word}:\` above and must stand deeper: put at least ${edge + 2 - indent} more spaces before each of its lines.`,
    };
  }
  return null;
}

/** No `name: value` and no entry of a list, but something that people read. */
function isText(line: string): boolean {
  return !/^(?:- |-$|#|---|\.\.\.|\{|<<:|["'&*]?[a-z_][\w.-]*["']?\s*:(?:\s|$))/.test(line);
}
