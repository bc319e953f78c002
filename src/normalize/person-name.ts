/** Titles say nothing about a name; "Sr." and "Dr." are said before, "Jr." after. */
const TITLES = new Set(
  "mr mrs ms miss mx sir madam dr dra doctor doutor doutora sr sra srta senhor senhora señor señora prof profa professor professora eng engº herr frau monsieur madame mme mlle m don dona doña".split(
    " ",
  ),
);
/** A family name begins with these where they stand between. */
const PARTICLES = new Set("da das de di do dos du del della e el la las los le van von der den ter ten zu zum zur bin ibn al y".split(" "));
const SUFFIXES = new Set("jr jnr sr júnior junior filho neto sobrinho ii iii iv phd md esq".split(" "));

/** What assistants write where nobody said a name. */
const NOBODY =
  /^(?:unknown|not (?:provided|given|informed|mentioned)|no name|none|null|undefined|n\/?a|-+|desconhecid[oa]|desconocid[oa]|n[ãa]o (?:informad[oa]|identificad[oa]|mencionad[oa])|sem nome|sin nombre)$/i;

/** `Dr. DOE, John` → first `John`, last `Doe`. A single word is a first name; an address, a number or "unknown" is no name. */
export function splitName(text: string): { first: string; last: string } {
  if (NOBODY.test(text.trim()) || text.includes("@") || !/\p{L}/u.test(text)) return { first: "", last: "" };
  const [before, after] = parts(text);
  if (after !== null) return { first: inCase(words(after).join(" ")), last: familyCase(before) };
  const all = words(before);
  const given = givenCount(all);
  return { first: inCase(all.slice(0, given).join(" ")), last: familyCase(all.slice(given).join(" ")) };
}

/** `Doe, John` is turned round; `John Doe, Jr.` and `John Doe, Acme Ltd` are not. */
function parts(text: string): [string, string | null] {
  const clean = text
    .replace(/\([^)]*\)|["“”]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const [before = "", after = "", ...more] = clean.split(/\s*,\s*/);
  if (after === "" || more.length > 0 || SUFFIXES.has(plain(after))) return [clean.replaceAll(",", " ").replace(/\s+/g, " ").trim(), null];
  return words(before).length <= 3 ? [words(before).join(" "), after] : [before, null];
}

function words(text: string): string[] {
  const all = text.split(/\s+/).filter((word) => word !== "");
  const first = all.findIndex((word) => !TITLES.has(plain(word)));
  return first === -1 ? [] : all.slice(first);
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
  const [, start = "", rest = ""] = /^([\p{L}]['’])?(.*)$/su.exec(word) ?? [];
  return `${start.toUpperCase()}${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}
