import type { Phone } from "../../normalize/phone-number.ts";
import { type SearchForms, searchForms } from "../../normalize/phone-search-forms.ts";
import type { HubSpot } from "../http/client.ts";
import { CALCULATED_PHONE } from "../model/lookup.ts";
import { SearchPack, type SearchValues, packsOf } from "../records/search-batch.ts";
import { PhoneMatches, type PhoneSearch } from "./phone-matches.ts";

/** What HubSpot's search takes for a word of a number, however it is grouped: its last digits. Every hit is checked, so it may be few of them. */
const LAST_WORD_DIGITS = 4;
/** One in ten thousand numbers ends alike: further pages hold nobody else. */
const ONE_PAGE = 1;

interface Wanted {
  phone: Phone;
  forms: SearchForms;
}

/**
 * Finds the companies of many phone numbers, as people mean them, in as few searches as their 3,000 characters allow. Not every portal calculates the
 * number that a company holds: there it is looked for by the ways in which it may have been typed, and, where it is looked for alone, by its last
 * digits, too. `calculates`: whether the portal does. Search lags, so what the companies hold must be read again. Throws HubSpotFailure.
 */
export async function findCompaniesByPhones(
  hubspot: HubSpot,
  phones: Phone[],
  search: PhoneSearch,
  calculates: boolean,
): Promise<Map<string, string[]>> {
  const matches = new PhoneMatches(phones, search);
  const [property = "phone"] = search.typed;
  const wanted = phones.map((phone): Wanted => ({ phone, forms: searchForms(phone) }));
  const isCalculated = calculates && property === "phone";
  const valuesOf = (each: Wanted): SearchValues => ({
    ...(isCalculated && { [CALCULATED_PHONE]: calculatedForms(each.forms) }),
    // Of numbers that no numbering plan knows HubSpot calculates nothing certain.
    ...((!isCalculated || each.phone.country === null) && { [property]: each.forms.typed.map((form) => form.toLowerCase()) }),
  });
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0) {
    const pack = new SearchPack<Wanted>(matches.properties);
    pack.add(only, valuesOf(only));
    pack.addPart(isCalculated ? CALCULATED_PHONE : property, isCalculated ? only.forms.ending : only.forms.ending.slice(-LAST_WORD_DIGITS));
    matches.add(await pack.search(hubspot, "companies", ONE_PAGE));
  } else {
    const packs = packsOf(wanted, valuesOf, matches.properties);
    for (const hits of await Promise.all(packs.map((pack) => pack.search(hubspot, "companies")))) matches.add(hits);
  }
  return matches.ids(true);
}

const calculatedForms = ({ own, readings, spellings }: SearchForms): string[] => [own, ...readings, ...spellings];
