import { chunks } from "../../chunks.ts";
import type { Phone } from "../../normalize/phone-number.ts";
import { searchForms } from "../../normalize/phone-search-forms.ts";
import { readPhone, variants } from "../../normalize/phone.ts";
import type { HubSpot } from "../http/client.ts";
import type { FoundRecord } from "../records/read-records.ts";
import { SearchPack, type SearchValues, packsOf } from "../records/search-batch.ts";

/** HubSpot's own: area code and local number, whatever way the number was typed. */
const CALCULATED = ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];
export const TYPED = ["phone", "mobilephone"];
/** One search holds at most five groups. */
const TYPED_A_SEARCH = 5;

export interface PhoneSearch {
  /** Further properties that hold phone numbers. */
  phoneProperties: string[];
  /** Where numbers without a country code are from. */
  country: string | null;
  /** Every contact of a number is wanted, whichever way it is spelt: where a person has to choose, or the oldest is taken. */
  everyOne: boolean;
}

/**
 * Finds the contacts of many phone numbers in as few searches as their 3,000 characters allow. Search is over-inclusive, so every hit is
 * checked as E.164. The result maps each E.164 number to its contacts' ids; search lags, so what it holds must be read again. Throws HubSpotFailure.
 */
export async function findByPhones(hubspot: HubSpot, phones: Phone[], search: PhoneSearch): Promise<Map<string, string[]>> {
  const typed = [...TYPED, ...search.phoneProperties];
  const found = new Map<string, string[]>();
  const climb = async (packs: SearchPack<Phone>[]): Promise<void> => {
    await Promise.all(packs.map(async (pack) => collect(found, pack.items, await pack.search(hubspot, "contacts"), search)));
  };
  const all = new SearchPack<Phone>(typed);
  if (phones.every((phone) => all.add(phone, { ...anySpelling(phone), ...asTyped(phone, typed) }))) {
    await climb([all]);
    return found;
  }
  const calculated = search.everyOne ? [anySpelling] : [ownNumber, otherSpellings];
  const further = chunks(typed, TYPED_A_SEARCH).map((properties) => (phone: Phone) => likelyTyped(phone, properties));
  for (const step of [...calculated, ...further]) {
    const missing = phones.filter((phone) => !found.has(phone.e164));
    await climb(packsOf(missing, step, typed));
  }
  return found;
}

/** What HubSpot makes of any typed form: nearly every contact is found by it, and it is short. */
const ownNumber = (phone: Phone): SearchValues => inEach(CALCULATED, [phone.national]);

/** With or without Brazil's ninth digit, and the like. */
const otherSpellings = (phone: Phone): SearchValues =>
  inEach(
    CALCULATED,
    searchForms(phone).national.filter((form) => form !== phone.national),
  );

const anySpelling = (phone: Phone): SearchValues => inEach(CALCULATED, searchForms(phone).national);

const asTyped = (phone: Phone, properties: string[]): SearchValues =>
  inEach(
    properties,
    searchForms(phone).typed.map((form) => form.toLowerCase()),
  );

/** In a crowd, typed forms are only looked for where HubSpot calculates nothing: in further properties, and of numbers that no numbering plan knows. */
function likelyTyped(phone: Phone, properties: string[]): SearchValues {
  const likely = phone.country === null ? properties : properties.filter((property) => !TYPED.includes(property));
  return likely.length === 0 ? {} : asTyped(phone, likely);
}

const inEach = (properties: string[], values: string[]): SearchValues =>
  Object.fromEntries(properties.map((property) => [property, values]));

function collect(found: Map<string, string[]>, phones: Phone[], hits: FoundRecord[], { phoneProperties, country }: PhoneSearch): void {
  const asked = new Map<string, Set<string>>();
  for (const phone of phones) {
    for (const spelling of [phone.e164, ...variants(phone)]) asked.set(spelling, new Set([...(asked.get(spelling) ?? []), phone.e164]));
  }
  for (const hit of hits) {
    for (const number of numbersOf(hit, phoneProperties, country)) {
      for (const e164 of asked.get(number.e164) ?? []) found.set(e164, [...new Set([...(found.get(e164) ?? []), hit.id])]);
    }
  }
}

/** Every number that a contact holds, read as a person meant it. */
export function numbersOf(record: FoundRecord, phoneProperties: string[], country: string | null): Phone[] {
  return [...TYPED, ...phoneProperties]
    .map((property) => readPhone(record.properties[property], country))
    .filter((read): read is Phone => "e164" in read);
}
