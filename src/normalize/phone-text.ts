import { saysNothing } from "./says-nothing.ts";

/**
 * What somebody typed into a phone field, or a telephone exchange into a caller id, brought down to what one would dial.
 * Knows no numbering plan.
 */

/** Digits, with a `+` before them where there was one; or why there is nothing to dial. */
export type Dialled = { dial: string } | { none: "blank" | "withheld" | "short" | "not_a_number" };

/** Shorter ones are extensions and service codes: many people share them. */
const FEWEST_DIGITS = 7;
/** A number with a name, an extension and a remark fits; a text of a megabyte is not searched for one. */
const LONGEST_TEXT = 200;

/** No digit but zeros, with a country code before them or not: `0000000000`, `+55 00 00000-0000`. */
const ZEROS = /^\+?\d{0,3}?0{7,}$/;

/** In English, Portuguese, Spanish, French, German and Italian, without accents; the beginnings of words. */
const WITHHELD = new RegExp(
  [
    "anonym|anonim|unknown|desconhecid|desconocid|inconnu|unbekannt|sconosciut|(?:nao|no) identificad",
    "restri[ctn]|privat|privad|prive\\b|confiden[ct]|withheld|block|bloque|hidden|ocult|masque|suppress|unterdruckt",
    "unavailable|indispon|not available|no caller",
  ].join("|"),
);

/** What the words ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN, BLOCKED and PRIVATE dial as on a keypad: exchanges send them as numbers. */
const KEYPAD_WORDS = new Set(["266696687", "7378742833", "86282452253", "8656696", "2562533", "7748283"]);

const SCHEME = /^.*?\b(?:sips?|tel|callto|whatsapp):/;
const EXTENSION =
  /(?:;\s*ext=|[;,#]|(?<![a-z])(?:ext(?:n|ens\w*)?|x|ramal|rml|poste|anexo|interno|durchwahl|dw)(?![a-z]))[\s:.=#]*\d{1,7}\D*$/;
const RUN_OF_DIGITS = /\(?\+?\s*[\d(][\d\s().\-‐-―·]*/g;
/** German `089/123456`: one number. Between two long runs a slash parts two numbers. */
const SLASH_AFTER_AREA_CODE = /(?<=^\D*\d{2,5}\s*)\//;
const TRUNK_IN_BRACKETS = /(?<=^\D*(?:\+|00)[\d\s]*)\(0\)/;

/** Never throws. Text in any script's digits; `tel:` and `sip:` addresses; the first of several numbers. */
export function readDialled(text: string): Dialled {
  const plain = simplify(text.trimStart().slice(0, LONGEST_TEXT));
  if ((saysNothing(plain) && !WITHHELD.test(plain)) || /^[*\s]*$/.test(plain)) return { none: "blank" };
  const address = unwrapAddress(plain);
  if (address === null) return { none: "not_a_number" };
  const dial = firstNumber(address);
  if (ZEROS.test(dial)) return { none: "blank" };
  const digits = dial.replace("+", "");
  if (digits.length < FEWEST_DIGITS && WITHHELD.test(plain)) return { none: "withheld" };
  if (KEYPAD_WORDS.has(digits)) return { none: "withheld" };
  if (digits === "") return { none: "not_a_number" };
  return digits.length < FEWEST_DIGITS ? { none: "short" } : { dial };
}

/** Lower case, without accents and invisible characters; digits of every script become 0–9. */
function simplify(text: string): string {
  const folded = text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .trim()
    .toLowerCase();
  return folded.replace(/(?![0-9])\p{Nd}/gu, digitValue);
}

/** Unicode lays every script's digits out in runs of ten, 0 first. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** `sip:+5511…@host;user=phone` → `+5511…`; `tel:98765;phone-context=+5511` → `+551198765`; null for an e-mail address. */
function unwrapAddress(text: string): string | null {
  const context = /;phone-context=(\+\d+)/.exec(text)?.[1] ?? "";
  const bare = text.replace(SCHEME, "").replace(/;phone-context=[^;]*/, "");
  const at = bare.indexOf("@");
  if (at === -1) return context && !bare.startsWith("+") ? context + bare : bare;
  const user = bare.slice(0, at).replace(/^.*</, "");
  if (WITHHELD.test(user)) return "";
  return /^[+\d\s().-]+$/.test(user.replace(/;.*$/, "")) ? user : null;
}

/** The first run of digits that is long enough for a number, without its extension; else the first run; else "". */
function firstNumber(text: string): string {
  const bare = text.replace(EXTENSION, "").replace(TRUNK_IN_BRACKETS, "").replace(SLASH_AFTER_AREA_CODE, " ");
  const runs = (bare.match(RUN_OF_DIGITS) ?? []).map((run) => run.replace(/[^\d+]/g, ""));
  return runs.find((run) => run.replace("+", "").length >= FEWEST_DIGITS) ?? runs[0] ?? "";
}
