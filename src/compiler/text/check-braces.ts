import { NAMES } from "../../call/names.ts";
import { shortened } from "../words/describe-value.ts";
import type { Scope } from "../scope.ts";
import type { SourceFile, Spot } from "../source-file.ts";
import { fileOffset } from "../yaml/scalar-offset.ts";

/** `{ name }` and its like from other tools, with or without a filter. */
const SINGLE = /(?<![{$])\$?\{\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(?:\|[^{}\n]*)?\}(?!\})/gu;
/** A whole text in the brackets of another tool. */
const FOREIGN = /^(?:\[{1,2}|<{1,2}|%{1,2}|\$|#\{)\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(?:\]{1,2}|>{1,2}|%{1,2}|\})?$/u;
const UNOPENED = /([^{}\n<>"'|]*?(?:\|[^{}\n<>]*)?)(\}\}|%\})/gu;

/** Gaps with too few braces: they would be written as they stand, letter by letter. */
export function checkBraces(file: SourceFile, scope: Scope): void {
  for (const spot of file.spots.values()) {
    const text = spot.scalar?.value;
    if (typeof text !== "string" || spot.path[0] === "labels" || UNREAD.has(spot.path.at(-1))) continue;
    const slip = slipIn(text, scope, spot);
    if (slip) file.reportAt(fileOffset(file, spot, slip.offset), spot.path, slip.message);
  }
}

/** Told of by others, or read by people only. */
const UNREAD = new Set<unknown>(["description", "from"]);

interface Slip {
  offset: number;
  message: string;
}

function slipIn(text: string, scope: Scope, spot: Spot): Slip | null {
  const outside = blankGaps(text);
  return singleBraces(outside, text, scope, spot) ?? foreign(outside, scope, spot) ?? unopened(outside, scope, spot);
}

/** Same length: what is a gap already, finished or not, is another check's. */
function blankGaps(text: string): string {
  return text.replace(/\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/g, (gap) => " ".repeat(gap.length));
}

function singleBraces(outside: string, text: string, scope: Scope, spot: Spot): Slip | null {
  for (const found of outside.matchAll(SINGLE)) {
    const [whole, name = ""] = found;
    if (text.trim() !== whole && !isName(name, scope)) continue;
    const inner = whole.replace(/^\$?\{\s*|\s*\}$/g, "");
    return {
      offset: found.index,
      message: `\`${shortened(whole)}\` has single braces and would be written letter by letter. ${instead(inner, spot)}`,
    };
  }
  return null;
}

function foreign(outside: string, scope: Scope, spot: Spot): Slip | null {
  const [whole, name = ""] = FOREIGN.exec(outside.trim()) ?? [];
  // A lone word in brackets may be a text of its own; a name as long as ours is none.
  if (whole === undefined || !/[._]/.test(name) || !isName(name, scope)) return null;
  const gap = instead(name, spot).replace("A gap has two on each side", "A gap stands in double braces");
  return { offset: outside.indexOf(whole), message: `\`${whole}\` would be written letter by letter. ${gap}` };
}

function unopened(outside: string, scope: Scope, spot: Spot): Slip | null {
  for (const found of isBalanced(spot.scalar?.value as string) ? [] : outside.matchAll(UNOPENED)) {
    const [, before = "", close = ""] = found;
    const name = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:\|.*)?$/u.exec(before)?.[1] ?? "";
    const inBody = spot.path.at(-1) === "body" || spot.scalar?.type?.startsWith("BLOCK");
    if (inBody && !isName(name, scope)) continue;
    const open = close === "}}" ? "{{" : "{%";
    return { offset: found.index + found[0].length - 2, message: `This \`${close}\` closes nothing: \`${open}\` is missing before it.` };
  }
  return null;
}

/** A gap within a gap leaves its last braces over; that is said of the inner one. */
function isBalanced(text: string): boolean {
  return text.split("{{").length === text.split("}}").length && text.split("{%").length === text.split("%}").length;
}

function isName(name: string, scope: Scope): boolean {
  const [root = ""] = name.split(".");
  return (
    Object.hasOwn(NAMES, name) ||
    (name.includes(".") && (Object.hasOwn(NAMES, root) || scope.crm.has(root))) ||
    scope.variables?.has(name) === true ||
    scope.extra.includes(name)
  );
}

const FIXED = new Set<unknown>(["value", "otherwise"]);

function instead(inner: string, { path }: Spot): string {
  if (path.includes("when") || path.includes("where")) return "Here stand fixed values only.";
  if (FIXED.has(path.at(-1)) || path.at(-2) === "map")
    return `Here stand fixed values only; a gap belongs in \`template:\`: "{{ ${inner} }}".`;
  return `A gap has two on each side: \`{{ ${inner} }}\`.`;
}
