import { filters as liquidFilters } from "liquidjs";
import { isSayable, say } from "../../language/phrases.ts";
import { showDuration } from "../../language/show-duration.ts";
import { asText } from "../../html/show-value.ts";
import { readEmail } from "../../normalize/email.ts";
import { readNumber } from "../../normalize/number.ts";
import { splitName, titleCase } from "../../normalize/person-name.ts";
import { formatPhone } from "../../normalize/phone-search-forms.ts";
import { readPhone } from "../../normalize/phone.ts";
import { readDomain, readUrl } from "../../normalize/text.ts";
import { isEmpty } from "../paths.ts";
import { DATE_FILTERS } from "./date-filters.ts";
import { HTML_FILTERS, yesNo } from "./html-filters.ts";
import { plainValue } from "./named-value.ts";
import { NUMBER_FILTERS } from "./number-filters.ts";
import type { FilterCall, OwnFilter } from "./own-filter.ts";
import { type Unread, readOrTold, renderingOf } from "./settings.ts";
import { nameInWords } from "./show-words.ts";

/** Liquid's own filters that templates may use. Those that would open a way round escaping, or that nobody needs, are left out. */
const FROM_LIQUID: Record<string, string> = {
  append: "puts a text behind it",
  prepend: "puts a text before it",
  upcase: "CAPITAL LETTERS",
  downcase: "small letters",
  capitalize: "a capital letter at the beginning, small ones after it",
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
  strip_html: "without HTML tags",
  strip_newlines: "without line breaks",
  url_encode: "made fit for a part of a link",
  number_of_words: "how many words",
  json: "as JSON",
};

const OWN: Record<string, OwnFilter> = {
  ...DATE_FILTERS,
  ...HTML_FILTERS,
  ...NUMBER_FILTERS,
  default: {
    describe:
      "what to show where there is nothing: `{{ input_variables.customer_name | default: 'there' }}`; `0` and `false` are something, `N/A` is nothing",
    apply: (value, fallback) => (isEmpty(value) ? fallback : value),
  },
  duration: { describe: "seconds as people say them: `125` gives `2 min 5 s`", apply: duration },
  phone: {
    describe:
      "a phone number, read with the mapping's country: alone in a value `+5511987654321`, as the format does; among words and in a `body` as people write it, `+55 11 98765-4321`",
    apply: phone,
  },
  email: {
    describe: "the e-mail address in a text, as the format does; blank if there is none",
    apply: looking("email", readEmail),
  },
  domain: { describe: "the domain of a web or e-mail address, as the format does", apply: looking("link", readDomain) },
  url: { describe: "a web address with `https://` before it, as the format does; blank if it is none", apply: looking("link", readUrl) },
  digits: { describe: "only the digits of a text, as the format does", apply: (value) => asText(value).replace(/\D/g, "") },
  title: { describe: "Every Word With a Capital Letter", apply: (value) => titleCase(asText(value)) },
  words: {
    describe:
      "a name such as `schedule_demo` as words: `Schedule demo`, or as `labels:` calls it; our own words (`call.outcome`, a weekday) in the mapping's `language`",
    apply(value) {
      return nameInWords(asText(value), renderingOf(this.context));
    },
  },
  t: {
    describe:
      "one of our own texts in the mapping's `language`: `{{ 'Listen to the recording' | t }}` is `Ouvir a gravação` with `language: pt`",
    apply(value) {
      const text = asText(value);
      return isSayable(text) ? say(text, renderingOf(this.context).language ?? "en") : text;
    },
  },
  first_name: { describe: "the first name of a full name", apply: name("first") },
  last_name: { describe: "the rest of a full name", apply: name("last") },
  yes_no: {
    describe: "true as `Yes` and false as `No`, in the mapping's `language`, or in your words: `yes_no: 'Sim', 'Não'`",
    apply(value, yes, no) {
      const { language = "en" } = renderingOf(this.context);
      return yesNo(value, asText(yes) || say("Yes", language), asText(no) || say("No", language));
    },
  },
};

/** Every filter a template may use, and what it does. */
export const FILTERS: Record<string, string> = {
  ...FROM_LIQUID,
  ...Object.fromEntries(Object.entries(OWN).map(([filter, { describe }]) => [filter, describe])),
};

type Handler = OwnFilter["apply"];

/** As liquidjs wants them. Those that count look at the names' values themselves: they must know a counter's beginning from a blank. */
export const FILTER_HANDLERS: Record<string, Handler> = {
  ...Object.fromEntries(Object.keys(FROM_LIQUID).map((filter) => [filter, ofPlainValues(handlerOf(liquidFilters[filter]))])),
  truncate: ofPlainValues(ofWholeCharacters(handlerOf(liquidFilters["truncate"]))),
  slice: ofPlainValues(ofWholeCharacters(handlerOf(liquidFilters["slice"]))),
  ...Object.fromEntries(Object.entries(OWN).map(([filter, { apply }]) => [filter, ofPlainValues(apply)])),
  ...Object.fromEntries(Object.entries(NUMBER_FILTERS).map(([filter, { apply }]) => [filter, apply])),
};

function handlerOf(filter: unknown): Handler {
  return (typeof filter === "function" ? filter : (filter as { handler: unknown }).handler) as Handler;
}

function ofPlainValues(apply: Handler): Handler {
  return function (value, ...args) {
    return apply.call(this, plainValue(value), ...args.map(plainValue));
  };
}

/** Liquid counts UTF-16 units, and would leave half an emoji where it cuts one. */
function ofWholeCharacters(apply: Handler): Handler {
  return function (value, ...args) {
    const cut = apply.call(this, value, ...args);
    return typeof cut === "string" ? cut.replace(/\p{Cs}/gu, "") : cut;
  };
}

function looking(expected: Unread["expected"], read: (text: string) => string | null): Handler {
  return function (value) {
    const text = asText(value);
    return readOrTold(read(text), text, expected, renderingOf(this.context));
  };
}

function name(part: "first" | "last"): Handler {
  return function (value) {
    return splitName(asText(value), renderingOf(this.context).country)[part];
  };
}

function phone(this: FilterCall, value: unknown): string | null {
  const rendering = renderingOf(this.context);
  const { country, html, isSentence } = rendering;
  const text = asText(value);
  const read = readPhone(text, country);
  if ("none" in read && html) return text;
  // Who withholds a number has said so: nothing is lost.
  if ("none" in read) return readOrTold<string>(null, read.none === "withheld" ? "" : text, "phone", rendering);
  return isSentence ? formatPhone(read) : read.e164;
}

function duration(this: FilterCall, value: unknown): string {
  const read = readNumber(value, renderingOf(this.context).country);
  return read === null ? "" : showDuration(read);
}
