/** An address has at most 254 characters, 64 of them before the `@`; a text of more than a thousand is a story. */
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL = 64;
const LONGEST_TEXT = 1000;

/** What never stands inside an address, and parts one from what is around it: brackets, commas, white space. */
const AROUND = /[\s<>()[\]{},;:"“”‘’|\\]+/u;
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,10}(?:\p{L}{2,63}|xn--[a-z0-9-]{2,59})$/iu;

/** The first e-mail address in a text, in lower case; also one that an assistant heard and nothing else: `ana arroba acme ponto com`. Null where it is not surely one. */
export function readEmail(text: string): string | null {
  const plain = visible(text);
  if (plain === null) return null;
  return addressesIn(plain)[0] ?? spoken(plain);
}

/** The one address that a text is, however it is wrapped: `Ana <ana@acme.com>`, `[ana@acme.com](mailto:ana@acme.com)`, `ana@acme.com.`. Null where the text says more. */
export function readSoleEmail(text: string): string | null {
  const plain = visible(text);
  if (plain === null) return null;
  const found = [...new Set(addressesIn(plain))];
  return found.length === 1 && isWrapping(plain, found[0] as string) ? (found[0] as string) : null;
}

/** Without characters that nobody sees; null where a text is too long to be read for an address. */
function visible(text: string): string | null {
  return text.length > LONGEST_TEXT ? null : text.replace(/\p{Cf}/gu, "").trim();
}

function addressesIn(text: string): string[] {
  return text.split(AROUND).flatMap((token) => addressOf(token) ?? []);
}

/** `'ana@acme.com.'` → `ana@acme.com`; null for `a@b@c.com`, `ana@acme` and whatever else could be none. */
function addressOf(token: string): string | null {
  const at = token.indexOf("@");
  if (at === -1 || token.includes("@", at + 1)) return null;
  const local = token.slice(0, at).replace(/^['`*_~]+/, "");
  const domain = token.slice(at + 1).replace(/[.'`*_~!/]+$|[?].*$/, "");
  const address = `${local}@${domain}`.toLowerCase();
  const fits = address.length <= LONGEST_ADDRESS && local.length <= LONGEST_LOCAL;
  return fits && LOCAL.test(local) && DOMAIN.test(domain) ? address : null;
}

/** A name before `<…>`, markdown's and programs' words, punctuation; nothing that a person said besides. */
function isWrapping(text: string, address: string): boolean {
  if (/^[^<>@]{0,100}<[^<>]*>\s*$/.test(text)) return true;
  const rest = text
    .toLowerCase()
    .replaceAll(address, " ")
    .replace(/mailto:|e-?mail\s*:/g, " ");
  return !/[\p{L}\p{N}@]/u.test(rest.replace(/\?[^\s)\]>]*/g, " "));
}

const INTRODUCTION = /^(?:(?:o |the |el )?(?:meu |my |mi |seu |su )?(?:e-?mail|correo)(?: address)?\s?(?::|é|e|is|es)\s)/i;
const SPOKEN_DOT = " (?:ponto|punto|dot) ";
/** One word, or several with spoken dots between, on both sides of a spoken `@`. With "at" the dots must be spoken too: "me at acme.com" is a place. */
const SPOKEN = new RegExp(
  String.raw`^([^\s@]+(?:${SPOKEN_DOT}[^\s@]+)*) (?:arroba ([^\s@]+(?:${SPOKEN_DOT}[^\s@]+)*)|at ([^\s@]+(?:${SPOKEN_DOT}[^\s@]+)+))$`,
  "i",
);

function spoken(text: string): string | null {
  const words = text.replace(/\s+/g, " ").replace(INTRODUCTION, "").replace(/[.!]$/, "");
  const found = SPOKEN.exec(words);
  if (!found) return null;
  const [, local = "", afterArroba, afterAt] = found;
  return addressOf(`${local}@${afterArroba ?? afterAt}`.replace(new RegExp(SPOKEN_DOT, "gi"), "."));
}
