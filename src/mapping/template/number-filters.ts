import { currencyOf, showMoney, showNumber } from "../../language/show-number.ts";
import { SafeHtml } from "../../html/safe-html.ts";
import { asText } from "../../html/show-value.ts";
import { readNumber, readPercent } from "../../normalize/number.ts";
import { NamedValue, plainValue } from "./named-value.ts";
import type { FilterCall, OwnFilter } from "./own-filter.ts";
import { conventionsOf, readOrTold, renderingOf } from "./settings.ts";

/** Arithmetic reads text as the mapping's country writes numbers. What is blank or no number stays blank. */
export const NUMBER_FILTERS: Record<string, OwnFilter> = {
  plus: two(
    "adds: `{{ contact.calls_count | plus: 1 }}`; blank stays blank, but a counter's own empty property begins at 0",
    (a, b) => a + b,
  ),
  minus: two("takes away", (a, b) => a - b),
  times: two("multiplies", (a, b) => a * b),
  divided_by: {
    describe: "divides; whole by whole drops the rest (125 by 60 is 2), by `60.0` keeps it",
    apply(value, by) {
      const [a, b] = [numberIn(this, value), numberIn(this, by)];
      if (a === null || b === null || b === 0) return null;
      return exact(Number.isInteger(a) && Number.isInteger(b) && !saysDecimals(this) ? Math.floor(a / b) : a / b);
    },
  },
  modulo: two("the rest of a division", (a, b) => (b === 0 ? Number.NaN : a - b * Math.floor(a / b))),
  round: {
    describe: "rounds; a number after it says to how many decimals",
    apply(value, decimals) {
      const number = numberIn(this, value);
      return number === null ? null : exact(rounded(number, Math.min(15, Math.max(0, numberIn(this, decimals) ?? 0))));
    },
  },
  ceil: one("rounds up", Math.ceil),
  floor: one("rounds down", Math.floor),
  abs: one("without its sign", Math.abs),
  at_least: two("this or more", Math.max),
  at_most: two("this or less", Math.min),
  sum: {
    describe: "the sum of a list; a field's name after it takes that field of each entry; blank where none of them is a number",
    apply(value, field) {
      const list = plainValue(value);
      const entries = Array.isArray(list) ? list : [list];
      const numbers = entries.map((entry) =>
        numberIn(this, field === undefined ? entry : (entry as Record<string, unknown> | null)?.[asText(field)]),
      );
      return numbers.every((number) => number === null) ? null : exact(numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0));
    },
  },
  number: { describe: "the number in a text, as the format does: `R$ 1.234,56` gives `1234.56`", apply: reading(readNumber) },
  integer: {
    describe: "the same, rounded to a whole number",
    apply(value) {
      const number = numberBy(readNumber, this, value);
      return number === null ? null : Math.round(number);
    },
  },
  number_format: {
    describe: "a number as people there write it: `450000` gives `450.000` with `country: BR`; a number after it says how many decimals",
    apply(value, decimals) {
      const [number, digits] = [numberIn(this, value), decimals === undefined ? null : numberIn(this, decimals)];
      const most = digits === null ? null : Math.min(10, Math.max(0, Math.round(digits)));
      return number === null ? null : showNumber(number, conventionsOf(renderingOf(this.context)), most);
    },
  },
  money: {
    describe:
      "an amount with the country's currency, or another: `{{ extracted_variables.budget | money }}` gives `R$ 1.500`, `money: 'USD'` gives `US$ 1.500`",
    apply(value, currency) {
      const [number, rendering] = [numberIn(this, value), renderingOf(this.context)];
      if (number === null) return null;
      const code = asText(currency).trim().toUpperCase() || currencyOf(rendering.country);
      const isCode = code !== null && /^[A-Z]{3}$/.test(code);
      return isCode ? showMoney(number, conventionsOf(rendering), code) : showNumber(number, conventionsOf(rendering));
    },
  },
  percent: { describe: "a share, as the format does: `15%` gives `0.15`", apply: reading(readPercent) },
};

function one(describe: string, compute: (a: number) => number): OwnFilter {
  return {
    describe,
    apply(value) {
      const number = numberIn(this, value);
      return number === null ? null : exact(compute(number));
    },
  };
}

function two(describe: string, compute: (a: number, b: number) => number): OwnFilter {
  return {
    describe,
    apply(value, by) {
      const [a, b] = [numberIn(this, value), numberIn(this, by)];
      return a === null || b === null ? null : exact(compute(a, b));
    },
  };
}

function reading(read: (value: unknown, country: string | null) => number | null): OwnFilter["apply"] {
  return function (value) {
    return numberBy(read, this, value);
  };
}

function numberIn(call: FilterCall, value: unknown): number | null {
  return value instanceof NamedValue && value.isCounter ? 0 : numberBy(readNumber, call, value);
}

function numberBy(read: typeof readNumber, { context }: FilterCall, value: unknown): number | null {
  const named = plainValue(value);
  const plain = named instanceof SafeHtml ? named.html : named;
  const rendering = renderingOf(context);
  return readOrTold(read(plain, rendering.country), plain, "number", rendering);
}

/** Without what binary fractions add: 0.1 and 0.2 are 0.3. Null for what is no number. */
function exact(number: number): number | null {
  return Number.isFinite(number) ? Number(number.toPrecision(15)) : null;
}

/** Halves away from zero, as people round. */
function rounded(number: number, decimals: number): number {
  const scaled = Number(`${Math.abs(number).toPrecision(15)}e${Math.round(decimals)}`);
  return Number.isFinite(scaled) ? (Math.sign(number) * Math.round(scaled)) / 10 ** Math.round(decimals) : number;
}

/** Whether the template says `60.0`: so Liquid asks for decimals. */
function saysDecimals({ token }: FilterCall): boolean {
  const [by] = token?.args ?? [];
  return /^-?\d+\.\d+$/.test((by as { getText?(): string } | undefined)?.getText?.() ?? "");
}
