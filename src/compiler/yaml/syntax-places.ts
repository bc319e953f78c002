import { type Document, isScalar, visit } from "yaml";

/** Where the quoted text begins that runs to the end of the file. */
export function quoteBefore(document: Document.Parsed, offset: number): number {
  let start = offset;
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && node.type?.startsWith("QUOTE") && (node.range?.[0] ?? Infinity) < offset) start = node.range![0];
    },
  });
  return start;
}

/** Brackets and braces, and what hides them: quoted texts and comments. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?<=\s)#[^\n]*|[[\]{}]/g;

/** The last bracket or brace before this place that is still open. */
export function openBefore(text: string, offset: number): number {
  const stack: number[] = [];
  const from = text.lastIndexOf("\n\n", offset) + 1;
  for (const { 0: token, index } of text.slice(from, offset).matchAll(TOKEN)) {
    if (token === "[" || token === "{") stack.push(from + index);
    else if (token === "]" || token === "}") stack.pop();
  }
  return stack.pop() ?? offset;
}

export function indentOf(text: string, lineStart: number): number {
  return /^[ ]*/.exec(text.slice(lineStart, lineStart + 1000))![0].length;
}

export function firstLine(text: string, offset: number): string {
  const line = text
    .slice(offset, offset + 200)
    .split("\n")[0]!
    .trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
