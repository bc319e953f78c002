import { wholeCharacters } from "../normalize/cut-text.ts";
import { dayOf, momentIn, readDate, readMoment } from "../normalize/date.ts";
import type { Locale } from "../normalize/locale.ts";
import { readEmail } from "../normalize/email.ts";
import { readNumber, readPercent } from "../normalize/number.ts";
import { splitName, titleCase } from "../normalize/person-name.ts";
import { readPhone } from "../normalize/phone.ts";
import { humanise, readDomain, readUrl, readYesNo } from "../normalize/text.ts";

/** A named change to a value. Undefined: the value is nothing of the kind, and counts as blank. */
export interface Format {
  /** For the reference table and the editor's hover texts. */
  describe: string;
  apply(value: unknown, locale: Locale): string | number | boolean | undefined;
}

/** What `format:` may say. */
export const FORMATS: Record<string, Format> = {
  first_name: {
    describe: "the first name of a full name: `Dr. Maria da Silva` gives `Maria`",
    apply: (value, { country }) => splitName(text(value), country).first,
  },
  last_name: {
    describe: "the rest of a full name: `Maria da Silva` gives `da Silva`; blank for a single name",
    apply: (value, { country }) => splitName(text(value), country).last,
  },
  phone: {
    describe: "a phone number as `+5511987654321`, read with the mapping's country; blank if it is none",
    apply: (value, { country }) => phone(value, country),
  },
  email: {
    describe: "the e-mail address in a text, in lower case; blank if there is none",
    apply: (value) => readEmail(text(value)) ?? undefined,
  },
  date: { describe: "a day for a HubSpot date property: `31/12/2026` gives `2026-12-31`; blank if it is no date", apply: date },
  datetime: {
    describe:
      "a moment for a HubSpot date-and-time property; without a zone it is read in the mapping's; a day without a time becomes noon of that day there; a day and an hour as people say them (`quinta às 15h`, `next Tuesday 3pm`) are counted from the call's end, and blank where they may be two",
    apply: dateTime,
  },
  number: {
    describe: "the number in a text, read as in the mapping's country: `R$ 1.234,56` gives `1234.56`, `20k` gives `20000`",
    apply: number,
  },
  integer: { describe: "the same, rounded to a whole number", apply: (value, locale) => rounded(number(value, locale)) },
  percent: {
    describe:
      "a share as HubSpot keeps it: `15%`, `15 por cento` and `15` give `0.15`; without a sign a number between 0 and 1 stays, and `1`, which may be either, is blank",
    apply: (value, { country }) => readPercent(value, country) ?? undefined,
  },
  digits: { describe: "only the digits of a text: `123.456.789-00` gives `12345678900`", apply: (value) => text(value).replace(/\D/g, "") },
  boolean: {
    describe: "yes or no: `sim`, `yes`, `true`, `1` give `true`; `não`, `no`, `false`, `0` give `false`; anything else is blank",
    apply: (value) => readYesNo(value) ?? undefined,
  },
  lowercase: { describe: "small letters", apply: (value) => text(value).toLowerCase() },
  uppercase: { describe: "CAPITAL LETTERS", apply: (value) => text(value).toUpperCase() },
  title_case: { describe: "Every Word With a Capital Letter", apply: (value) => titleCase(text(value)) },
  sentence: { describe: "a name such as `schedule_demo` as words: `Schedule demo`", apply: (value) => humanise(text(value)) },
  trim: {
    describe: "without white space around it, and with single spaces in it",
    apply: (value) => text(value).replace(/\s+/g, " ").trim(),
  },
  url: {
    describe: "a web address, with `https://` put before it where it is missing; blank if it is none",
    apply: (value) => readUrl(text(value)) ?? undefined,
  },
  domain: {
    describe: "the domain of a web or e-mail address: `ana@acme.com` gives `acme.com`",
    apply: (value) => readDomain(text(value)) ?? undefined,
  },
  short: { describe: "the first 250 characters, cut at a word and ended with `…`", apply: (value) => shorten(text(value).trim(), 250) },
};

/** Undefined where the format finds nothing of its kind in the value. */
export function applyFormat(name: string, value: unknown, locale: Locale): string | number | boolean | undefined {
  return FORMATS[name]?.apply(value, locale);
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(", ") : value === null || value === undefined ? "" : String(value);
}

function phone(value: unknown, country: string | null): string | undefined {
  const read = readPhone(text(value), country);
  return "none" in read ? undefined : read.e164;
}

function date(value: unknown, locale: Locale): string | undefined {
  const read = readDate(value, locale);
  return read === null ? undefined : dayOf(read, locale.timezone);
}

function dateTime(value: unknown, locale: Locale): string | undefined {
  const read = readMoment(value, locale);
  return read === null ? undefined : momentIn(read, locale.timezone);
}

function number(value: unknown, { country }: Locale): number | undefined {
  return readNumber(value, country) ?? undefined;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

function shorten(value: string, most: number): string {
  if (value.length <= most) return value;
  const cut = value.slice(0, wholeCharacters(value, most - 1));
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), wholeCharacters(cut, most / 2))).trimEnd()}…`;
}
