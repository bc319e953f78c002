import { type Document, type YAMLError, isNode } from "yaml";
import type { SourceFile } from "../source-file.ts";
import { type Slip, lineSlip } from "./line-slips.ts";
import { firstLine, indentOf, openBefore, quoteBefore } from "./syntax-places.ts";

/**
 * Says what is not YAML here. Only the first: what the parser says after it is mostly a consequence.
 * True when there was something; then the structure is too uncertain to check the rest.
 */
export function reportSyntax(file: SourceFile, document: Document.Parsed): boolean {
  const found = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const [first] = found;
  if (!first) return reportNoMap(file, document);
  const { offset, message } = lineSlip(file.text, first.pos[0]) ?? slipOf(file.text, document, first, found);
  file.reportAt(offset, [], message);
  return true;
}

function reportNoMap(file: SourceFile, document: Document.Parsed): boolean {
  const { contents } = document;
  if (isNode(contents) && "items" in contents && !/^\s*-(\s|$)/m.test(firstLine(file.text, contents.range?.[0] ?? 0))) return false;
  const offset = contents?.range?.[0] ?? 0;
  file.reportAt(offset, [], "This is not a mapping: it should begin with lines such as `name: Sales calls` and `records:`.");
  return true;
}

function slipOf(text: string, document: Document.Parsed, error: YAMLError, all: YAMLError[]): Slip {
  const offset = error.pos[0];
  const codes = new Set(all.map(({ code, pos }) => (pos[0] === offset ? code : null)));
  if (codes.has("BLOCK_AS_IMPLICIT_KEY") && codes.has("MULTILINE_IMPLICIT_KEY")) return deeper(text, offset);
  return { offset, message: "", ...say(text, document, error) };
}

function say(text: string, document: Document.Parsed, { code, message, pos }: YAMLError): Partial<Slip> {
  const [offset] = pos;
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return { message: secondColon(text, offset) };
    case "MULTILINE_IMPLICIT_KEY":
      return { message: blockCutShort(text, offset) ?? noValue(firstLine(text, offset)) };
    case "BAD_INDENT":
      return badIndent(text, message, offset);
    case "MISSING_CHAR":
      return missing(text, document, message, offset);
    case "TAB_AS_INDENT":
      return { message: TAB };
    case "RESOURCE_EXHAUSTION":
      return { message: "This is nested far too deeply. No mapping needs that; is it the right file?" };
    case "BAD_SCALAR_START":
      return { message: badStart(text, offset) };
    case "TAG_RESOLVE_FAILED":
      return { message: `A value that begins with \`!\` means something else in YAML. If it is text, put quotes around it.` };
    case "BLOCK_IN_FLOW":
      return { offset: openBefore(text, offset), message: NEVER_CLOSED };
    case "BAD_ALIAS":
    case "ALIAS_PROPS":
    case "MULTIPLE_ANCHORS":
      return { message: "A value that begins with `&` or `*` means something else in YAML. If it is text, put quotes around it." };
    case "MULTIPLE_DOCS":
      return { message: "`---` begins a second mapping in the same file. One file is one mapping: move it to a file of its own." };
    case "BAD_DQ_ESCAPE":
      return { message: "In double quotes `\\` has a meaning of its own. Use single quotes around this text." };
    case "UNEXPECTED_TOKEN":
      return unexpected(text, message, offset);
    default:
      return { message: `This is not YAML: ${message.replace(/\.?$/, ".")}` };
  }
}

/** Words below which lines of their own stand. */
const STRUCTURAL =
  /^\s*(?:- )*(records|contact|company|deal|ticket|note|call|task|meeting|find_by|find|set|when|map|where|variables|properties|on|at|owner|labels|working_time):\s/;

function secondColon(text: string, offset: number): string {
  const line = text
    .slice(text.lastIndexOf("\n", offset - 1) + 1)
    .split("\n")[0]!
    .trimEnd();
  const word = STRUCTURAL.exec(line)?.[1];
  if (word) return `What belongs to \`${word}\` stands in lines of its own below it, two spaces deeper.`;
  const value = firstLine(text, offset);
  const example = value.endsWith("…") ? "" : `: ${value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`}`;
  return `There is a second \`: \` in this line. If it belongs to the text, put quotes around the whole text${example}.`;
}

const TAB = "There is a tab here. YAML takes only spaces: put two for each step to the right.";
const NEVER_CLOSED = "This `[` or `{` is never closed. Add the missing `]` or `}`.";

function badIndent(text: string, message: string, offset: number): Partial<Slip> {
  if (/Flow/.test(message)) return { offset: openBefore(text, offset), message: NEVER_CLOSED };
  const indent = /^\s*/.exec(text.slice(offset, offset + 200))![0];
  if (indent.includes("\t")) return { message: TAB };
  const cut = blockCutShort(text, offset + indent.length);
  if (cut) return { offset: offset + indent.length, message: cut };
  return {
    offset: offset + indent.length,
    message: "This line begins in another column than its neighbours above. Lines that belong together begin in the same column.",
  };
}

function missing(text: string, document: Document.Parsed, message: string, offset: number): Partial<Slip> {
  if (/quote/.test(message))
    return { offset: quoteBefore(document, offset), message: "This quote is never closed. Put the same quote at the end of the text." };
  if (/without - indicator/.test(message))
    return {
      offset: offset + indentOf(text, offset),
      message:
        "This line begins neither below the line above it nor with a `- ` of its own. Move it to the column where the words above begin.",
    };
  if (/[\]}]/.test(message)) return { offset: openBefore(text, offset), message: NEVER_CLOSED };
  return { message: blockCutShort(text, offset) ?? noValue(firstLine(text, offset)) };
}

function badStart(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (/owner\w*:\s*$/.test(line)) return `An owner is said by e-mail, such as \`ana@acme.com\`; found \`${firstLine(text, offset)}\`.`;
  return `A value cannot begin with ${text[offset] === "`" ? "a backtick" : `\`${text[offset]}\``}. Put quotes around it.`;
}

/** `if_missing:create`, or a line that is only a word. */
function noValue(line: string): string {
  const [, name, value] = /^([\w.-]+):(\S.*)$/.exec(line) ?? [];
  return `\`${line}\` has no value: after a name come a colon and a space, \`${name ? `${name}: ${value}` : "name: value"}\`.`;
}

/** A line of a text (`body: |`) that stands less deep than its first one, or of one that lacks the `|`. */
function blockCutShort(text: string, offset: number): string | null {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const indent = indentOf(text, start);
  for (const line of text.slice(0, start).split("\n").slice(0, -1).toReversed()) {
    const edge = line.search(/\S/);
    if (edge < 0 || edge > indent) continue;
    const [, word, block] = /([\w.-]+):(?:[ \t]+([|>][+-]?\d*))?\s*$/.exec(line) ?? [];
    if (word && block)
      return `This line belongs to the text of \`${word}:\` above, but stands less deep than its first line. Begin it in the same column.`;
    if (word && edge < indent)
      return isProse(firstLine(text, offset)) ? `A text of several lines stands below \`${word}: |\`: the \`|\` is missing.` : null;
    if (edge < indent || /^\s*(?:- )*[\w.-]+:(?:\s|$)/.test(line)) return null;
  }
  return null;
}

function isProse(line: string): boolean {
  return /^<|^\S+\s+\S/.test(line) && !/^[\w.-]+:(?:\s|$)/.test(line);
}

function unexpected(text: string, message: string, offset: number): Partial<Slip> {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (text[offset] === "-" && /^-\s/.test(text.slice(offset, offset + 2)) && /:\s*$/.test(before))
    return { message: "A list stands in lines of its own, each beginning with `- `, or between brackets: `[one, two]`." };
  if (/[>|]\s*$/.test(before) && /Not a YAML token/.test(message))
    return { message: '`>` begins a text of several lines in YAML. For "more than" write a test: `{ at_least: 20 }`.' };
  if (/['"]\s*$/.test(before) && /^,\s*(?:\r?\n|$)/.test(text.slice(offset, offset + 20)))
    return { message: "Outside of braces no comma stands at the end of a line. Remove it." };
  if (/['"]\s*$/.test(before)) return { message: "The text goes on after its closing quote. Put one pair of quotes around all of it." };
  const next = /^[\w.-]+(?=:\s)/.exec(text.slice(offset, offset + 60))?.[0];
  if (/[\]}]\s*$/.test(before) && next)
    return { message: `A comma is missing before \`${next}:\`. Between braces \`{ }\` stands one after each value.` };
  if (/[\]}]\s*$/.test(before))
    return { message: "Something stands after the closing bracket. Put quotes around the whole text, or remove what is too much." };
  const entry = /^\[(\d+)\]/.exec(text.slice(offset, offset + 20))?.[1];
  if (entry) return { message: `Between braces a \`[\` begins a list. Write the entry's number after a dot: \`.${entry}\`.` };
  return {
    message: `\`${firstLine(text, offset)}\` does not fit here. Check the line above it: the indentation, a missing \`:\`, or a missing quote.`,
  };
}

/** `a: 1` and, deeper, `b: 2`. */
function deeper(text: string, offset: number): Slip {
  const lineEnd = text.indexOf("\n", offset);
  const next = lineEnd + 1 + indentOf(text, lineEnd + 1);
  return {
    offset: next,
    message: "This line stands deeper than the one above it, which already has its value. Begin it in the same column as the line above.",
  };
}
