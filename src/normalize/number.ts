/** Where a comma parts the decimals and a point the thousands. */
const COMMA_COUNTRIES = new Set(
  "AR AT BE BG BO BR CL CO CZ DE DK EC ES FI FR GR HR HU ID IT NL NO PL PT PY RO RS RU SE SI SK TR UA UY VE VN".split(" "),
);

const SCALES: [RegExp, number][] = [
  [/^(?:k|mil|thousand)$/, 1e3],
  [/^(?:m|mi|mio|mn|milh(?:ão|ao|ões|oes)|mill(?:ón|on|ones|ion|ions)|million(?:en|s)?)$/, 1e6],
  [/^(?:b|bi|bn|bilh(?:ão|ao|ões|oes)|billions?)$/, 1e9],
];
/** `m` is a million where money is spoken of (`US$ 20m`), or as a capital letter right behind the digits (`20M`); else it may be metres. */
const ALSO_A_UNIT = /^(?:m|mi|b)$/i;

/** A number with its unit and what somebody says around it; a longer text is a story. */
const LONGEST_TEXT = 200;
/** `80 m2`: this 2 belongs to the unit. */
const UNIT_POWER = /(?<=\d\s?(?:[cdkm]?m|ft|in|yd))[23](?![\d\p{L}])/iu;
/** No sign; or one at the beginning, or right before the digits or their currency. A dash between words and a number is no sign. */
const BEFORE = /^[^+\-−]*$|^([+\-−]) ?(?:\p{L}{0,3}\p{Sc} ?)?$|^[^+\-−]*[^\p{L}+\-−]([+\-−])(?:\p{L}{0,3}\p{Sc} ?)?$/u;

/** `1.234,56`, `R$ 1.500`, `US$ 20k`, `1,5 milhão`, `80 m²`, `15%`; what a lone separator means is a matter of the country. Null if it is not surely one number. */
export function readNumber(value: unknown, country: string | null): number | null {
  if (typeof value === "number") return finite(value);
  if (typeof value !== "string" || value.length > LONGEST_TEXT) return null;
  const text = value.replace(/\s+/g, " ").trim().replace(UNIT_POWER, "²");
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}$/i.test(text)) return finite(Number(text));
  const [from, to] = [text.search(/\d/), text.search(/\d[^\d]*$/) + 1];
  if (from === -1) return null;
  const [before, digits, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  const signs = BEFORE.exec(before);
  const plain = withPoint(digits, country);
  const scale = scaleOf(after, /\p{Sc}/u.test(before));
  if (signs === null || plain === null || scale === null) return null;
  const number = Number((Number(plain) * scale).toPrecision(15)) * (/[-−]/.test(signs[1] ?? signs[2] ?? "") ? -1 : 1);
  return finite(number);
}

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);

/** `1 milhão e meio` is more than its digits say. */
const AND_A_HALF = /\b(?:e mei[oa]|y medi[oa]|and a half)\b/i;

/** What a word behind the digits multiplies them by: 1 for any other word; null where it may be either, and for `½` and `³`. */
function scaleOf(after: string, isMoney: boolean): number | null {
  if (/^ ?[\p{No}\p{Nl}]/u.test(after) || AND_A_HALF.test(after)) return null;
  const [, gap, word = ""] = /^[.,]?( ?)([\p{L}²³]*)/u.exec(after) as RegExpExecArray;
  const scale = SCALES.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1] ?? 1;
  if (scale === 1 || !ALSO_A_UNIT.test(word) || isMoney) return scale;
  return gap === "" && /^[MB]/.test(word) ? scale : null;
}

/** Digits in groups of three, or, as in India, of two and a last one of three. */
const GROUPED = /^\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}$/;

/** Digits with `.` before the decimals and nothing between the thousands; null where the groups are none: dates, versions, two numbers. */
function withPoint(digits: string, country: string | null): string | null {
  if (!/^[\d.,'’ ]+$/.test(digits)) return null;
  const separators = digits.replace(/\d/g, "");
  if (separators === "") return digits;
  const last = separators.at(-1) as string;
  const others = separators.slice(0, -1);
  const isDecimal = /[.,]/.test(last) && !others.includes(last) && !(others === "" && partsThousands(digits, last, country));
  const at = digits.lastIndexOf(last);
  const [whole, decimals] = isDecimal ? [digits.slice(0, at), digits.slice(at + 1)] : [digits, ""];
  const groups = new Set(whole.replace(/\d/g, "").replaceAll("’", "'"));
  if (groups.size > 1 || (groups.size === 1 && !GROUPED.test(whole))) return null;
  return `${whole.replace(/\D/g, "")}.${decimals || "0"}`;
}

function partsThousands(digits: string, separator: string, country: string | null): boolean {
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return false;
  return COMMA_COUNTRIES.has(country ?? "") ? separator === "." : separator === ",";
}

const PER_CENT = /^[^\d%]*?[\d.,'’\s+-]+\s*(?:%|por\s?cento|por\s?ciento|per\s?cent|pct\b|pc\b)/i;

/**
 * A share, as HubSpot keeps it: `15%`, `15 por cento` and `15` give 0.15. Without a sign a number between 0 and 1 is a share already;
 * 1 may be either, and is null.
 */
export function readPercent(value: unknown, country: string | null): number | null {
  const number = readNumber(value, country);
  if (number === null || number === 0) return number;
  const isSaid = typeof value === "string" && PER_CENT.test(value);
  if (!isSaid && Math.abs(number) < 1) return number;
  return !isSaid && Math.abs(number) === 1 ? null : Number((number / 100).toPrecision(15));
}
