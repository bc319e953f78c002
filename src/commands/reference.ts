import { NAMES } from "../call/names.ts";
import { WRITE_MODES } from "../compiler/schema/values.ts";
import { FORMATS } from "../mapping/formats.ts";
import { FILTERS } from "../mapping/template/filters.ts";
import { type Words, wordsAt, wordsOf } from "./schema-words.ts";

type Row = [name: string, ...cells: string[]];

/** By the word in the page's markers: `<!-- reference: names -->` … `<!-- /reference -->`. */
const TABLES: Record<string, () => string> = {
  names: () =>
    table(
      ["Name", "Holds", "What it is"],
      Object.entries(NAMES)
        .filter(isOften)
        .map(([name, { type, describe, open }]) => [open ? `${name}.*` : name, type, describe]),
    ),
  "file words": () => table(["Word", "What it says"], wordsAt()),
  "record words": () => table(["Word", "What it says"], recordWords()),
  "find words": () => table(["`find:`", "What it says"], wordsAt("records", "deal", "find")),
  "activity words": () => table(["Word", "What it says"], wordsAt("records", "task").filter(isOwn)),
  "time words": () => table(["`at:`", "What it says"], wordsOf("time_rule")),
  "owner words": () => table(["`owner:`", "What it says"], wordsOf("owner_rule")),
  "working time words": () => table(["`working_time:`", "What it says"], wordsAt("working_time")),
  "value words": () => table(["Word", "What it says"], valueWords()),
  tests: () => table(["Test", "When it holds"], [...wordsOf("tests").filter(([word]) => word !== "not"), ...connectives()]),
  "property words": () => table(["Word", "What it says"], wordsAt("properties", "*", "*")),
  formats: () => table(["`format:`", "Gives"], described(FORMATS)),
  filters: () => table(["Filter", "Gives"], Object.entries(FILTERS)),
  "write modes": () => table(["`write:`", "When it writes"], Object.entries(WRITE_MODES)),
};

const SECTION = /(<!-- reference: ([a-z ]+) -->\n)[\s\S]*?(<!-- \/reference -->)/g;

/** The page with every generated table as the code has it today. */
export function withReference(page: string): string {
  return page.replace(SECTION, (whole, begin: string, word: string, end: string) => {
    const make = TABLES[word];
    return make === undefined ? whole : `${begin}\n${make()}\n\n${end}`;
  });
}

/** `object` of a usual name says nothing; on a record of one's own name it is said in the text. */
function isOwn([word]: Words[number]): boolean {
  return word !== "object";
}

/** These two have tables of their own. */
const ELSEWHERE: Record<string, string> = {
  format: "A change to the value before it is written: see [Formats](#formats).",
  write: "When to write: see [Write modes](#write-modes). Left out: always.",
};

function valueWords(): Words {
  return wordsOf("rule").map(([word, describe]) => [word, ELSEWHERE[word] ?? describe]);
}

function recordWords(): Words {
  const others = new Set(wordsAt("records", "deal").map(([word]) => word));
  return wordsAt("records", "contact")
    .filter(isOwn)
    .map(([word, describe]) => [word, others.has(word) ? describe : `Contacts only. ${describe}`]);
}

/** Words that combine conditions; the names beside them are no words of the language. */
function connectives(): Words {
  return wordsOf("condition").filter(([word]) => word === "any" || word === "not");
}

/** The settings of a campaign are the same at both places and seldom read. */
function isOften([name]: [string, unknown]): boolean {
  return !/^campaign\b/.test(name) && !/^lead\.campaign\.(?!name|id)/.test(name) && !name.startsWith("transfers.");
}

function described(words: Record<string, { describe: string }>): Row[] {
  return Object.entries(words).map(([name, { describe }]) => [name, describe]);
}

function table(head: string[], rows: Row[]): string {
  const lines = rows.map(([name, ...cells]) => [`\`${name}\``, ...cells].map((cell) => cell.replaceAll("|", "\\|")));
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
