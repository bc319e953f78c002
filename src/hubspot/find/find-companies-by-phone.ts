import type { Phone } from "../../normalize/phone-number.ts";
import { type SearchForms, searchForms } from "../../normalize/phone-search-forms.ts";
import type { HubSpot } from "../http/client.ts";
import { CALCULATED_PHONE } from "../model/lookup.ts";
import type { FoundRecord } from "../records/read-records.ts";
import { SearchPack, type SearchValues, packsOf } from "../records/search-batch.ts";
import { PhoneMatches, type PhoneSearch } from "./phone-matches.ts";

/** What HubSpot's search takes for a word of a number, however it is grouped: its last digits. Every hit is checked, so it may be few of them. */
const LAST_WORD_DIGITS = 4;
/** Of 200 hits each. Switchboards end in 0000: where thousands do, further pages would cost the searches of other calls. */
const MOST_PAGES = 3;

interface Wanted {
  phone: Phone;
  forms: SearchForms;
}

/**
 * Finds the companies of many phone numbers, as people mean them, in as few searches as their 3,000 characters allow. Not every portal calculates the
 * number that a company holds: there it is looked for by the ways in which it may have been typed, and, where it is looked for alone and not found so, by its last
 * digits. `calculates`: whether the portal does. Search lags, so what the companies hold must be read again. Throws HubSpotFailure.
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
  const packs = packsOf(wanted, (each) => valuesOf(each, property, isCalculated), matches.properties);
  const [only, ...others] = wanted;
  const isAlone = only !== undefined && others.length === 0;
  // What else was typed around a calculated number goes with the same search.
  if (isAlone && isCalculated) packs[0]?.addPart(CALCULATED_PHONE, only.forms.ending);
  for (const hits of await Promise.all(packs.map((pack) => pack.search(hubspot, "companies")))) matches.add(hits);
  if (isAlone && !isCalculated && matches.lacks(only.phone)) matches.add(await byLastDigits(hubspot, only, property, matches));
  return matches.ids(true);
}

/** Of numbers that no numbering plan knows HubSpot calculates nothing certain. */
function valuesOf({ phone, forms }: Wanted, property: string, isCalculated: boolean): SearchValues {
  return {
    ...(isCalculated && { [CALCULATED_PHONE]: [forms.own, ...forms.readings, ...forms.spellings] }),
    ...((!isCalculated || phone.country === null) && { [property]: forms.typed.map((form) => form.toLowerCase()) }),
  };
}

function byLastDigits(hubspot: HubSpot, { forms }: Wanted, property: string, { properties }: PhoneMatches): Promise<FoundRecord[]> {
  const pack = new SearchPack<Wanted>(properties);
  pack.addPart(property, forms.ending.slice(-LAST_WORD_DIGITS));
  return pack.search(hubspot, "companies", MOST_PAGES);
}
