const YES = new Set("true yes y sim s si sí oui ja 1 on ok verdadeiro verdadero claro".split(" "));
const NO = new Set("false no n não nao non nein 0 off falso".split(" "));

/** Yes or no in the languages that assistants speak; null where it is neither. */
export function readYesNo(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "number" || typeof value === "string" ? String(value).trim().toLowerCase().replace(/[.!]$/, "") : "";
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

const EMAIL = /[^\s<>"'(),;:@]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}/u;

/** The first e-mail address in a text, in lower case; also as an assistant hears it: `ana arroba acme ponto com`. */
export function readEmail(text: string): string | null {
  const found = EMAIL.exec(text) ?? EMAIL.exec(asSpoken(text));
  const email = found?.[0].toLowerCase() ?? null;
  return email !== null && email.length <= 254 ? email : null;
}

function asSpoken(text: string): string {
  return text.replace(/\s+(?:arroba|at)\s+/gi, "@").replace(/\s+(?:ponto|punto|dot)\s+/gi, ".");
}

/** A link with its scheme; `acme.com/pricing` gets `https://`. Null for anything that is no web address. */
export function readUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return null;
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^/]+:\d/.test(trimmed) ? trimmed : `https://${trimmed}`;
  const parsed = URL.parse(whole);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname.includes(".") ? whole : null;
}

/** The domain of a web or e-mail address, without `www.`. */
export function readDomain(text: string): string | null {
  const email = readEmail(text);
  const host = email !== null ? email.slice(email.indexOf("@") + 1) : (URL.parse(readUrl(text) ?? "")?.hostname ?? null);
  return host?.toLowerCase().replace(/^www\./, "") ?? null;
}

/** `lead_quality` → `Lead quality` */
export function humanise(name: string): string {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_\s-]+/g, " ")
    .trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
