import { getCountries } from "libphonenumber-js/max";

const LANGUAGES = ["en", "pt", "es"];

/** The two letters of a country that is told by them or by its name, in English, Portuguese or Spanish; null: there is none. */
export function countryNamed(text: string): string | null {
  const wanted = plain(text);
  const codes: string[] = getCountries();
  const letters = /^[a-z]{2}$/.test(wanted) ? new Intl.Locale(`und-${wanted}`).region : undefined;
  return codes.find((code) => code === letters) ?? codes.find((code) => namesOf(code).includes(wanted)) ?? null;
}

/** The country whose only or first time zone it is, as most of a portal's customers may be from there; null for `UTC` and the like. */
export function countryOf(timeZone: string): string | null {
  const codes: string[] = getCountries();
  const zonesOf = (code: string): string[] => (new Intl.Locale(`und-${code}`) as WithTimeZones).getTimeZones() ?? [];
  const { timeZone: usual } = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions();
  const theirs = codes.filter((code) => zonesOf(code).includes(usual));
  return theirs.toSorted((one, other) => zonesOf(one).length - zonesOf(other).length)[0] ?? null;
}

interface WithTimeZones extends Intl.Locale {
  getTimeZones(): string[] | undefined;
}

const namesOf = (code: string): string[] =>
  LANGUAGES.map((language) => plain(new Intl.DisplayNames(language, { type: "region" }).of(code) ?? ""));

/** Without case and accents: `Brasil`, `BRASIL`, `méxico`. */
const plain = (text: string): string => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
