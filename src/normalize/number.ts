/** Where a comma parts the decimals and a point the thousands. */
const COMMA_COUNTRIES = new Set(
  "AR AT BE BG BO BR CL CO CZ DE DK EC ES FI FR GR HR HU ID IT NL NO PL PT PY RO RS RU SE SI SK TR UA UY VE VN".split(" "),
);

const SCALES: [RegExp, number][] = [
  [/^(?:k|mil|thousand)$/, 1e3],
  [/^(?:m|mi|mio|mn|milh(?:ão|ao|ões|oes)|mill(?:ón|on|ones|ion|ions)|million(?:en)?)$/, 1e6],
  [/^(?:b|bi|bn|bilh(?:ão|ao|ões|oes)|billions?)$/, 1e9],
];
const NUMBER = /^([^\d+-]*)([+-]?)\s*([^\d\s+-]{0,4})\s*(\d[\d.,'’\s\u00a0]*)\s*(\p{L}*)([^\d]*)$/u;

/** `1.234,56`, `R$ 1.500`, `US$ 20k`, `1,5 milhão`, `15%`; what a lone separator means is a matter of the country. Null if it is not one number. */
export function readNumber(value: unknown, country: string | null): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  const found = NUMBER.exec(value.trim());
  if (!found) return null;
  const [, , sign, , digits, word = ""] = found;
  const plain = Number(withPoint((digits as string).replace(/['’\s\u00a0]/g, "").replace(/[.,]$/, ""), country));
  const scale = SCALES.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1] ?? 1;
  const number = Number((plain * scale).toPrecision(15)) * (sign === "-" ? -1 : 1);
  return Number.isFinite(number) ? number : null;
}

/** Digits with `.` before the decimals and nothing between the thousands. */
function withPoint(digits: string, country: string | null): string {
  const separators = digits.replace(/\d/g, "");
  const last = separators.at(-1);
  if (last === undefined) return digits;
  if (new Set(separators).size === 2) return digits.replaceAll(last === "," ? "." : ",", "").replace(",", ".");
  if (separators.length > 1 || partsThousands(digits, last, country)) return digits.replaceAll(last, "");
  return digits.replace(",", ".");
}

function partsThousands(digits: string, separator: string, country: string | null): boolean {
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return false;
  return COMMA_COUNTRIES.has(country ?? "") ? separator === "." : separator === ",";
}
