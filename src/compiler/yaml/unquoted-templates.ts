import { type Document, isCollection, isMap, isNode, visit } from "yaml";
import type { SourceFile } from "../source-file.ts";

/**
 * A value that begins with `{{` or `{%` and has no quotes: YAML takes the brace for the beginning of a list of keys.
 * Reports each, and returns the text with them blanked out (same length, so every place stays where it is), or null if there are none.
 */
export function blankUnquoted(file: SourceFile, document: Document.Parsed): string | null {
  const found = findUnquoted(file.text, document);
  if (found.length === 0) return null;
  let mended = "";
  let done = 0;
  for (const { from, to, key } of found) {
    const value = file.text.slice(from, to).trimEnd();
    if (key) file.reportAt(from, [], "What stands before a `:` is taken as it is; gaps `{{ }}` are not filled in there.");
    else file.reportAt(from - textBefore(file.text, from).length, [], sentence(textBefore(file.text, from), value));
    file.muteLine(to);
    mended += file.text.slice(done, from) + "x".repeat(value.length);
    done = from + value.length;
  }
  return mended + file.text.slice(done);
}

/** `body: Summary: {{ … }}`: the quotes must go round all of it. */
function textBefore(text: string, from: number): string {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  return /^\s*(?:- )*[\w.-]+:\s+([^\s{[&*"'][^{["]*)$/.exec(line)?.[1] ?? "";
}

function sentence(before: string, value: string): string {
  if (before !== "")
    return `This text goes on with \`: ${value.slice(0, 2)}\`, which YAML reads as something else. Put quotes around all of it: ${quoted(before + value)}`;
  return `This value begins with \`${value.slice(0, 2)}\`, which YAML reads as something else. Put quotes around it: ${quoted(value)}`;
}

interface Unquoted {
  from: number;
  to: number;
  key: boolean;
}

function findUnquoted(text: string, document: Document.Parsed): Unquoted[] {
  const found: Unquoted[] = [];
  visit(document, (role, node, parents) => {
    const from = isNode(node) && isMap(node) && node.flow ? (node.range?.[0] ?? -1) : -1;
    if (from < 0 || !/^\{\s*[{%]/.test(text.slice(from, from + 80))) return undefined;
    // A line of HTML: the text it belongs to lacks its `|`, which the parser's own error says.
    if (/^\s*</.test(text.slice(text.lastIndexOf("\n", from - 1) + 1, from))) return visit.SKIP;
    const key = role === "key";
    const inFlow = key || parents.some((parent) => isCollection(parent) && parent.flow === true);
    found.push({ from, to: from + extent(text.slice(from, endOfLine(text, from)), inFlow), key });
    return visit.SKIP;
  });
  return found;
}

/** To the end of the line or its comment; inside `{ a: …, b: … }` only to the next comma or brace after it. */
function extent(line: string, inFlow: boolean): number {
  if (inFlow) return /^\{[{%].*?[}%]\}[^,}\]:]*/.exec(line)?.[0].length ?? 2;
  const comment = line.search(/\s#/);
  return (comment < 0 ? line : line.slice(0, comment)).trimEnd().length;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

function quoted(value: string): string {
  const shown = value.length > 60 ? `${value.slice(0, 57)}…` : value;
  return shown.includes('"') ? `'${shown.replaceAll("'", "''")}'` : `"${shown}"`;
}
