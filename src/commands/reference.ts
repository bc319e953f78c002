import { NAMES } from "../call/names.ts";
import { WRITE_MODES } from "../compiler/schema/values.ts";
import { FORMATS } from "../mapping/formats.ts";
import { FILTERS } from "../mapping/template/filters.ts";

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
