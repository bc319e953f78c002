import { type Context, defaultOperators, toValueSync } from "liquidjs";
import { asText } from "../../html/show-value.ts";
import { numberOf, sameMeaning } from "../reading.ts";
import { NamedValue, plainValue, wordOf } from "./named-value.ts";
import { renderingOf } from "./settings.ts";

type Compare = (one: unknown, other: unknown, context: Context) => unknown;

/** Numbers, yes/no and labels compare as what they mean, as in conditions; everything else as Liquid does. */
export const OPERATORS = {
  ...defaultOperators,
  "==": equals,
  "!=": (one: unknown, other: unknown, context: Context) => !equals(one, other, context),
  ...Object.fromEntries(([">", "<", ">=", "<="] as const).map((sign) => [sign, ordered(sign)])),
  contains,
} as typeof defaultOperators;

export function equals(one: unknown, other: unknown, context: Context): boolean {
  if (isLiterals(one) || isLiterals(other)) return byDefault("==", plainOrText(one), plainOrText(other), context) === true;
  const [a, b] = [wordOf(one), wordOf(other)];
  return (
    isCalled(one, b) ||
    isCalled(other, a) ||
    sameMeaning(a, b, renderingOf(context).country) === true ||
    byDefault("==", a, b, context) === true
  );
}

/** `nil`, `empty` and `blank` know by themselves what equals them. */
function isLiterals(value: unknown): boolean {
  return typeof (value as { geq?: unknown } | null | undefined)?.geq === "function";
}

function plainOrText(value: unknown): unknown {
  return value instanceof NamedValue && value.isNothing ? "" : plainValue(value);
}

function isCalled(value: unknown, label: unknown): boolean {
  if (!(value instanceof NamedValue) || typeof label !== "string") return false;
  return value.labels.some((one) => one.trim().toLowerCase() === label.trim().toLowerCase());
}

function ordered(sign: ">" | "<" | ">=" | "<="): Compare {
  return (one, other, context) => {
    const [a, b] = [plainValue(one), plainValue(other)];
    if (typeof a === typeof b || (typeof a !== "number" && typeof b !== "number")) return byDefault(sign, a, b, context);
    const { country } = renderingOf(context);
    const [left, right] = [numberOf(a, country), numberOf(b, country)];
    return left !== null && right !== null && byDefault(sign, left, right, context) === true;
  };
}

function contains(one: unknown, other: unknown, context: Context): unknown {
  const [a, b] = [wordOf(one), wordOf(other)];
  return (
    byDefault("contains", a, b, context) === true || (one instanceof NamedValue && one.labels.some((label) => label.includes(asText(b))))
  );
}

/** liquidjs's own operators are generators that wait for nothing here: their values are all at hand. */
function byDefault(sign: keyof typeof defaultOperators, one: unknown, other: unknown, context: Context): unknown {
  return toValueSync((defaultOperators[sign] as Compare)(one, other, context));
}
