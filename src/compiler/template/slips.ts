import { FILTERS } from "../../mapping/template/filters.ts";
import { filterMeant } from "../words/other-filters.ts";

/** Where in a template the reading stopped. */
export interface Stop {
  /** What was read of this gap or tag before. */
  before: string;
  /** What does not fit, up to the gap's end. */
  rest: string;
  /** The filter or name read last, if nothing but space stands between it and `rest`. */
  filter: string | null;
  name: string | null;
  /** Within `{% if %}`, `{% unless %}`, `{% elsif %}`. */
  condition: boolean;
}

/** What was probably meant by something that Liquid does not have: other languages' signs. Null: nothing is known of it. */
export function slip(stop: Stop): string | null {
  for (const [pattern, say] of SLIPS) {
    const found = pattern.exec(stop.rest);
    const said = found && say(stop, found);
    if (said) return said;
  }
  return null;
}

type Say = (stop: Stop, found: RegExpExecArray) => string | null;

const SLIPS: [RegExp, Say][] = [
  [/^/, tagInGap],
  [
    /^[^"'\w\s|:]/,
    ({ before, rest }) =>
      /[:,]$/.test(before) && !/^[“”„‟«»‘’‚({]/.test(rest) ? `A text stands in quotes: \`'${rest.split("|")[0]!.trim()}'\`.` : null,
  ],
  [/^[“”„‟«»‘’‚]/, () => "Type straight quotes in place of typographic ones."],
  [/^\(([^()]*)\)?/, brackets],
  [/^&&?/, ({ condition }) => (condition ? "For `&&` write `and`." : 'Texts stand side by side: `"{{ first }} {{ second }}"`.')],
  [/^\|\|/, ({ condition }) => (condition ? "For `||` write `or`." : "For a second choice write `| default: …`.")],
  [/^\?[?:]/, () => "For a second choice write `| default: …`."],
  [/^\?/, () => "A choice is a tag: `{% if … %}one{% else %}other{% endif %}`."],
  [/^==|^!=|^<>|^[<>]=?/, comparison],
  [/^=/, ({ before }) => (before.endsWith("==") ? "For `===` write `==`." : null)],
  [
    /^=\s*(\S.*)?/,
    ({ filter }, [, value]) => (filter ? `After a filter's name comes a colon: \`${filter}: ${(value ?? "…").trim()}\`.` : null),
  ],
  [/^!/, ({ condition }) => (condition ? "For `!` write `unless` in place of `if`, or `== false` behind the name." : null)],
  [/^#|^\/(?:if|each|for|unless)\b/, () => "Tags stand in `{% %}`: `{% if … %}…{% endif %}`."],
  [/^[+\-*/%~]/, arithmetic],
  [
    /^\{+/,
    ({ before }) =>
      before.trim() === "" ? "Two braces on each side are enough: `{{ name }}`." : "Within a gap a name stands without braces of its own.",
  ],
  [
    /^(["'][^"']*["']|-?\d[\d.]*)/,
    ({ filter }, [, value]) => (filter ? `After a filter's name comes a colon: \`${filter}: ${value}\`.` : null),
  ],
];

function brackets({ filter, name, before }: Stop, [, inner = ""]: RegExpExecArray): string {
  const settings = inner.trim();
  if (filter !== null)
    return settings === ""
      ? `A filter stands without brackets: \`${filter}\`.`
      : `What a filter works with stands after a colon, without brackets: \`${filter}: ${settings}\`.`;
  const method = name?.includes(".") ? filterMeant(name.slice(name.lastIndexOf(".") + 1)) : null;
  if (method) return `There are no functions here, but filters: \`{{ ${name!.slice(0, name!.lastIndexOf("."))} | ${method} }}\`.`;
  const [first = "", ...more] = settings.split(/\s*,\s*/);
  const called = name === null ? null : Object.hasOwn(FILTERS, name) ? name : filterMeant(name);
  if (called && before.trim() === name)
    return `A filter stands behind the value, after \`|\`: \`{{ ${first || "…"} | ${called}${more.length > 0 ? `: ${more.join(", ")}` : ""} }}\`.`;
  return "There are no functions and no brackets here; a filter stands behind the name, after `|`.";
}

function comparison({ condition, before }: Stop, [sign = ""]: RegExpExecArray): string | null {
  return condition ? null : `A comparison stands in a tag: \`{% if ${before.trim()} ${sign} … %}…{% endif %}\`.`;
}

/** `{{ if status }}`, `{{ endif }}`. */
function tagInGap({ before, name }: Stop): string | null {
  return name === before && /^(?:if|unless|for|elsif|else|case|when|assign|capture|se|si)$/.test(before)
    ? `A tag stands in \`{% %}\`: \`{% ${before} … %}\`.`
    : null;
}

const SUMS: Record<string, string> = { "+": "plus", "-": "minus", "*": "times", "/": "divided_by", "%": "modulo" };

function arithmetic({ rest }: Stop): string {
  const [, sign = "", operand = ""] = /^(.)\s*("[^"]*"|'[^']*'|[\p{L}\p{N}_.]*)/u.exec(rest) ?? [];
  if (sign === "~" || /^["']/.test(operand)) return 'Texts stand side by side: `"{{ first }} {{ second }}"`.';
  return `Sums are filters: \`| ${SUMS[sign]}: ${operand || "…"}\`.`;
}
