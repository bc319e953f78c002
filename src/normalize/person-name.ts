import { saysNothing } from "./says-nothing.ts";

/** Titles say nothing about a name; "Sr." and "Dr." are said before, "Jr." after. */
const TITLES = new Set(
  "mr mrs ms miss mx sir madam dr dra doctor doutor doutora sr sra srta senhor senhora señor señora prof profa professor professora eng engº herr frau monsieur madame mme mlle doña".split(
    " ",
  ),
);
/** Titles there, names elsewhere: Don Smith, Dona Karan, M. Night Shyamalan. */
const TITLES_IN: Record<string, Set<string>> = {
  don: new Set("AR BO CL CO CR CU DO EC ES GT HN IT MX NI PA PE PR PY SV UY VE".split(" ")),
  dona: new Set(["BR", "PT", "AO", "MZ"]),
  m: new Set(["FR", "BE", "CH", "LU", "MC"]),
};
/** A family name begins with these where they stand between. */
const PARTICLES = new Set("da das de di do dos du del della e el la las los le van von der den ter ten zu zum zur bin ibn al y".split(" "));
const SUFFIXES = new Set("jr jnr sr júnior junior filho neto sobrinho ii iii iv phd md esq".split(" "));

/** Learned and professional titles that follow a name, and what tells a company. */
const CREDENTIALS = new Set(
  "cpa cfa cfp mba phd dphil edd md do dds dmd dvm rn np pa pe pmp jd llm llb esq mbbs frcs ba bsc msc ma ms bs crc oab crm crea cra coo ceo cfo cto".split(
    " ",
  ),
);
const COMPANY = /^(?:ltd|ltda|inc|llc|llp|plc|corp|co|company|gmbh|ag|kg|bv|nv|oy|ab|as|sa|s\/a|sas|srl|sl|eireli|epp|mei|pty)$/;
/** Where people have two family names, which stand before the comma: "García Márquez, Gabriel". */
const TWO_FAMILY_NAMES = new Set("AO AR BO BR CL CO CR CU DO EC ES GT HN MX MZ NI PA PE PR PT PY SV UY VE".split(" "));

/** Nobody's name is longer. */
const LONGEST_NAME = 200;
/** Who did not say it, in phones and in names. */
const ANONYMOUS = /^(?:anonym|anonim|anônim|withheld|private (?:caller|number)|no caller id|restricted)/i;
/** Programs put these behind a first name whose rest is not there. */
const NO_WORD = /^(?:null|undefined|n\/a|nan|\(?none\)?)$/i;

/**
 * `Dr. DOE, John` → first `John`, last `Doe`. A single word is a first name; an address, a number or "unknown" is no name.
 * `country` tells whether "Don" is a title.
 */
export function splitName(text: string, country: string | null = null): { first: string; last: string } {
  if (text.length > LONGEST_NAME || saysNothing(text) || ANONYMOUS.test(text.trim()) || text.includes("@") || !/\p{L}/u.test(text))
    return { first: "", last: "" };
  const [before, after] = parts(text.replace(/\p{Cf}/gu, ""), country);
  if (after !== null) return { first: inCase(words(after, country).join(" ")), last: familyCase(before) };
  const all = withoutCredentials(words(before, country));
  const given = givenCount(all);
  return { first: inCase(all.slice(0, given).join(" ")), last: familyCase(all.slice(given).join(" ")) };
}

/** `Doe, John` is turned round; `John Doe, Jr.`, `John Doe, Acme Ltd` and `Jane Smith, CPA` are not. */
function parts(text: string, country: string | null): [string, string | null] {
  const clean = text
    .replace(/\([^()]*\)|["“”]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const [before = "", after = "", ...more] = clean
    .split(",")
    .map((part) => part.trim())
    .filter((part, index) => index === 0 || !isCredential(part));
  if (after === "") return [before, null];
  if (more.length > 0 || SUFFIXES.has(plain(after))) return [clean.replaceAll(",", " ").replace(/\s+/g, " ").trim(), null];
  const family = words(before, country);
  return isFamily(family, after, country) ? [family.join(" "), after] : [before, null];
}

/** Whether what stands before a comma is the family's name alone: one word, or where there are two, or written in capitals. */
function isFamily(before: string[], after: string, country: string | null): boolean {
  const own = before.filter((word) => !PARTICLES.has(plain(word)));
  if (own.length <= 1) return true;
  const isShouted = before.join(" ") === before.join(" ").toUpperCase() && after !== after.toUpperCase();
  return before.length <= 3 && (isShouted || TWO_FAMILY_NAMES.has(country ?? ""));
}

/** `CPA`, `Ph.D.`, `OAB/SP 1234`, `Acme Ltd`: behind a comma, no given name. */
function isCredential(part: string): boolean {
  const all = part.split(/[\s/&]+/).map(plain);
  if (all.some((word) => COMPANY.test(word))) return true;
  return (
    all.length > 0 &&
    all.every((word) => CREDENTIALS.has(word) || /\d/.test(word) || (word.length === 2 && CREDENTIALS.has(all[0] as string)))
  );
}

/** `Jane Smith CPA`: written in capitals, behind a first and a last name. */
function withoutCredentials(all: string[]): string[] {
  const shouted = all.join("") === all.join("").toUpperCase();
  const kept = all.filter((word, index) => index === 0 || !NO_WORD.test(word));
  while (!shouted && kept.length > 2 && CREDENTIALS.has(plain(kept.at(-1) as string)) && /^[A-Z.]{3,}$/.test(kept.at(-1) as string))
    kept.pop();
  return kept;
}

function words(text: string, country: string | null): string[] {
  const all = text.split(/\s+/).filter((word) => word !== "");
  const first = all.findIndex((word) => !isTitle(plain(word), country));
  return first === -1 ? [] : all.slice(first);
}

function isTitle(word: string, country: string | null): boolean {
  return TITLES.has(word) || (TITLES_IN[word]?.has(country ?? "") ?? false);
}

/** One given name; the rest is the family's: "Maria | da Silva", "Jan | van der Berg". A given name that stands in short does not count alone: "J. R. | Smith". */
function givenCount(all: string[]): number {
  let count = all.length > 0 ? 1 : 0;
  while (count < all.length - 1 && /^\p{Lu}\.?$/u.test(all[count - 1] as string) && !PARTICLES.has(plain(all[count] as string))) count++;
  return count;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[.,]/g, "");
}

/** Names in one case throughout get capital letters; what somebody wrote with care stays. */
function inCase(name: string): string {
  const shouted = name.length > 2 && name === name.toUpperCase();
  return shouted || name === name.toLowerCase() ? titleCase(name) : name;
}

/** `DOS SANTOS` → `dos Santos` */
function familyCase(name: string): string {
  const written = inCase(name);
  const first = written.split(" ", 1)[0] as string;
  return written !== name && written !== first && PARTICLES.has(first.toLowerCase())
    ? first.toLowerCase() + written.slice(first.length)
    : written;
}

const MINOR = new Set([...PARTICLES].filter((word) => word !== "al" && word !== "la" && word !== "el"));

/** `MARIA DA SILVA` → `Maria da Silva`; also for texts such as `next_action`. */
export function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu, (word, index: number) => (index > 0 && MINOR.has(word) ? word : capital(word)));
}

function capital(word: string): string {
  const start = /^\p{L}['’]/u.exec(word)?.[0] ?? "";
  const rest = word.slice(start.length);
  return `${start.toUpperCase()}${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}
