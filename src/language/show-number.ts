import { type Conventions, localeTag } from "./conventions.ts";

const formatters = new Map<string, Intl.NumberFormat>();

/** `1.234,5` in Brazil, `1,234.5` in the United States. `decimals`: always so many; null: as many as it has. */
export function showNumber(number: number, conventions: Conventions, decimals: number | null = null): string {
  const digits = decimals === null ? { maximumFractionDigits: 6 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return format(number, localeTag(conventions) ?? "en", `number ${decimals}`, digits);
}

/** `R$ 1.234,50`. `currency`: ISO 4217. Whole amounts stand without decimals. */
export function showMoney(number: number, conventions: Conventions, currency: string): string {
  const digits = Number.isInteger(number) ? { maximumFractionDigits: 0 } : {};
  return format(number, localeTag(conventions) ?? "en", `${currency} ${Number.isInteger(number)}`, {
    style: "currency",
    currency,
    ...digits,
  }).replaceAll("\u00a0", " ");
}

/** `name`: of the options, so that each formatter is made once. */
function format(number: number, tag: string, name: string, options: Intl.NumberFormatOptions): string {
  const key = `${tag} ${name}`;
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.NumberFormat(tag, { numberingSystem: "latn", ...options })));
  return formatter.format(number).replaceAll("\u202f", " ");
}

const EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
const CURRENCIES: Record<string, string> = {
  ...Object.fromEntries(EURO.split(" ").map((country) => [country, "EUR"])),
  BR: "BRL",
  US: "USD",
  GB: "GBP",
  CA: "CAD",
  AU: "AUD",
  NZ: "NZD",
  IN: "INR",
  ZA: "ZAR",
  CH: "CHF",
  JP: "JPY",
  MX: "MXN",
  AR: "ARS",
  CL: "CLP",
  CO: "COP",
  PE: "PEN",
  UY: "UYU",
  PY: "PYG",
  BO: "BOB",
  EC: "USD",
  PA: "USD",
  SV: "USD",
  PR: "USD",
  CR: "CRC",
  GT: "GTQ",
  HN: "HNL",
  NI: "NIO",
  DO: "DOP",
  VE: "VES",
  AO: "AOA",
  MZ: "MZN",
  CV: "CVE",
};

/** What is paid with in a country (ISO 4217); null where we do not know. */
export function currencyOf(country: string | null): string | null {
  return CURRENCIES[country ?? ""] ?? null;
}
