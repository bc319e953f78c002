import { filters as liquidFilters } from "liquidjs";
import { asText } from "../../html/show-value.ts";
import { splitName, titleCase } from "../../normalize/person-name.ts";
import { formatPhone } from "../../normalize/phone-search-forms.ts";
import { readPhone } from "../../normalize/phone.ts";
import { humanise } from "../../normalize/text.ts";
import { DATE_FILTERS } from "./date-filters.ts";
import { HTML_FILTERS, yesNo } from "./html-filters.ts";
import type { OwnFilter } from "./own-filter.ts";
import { renderingOf } from "./settings.ts";

/** Liquid's own filters that templates may use. Those that would open a way round escaping, or that nobody needs, are left out. */
const FROM_LIQUID: Record<string, string> = {
  append: "puts a text behind it",
  prepend: "puts a text before it",
  upcase: "CAPITAL LETTERS",
  downcase: "small letters",
  capitalize: "a capital letter at the beginning, small ones after it",
  default: "what to show where there is nothing: `{{ input_variables.customer_name | default: 'there' }}`",
  strip: "without white space around it",
  lstrip: "without white space before it",
  rstrip: "without white space behind it",
  squish: "without white space around it, and single spaces in it",
  replace: "one text in place of another: `replace: '_', ' '`",
  replace_first: "the same, only the first time",
  remove: "takes a text out",
  remove_first: "takes it out the first time",
  truncate: "at most so many characters: `truncate: 200`",
  truncatewords: "at most so many words",
  slice: "a piece: from which character (0 is the first), how many",
  split: "a list of a text: `split: ','`",
  join: "a text of a list: `join: ', '`",
  first: "a list's first entry",
  last: "a list's last entry",
  size: "how many characters or entries",
  reverse: "a list the other way round",
  sort: "a list in order",
  sort_natural: "a list in order, capital letters or not",
  uniq: "a list without repeats",
  compact: "a list without blanks",
  concat: "two lists as one",
  map: "one field of each entry: `call.turns | map: 'text'`",
  where: "the entries with a value: `call.turns | where: 'speaker', 'customer'`",
  sum: "the sum of a list",
  plus: "adds: `{{ contact.calls_count | plus: 1 }}`",
  minus: "takes away",
  times: "multiplies",
  divided_by: "divides; by a whole number the rest is dropped",
  modulo: "the rest of a division",
  round: "rounds; a number after it says to how many decimals",
  ceil: "rounds up",
  floor: "rounds down",
  abs: "without its sign",
  at_least: "this or more",
  at_most: "this or less",
  strip_html: "without HTML tags",
  strip_newlines: "without line breaks",
  url_encode: "made fit for a part of a link",
  number_of_words: "how many words",
  json: "as JSON",
};

const OWN: Record<string, OwnFilter> = {
  ...DATE_FILTERS,
  ...HTML_FILTERS,
  duration: { describe: "seconds as people say them: `125` gives `2 min 5 s`", apply: (value) => duration(value) },
  phone: { describe: "a phone number as people write it: `+55 11 98765-4321`", apply: phone },
  title: { describe: "Every Word With a Capital Letter", apply: (value) => titleCase(asText(value)) },
  words: { describe: "a name such as `schedule_demo` as words: `Schedule demo`", apply: (value) => humanise(asText(value)) },
  first_name: { describe: "the first name of a full name", apply: (value) => splitName(asText(value)).first },
  last_name: { describe: "the rest of a full name", apply: (value) => splitName(asText(value)).last },
  yes_no: {
    describe: "true as `Yes` and false as `No`, or in your words: `yes_no: 'Sim', 'Não'`",
    apply: (value, yes, no) => yesNo(value, asText(yes) || undefined, asText(no) || undefined),
  },
};

/** Every filter a template may use, and what it does. */
export const FILTERS: Record<string, string> = {
  ...FROM_LIQUID,
  ...Object.fromEntries(Object.entries(OWN).map(([name, { describe }]) => [name, describe])),
};

/** As liquidjs wants them. */
export const FILTER_HANDLERS: Record<string, unknown> = {
  ...Object.fromEntries(Object.keys(FROM_LIQUID).map((name) => [name, liquidFilters[name]])),
  ...Object.fromEntries(Object.entries(OWN).map(([name, { apply }]) => [name, apply])),
};

function phone(this: { context: { globals: object } }, value: unknown): string {
  const read = readPhone(asText(value), renderingOf(this.context).country);
  return "none" in read ? asText(value) : formatPhone(read);
}

function duration(value: unknown): string {
  const seconds = Math.round(Number(asText(value)));
  if (!Number.isFinite(seconds) || asText(value).trim() === "") return "";
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(" ") || "0 s"
  );
}
