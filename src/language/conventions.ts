import type { Language } from "./language.ts";

/** Whose way of writing dates and numbers is meant. */
export interface Conventions {
  language: Language;
  /** ISO 3166 alpha-2; null where the mapping names none. */
  country: string | null;
}

/** Beside English words stand the digits as the country's own people write them: `02/03/2026` in Brazil, `03/02/2026` in the United States. */
const ENGLISH_ELSEWHERE = "en-GB";

const tags = new Map<string, string | null>();

/** A BCP 47 tag with Latin digits and our calendar; null where nothing says how: English without a country. */
export function localeTag(conventions: Conventions): string | null {
  const key = `${conventions.language} ${conventions.country}`;
  let tag = tags.get(key);
  if (tag === undefined) tags.set(key, (tag = tagFor(conventions)));
  return tag;
}

function tagFor({ language, country }: Conventions): string | null {
  if (language !== "en") return country === null ? language : `${language}-${country}`;
  if (country === null) return null;
  const { language: spoken, script, region } = new Intl.Locale(`und-${country}`).maximize();
  return script === "Latn" ? `${spoken}-${region}` : ENGLISH_ELSEWHERE;
}
