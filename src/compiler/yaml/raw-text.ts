import type { SourceFile } from "../source-file.ts";
import { unindented } from "./line-slips.ts";

/** A mapping is a page or two; what is larger than this was not written by a person. */
const LARGEST_BYTES = 2_000_000;

/** Said before the text is even read: that alone would take its time. */
export function reportSize(file: SourceFile): boolean {
  if (file.text.length > LARGEST_BYTES)
    file.reportAt(0, [], "This file is larger than 2 MB; a mapping has a few hundred lines. Is it the right file?");
  return file.problems.length > 0;
}

/** What can be wrong before anything is read as YAML. True when there is no point in going on. */
export function reportText(file: SourceFile): boolean {
  const { text } = file;
  if (text.includes("\u0000"))
    file.reportAt(text.indexOf("\u0000"), [], "This is not a text file. A mapping is plain text, saved as UTF-8.");
  else if (text.includes("\uFFFD"))
    file.reportAt(
      text.indexOf("\uFFFD"),
      [],
      "This character cannot be read: the file is not saved as UTF-8. Save it again with the encoding UTF-8.",
    );
  else if (isBlank(text))
    file.reportAt(0, [], "This file is empty. A mapping needs at least `records:`; remove the file if it is not wanted.");
  else {
    reportWrongDecoding(file);
    reportIndents(file);
    reportListOfRecords(file);
    const block = unindented(file.text);
    if (block && file.problems.length === 0) file.reportAt(block.offset, [], block.message);
  }
  return file.problems.length > 0;
}

function isBlank(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(#.*|---\s*)?$/.test(line.replace(/^\uFEFF/, "")));
}

/** UTF-8 that a program has read as Latin-1 and saved again: `Ã§` for `ç`. Nobody types these. */
const MISREAD = /Ã[\u0080-\u00BF]|Â[\u00A0-\u00BF]|â€[\u0080-\u00BF™œ“”˜]?/u;

function reportWrongDecoding(file: SourceFile): void {
  const found = MISREAD.exec(file.text);
  if (!found) return;
  const [seen] = found;
  const meant = seen.length === 2 && !seen.startsWith("â") ? ` for \`${decoded(seen)}\`` : "";
  file.reportAt(
    found.index,
    [],
    `\`${seen}\`${meant} stands here: the file was once opened in the wrong encoding. Type these characters anew, and save it as UTF-8.`,
  );
}

function decoded(seen: string): string {
  return new TextDecoder().decode(Uint8Array.from(seen, (character) => character.charCodeAt(0)));
}

/** `- contact:` below `records:`: what comes after it would be read as something else, and said to stand in the wrong column. */
function reportListOfRecords(file: SourceFile): void {
  const found = /^records:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ ]*)- +([\w]+):/m.exec(file.text);
  if (!found) return;
  file.reportAt(
    file.text.indexOf("- ", found.index + found[0].lastIndexOf("\n")),
    ["records"],
    `\`records\` wants lines of \`name: value\` below it; found a list. Remove the \`- \` before \`${found[2]}:\`, and let \`${found[2]}:\` and the other records begin in one column.`,
  );
}

const SPECIAL = "\\u00A0\\u1680\\u2000-\\u200B\\u202F\\u205F\\u3000";
/** Before the first word of a line, or between a `-` or a `name:` and what follows. */
const ODD_SPACE = new RegExp(
  `^ *([\\t${SPECIAL}])[^\\S\\n]*(?:- |[\\w.]+:(?:\\s|$))|^(?: *- )* *(?:-|(?:- +)?[\\w.]+:) *([${SPECIAL}])`,
  "gm",
);

/** Tabs and special spaces where YAML wants plain ones; inside a block of text they are harmless, and YAML itself says when they are not. */
function reportIndents(file: SourceFile): void {
  const odd = [...file.text.matchAll(ODD_SPACE)].filter(({ index }) => !insideBlock(file.text, index));
  const [first, second] = odd;
  if (!first) return;
  const character = (first[1] ?? first[2])!;
  const offset = first.index + (first[1] === undefined ? first[0].length - 1 : first[0].indexOf(character));
  const also = second ? " It is not the only one." : "";
  const what = character === "\t" ? "a tab" : "a special space, as pages and chats have them";
  file.reportAt(
    offset,
    [],
    first[1] === undefined
      ? `Here stands ${what}. YAML takes only plain spaces here: type one in its place.${also}`
      : `This line begins with ${what}. YAML takes only plain spaces here: put two for each step to the right.${also}`,
  );
}

/** Whether the nearest line above that is indented less opens a block of text (`body: |`). */
function insideBlock(text: string, offset: number): boolean {
  const above = text
    .slice(Math.max(0, offset - 20_000), offset)
    .split("\n")
    .slice(0, -1);
  let edge = Infinity;
  for (const line of above.toReversed()) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === "\t" || indent >= edge) continue;
    if (/[|>][+-]?\d*\s*(#.*)?$/.test(line)) return true;
    edge = indent;
    if (edge === 0) return false;
  }
  return false;
}
