import type { Scalar } from "yaml";
import type { SourceFile, Spot } from "../source-file.ts";

/**
 * Where in the file the character at `offset` of a value stands. Quotes, escapes, folded lines and block indentation put characters
 * between them, but never a visible one: so the place is found by counting the visible ones.
 */
export function fileOffset(file: SourceFile, spot: Spot, offset: number): number {
  const { scalar } = spot;
  if (!scalar || typeof scalar.value !== "string") return spot.value;
  const wanted = visible(scalar.value.slice(0, offset));
  const [start, end] = textRange(file.text, scalar);
  let seen = 0;
  for (let at = start; at < end; at += 1) {
    const step = escapeLength(file.text, at, scalar.type);
    if (step === 0 && /\s/.test(file.text[at]!)) continue;
    if (isWhiteEscape(file.text, at, step)) {
      at += step - 1;
      continue;
    }
    if (seen === wanted) return at;
    seen += 1;
    at += Math.max(step - 1, 0);
  }
  return spot.value;
}

function visible(text: string): number {
  return text.replace(/\s/g, "").length;
}

function textRange(text: string, { range, type }: Scalar): [number, number] {
  const [start, end] = range ?? [0, 0];
  if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") return [text.indexOf("\n", start) + 1, end];
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? [start + 1, end - 1] : [start, end];
}

/** Length of an escape at this place, 0 if there is none. */
function escapeLength(text: string, at: number, type: Scalar["type"]): number {
  if (type === "QUOTE_SINGLE") return text.startsWith("''", at) ? 2 : 0;
  if (type !== "QUOTE_DOUBLE" || text[at] !== "\\") return 0;
  return { x: 4, u: 6, U: 10 }[text[at + 1] ?? ""] ?? 2;
}

function isWhiteEscape(text: string, at: number, step: number): boolean {
  return step === 2 && text[at] === "\\" && /[\sntrvf_NLP]/.test(text[at + 1]!);
}
