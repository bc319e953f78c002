import { readEmail } from "./email.ts";

const YES = new Set("true yes y sim s si sí oui ja 1 on ok verdadeiro verdadero claro".split(" "));
const NO = new Set("false no n não nao non nein 0 off falso".split(" "));

/** Yes and no are said in a few letters; white space around them may be more. */
const LONGEST_WORD = 100;

/** Yes or no in the languages that assistants speak; null where it is neither. */
export function readYesNo(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word =
    typeof value === "number" || typeof value === "string"
      ? String(value).slice(0, LONGEST_WORD).trim().toLowerCase().replace(/[.!]$/, "")
      : "";
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** Browsers take no longer ones. */
const LONGEST_URL = 8_000;

/** A link with its scheme; `acme.com/pricing` gets `https://`. Null for anything that is no web address. */
export function readUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LONGEST_URL || /\s/.test(trimmed)) return null;
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^/]+:\d/.test(trimmed);
  // `ana@acme.com` is an e-mail address, and no address of a page.
  if (!hasScheme && trimmed.includes("@") && !trimmed.includes("/")) return null;
  const whole = hasScheme ? trimmed : `https://${trimmed}`;
  const parsed = URL.parse(whole);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname.includes(".") ? whole : null;
}

/** The domain of a web or e-mail address, without `www.`; null for a number such as `192.168.0.1`, which is nobody's name. */
export function readDomain(text: string): string | null {
  const email = /^\s*[a-z]+:\/\//i.test(text) ? null : readEmail(text);
  const host = email !== null ? email.slice(email.indexOf("@") + 1) : (URL.parse(readUrl(text) ?? "")?.hostname ?? null);
  const domain = host?.toLowerCase().replace(/^www\.|\.$/g, "") ?? null;
  return domain === null || /^[\d.]+$/.test(domain) ? null : domain;
}

/** `lead_quality` → `Lead quality` */
export function humanise(name: string): string {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_\s-]+/g, " ")
    .trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
