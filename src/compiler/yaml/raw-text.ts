import type { SourceFile } from "../source-file.ts";

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
  else reportIndents(file);
  return file.problems.length > 0;
}

function isBlank(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(#.*|---\s*)?$/.test(line.replace(/^\uFEFF/, "")));
}

/** Tabs and no-break spaces before a word or a dash; inside a block of text they are harmless, and YAML itself says when they are not. */
function reportIndents(file: SourceFile): void {
  const odd = [...file.text.matchAll(/^ *([\t\u00A0\u2000-\u200B\u3000])[^\S\n]*(?:- |[\w.]+:(?:\s|$))/gm)];
  const first = odd.find(({ index }) => !insideBlock(file.text, index));
  if (!first) return;
  const second = odd.find(({ index }) => index > first.index && !insideBlock(file.text, index));
  const what = first[1] === "\t" ? "a tab" : "a special space, as pages and chats have them";
  const also = second ? " It is not the only one." : "";
  const offset = first.index + first[0].indexOf(first[1]!);
  file.reportAt(offset, [], `This line begins with ${what}. YAML takes only plain spaces here: put two for each step to the right.${also}`);
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
