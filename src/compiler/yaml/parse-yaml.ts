import { type Document, LineCounter, parseDocument } from "yaml";
import { SourceFile } from "../source-file.ts";
import { reportSize, reportText } from "./raw-text.ts";
import { readTree } from "./read-tree.ts";
import { reportSyntax } from "./syntax-errors.ts";
import { blankUnquoted } from "./unquoted-templates.ts";

/**
 * Reads a file as YAML 1.2. With a problem that makes its structure uncertain, `data` stays undefined. `linesBefore`: how many empty lines were put
 * before it.
 */
export function parseYaml(path: string, text: string, linesBefore = 0): SourceFile {
  const lines = new LineCounter();
  const file = new SourceFile(path, text, lines, linesBefore);
  if (reportSize(file)) return file;
  const first = parse(text, lines);
  if (reportText(file)) return file;
  const document = mendUnquoted(file, first);
  if (!reportSyntax(file, document) && document.contents) readTree(file, document);
  return file;
}

function parse(text: string, lineCounter?: LineCounter): Document.Parsed {
  return parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, keepSourceTokens: false });
}

/** An unquoted `{{` spoils the rest of its line only: it is reported, blanked out, and the file read again, so that nothing else hides behind it. */
function mendUnquoted(file: SourceFile, document: Document.Parsed): Document.Parsed {
  const mended = blankUnquoted(file, document);
  return mended === null ? document : parse(mended);
}
