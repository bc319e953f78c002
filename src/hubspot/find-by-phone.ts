import { type Phone, readPhone, searchForms, variants } from "../mapping/phone.ts";
import type { HubSpot } from "./client.ts";
import { asFound, chunks, type FoundRecord } from "./read.ts";

/** HubSpot refuses longer search bodies (3,000) and more groups; the rest is room for what the client adds. */
const SEARCH_BODY_CHARACTERS = 2_950;
const SEARCH_GROUPS = 5;
const SEARCH_PAGE = 200;
/** HubSpot's search ends there. */
const SEARCH_PAGES = 50;

export const CALCULATED = ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];
export const TYPED = ["phone", "mobilephone"];

/** What to search by: values to look for in each of some properties. One search holds at most five groups. */
type Rung = Record<string, string[]>;

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
export async function findByPhones(
  hubspot: HubSpot,
  phones: Phone[],
  { phoneProperties, country, everyOne }: PhoneSearch,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const everything = merge(
    phones.flatMap((phone) => [ownNumber(phone), otherSpellings(phone), asTyped(phone, [...TYPED, ...phoneProperties])]),
  );
  const typed = [...TYPED, ...phoneProperties];
  const further = chunks(typed, SEARCH_GROUPS).map((properties) => (phone: Phone) => likelyTyped(phone, properties));
  const calculated = everyOne ? [anySpelling] : [ownNumber, otherSpellings];
  const steps = fits(everything, phoneProperties) ? [() => everything] : [...calculated, ...further];
  for (const step of steps) {
    const missing = phones.filter((phone) => !found.has(phone.e164));
    await climb(hubspot, found, missing, phoneProperties, country, step);
  }
  return found;
}

/** What HubSpot makes of any typed form: nearly every contact is found by it, and it is short. */
function ownNumber(phone: Phone): Rung {
  return Object.fromEntries(CALCULATED.map((property) => [property, searchForms(phone).national.slice(0, 1)]));
}

/** With or without Brazil's ninth digit, and the like. */
function otherSpellings(phone: Phone): Rung {
  return Object.fromEntries(CALCULATED.map((property) => [property, searchForms(phone).national.slice(1)]));
}

const anySpelling = (phone: Phone): Rung => merge([ownNumber(phone), otherSpellings(phone)]);

function asTyped(phone: Phone, properties: string[]): Rung {
  return Object.fromEntries(properties.map((property) => [property, searchForms(phone).typed.map((form) => form.toLowerCase())]));
}

/** In a crowd, typed forms are only looked for where HubSpot calculates nothing: in further properties, and of numbers that no numbering plan knows. */
function likelyTyped(phone: Phone, properties: string[]): Rung {
  return asTyped(phone, phone.country === null ? properties : properties.filter((property) => !TYPED.includes(property)));
}

/** One step of the ladder for all the numbers, packed into as few searches as their length allows. */
async function climb(
  hubspot: HubSpot,
  found: Map<string, string[]>,
  phones: Phone[],
  phoneProperties: string[],
  country: string | null,
  step: (phone: Phone) => Rung,
): Promise<void> {
  const packs: { phones: Phone[]; rung: Rung }[] = [];
  for (const { phone, rung } of phones.map((each) => ({ phone: each, rung: step(each) })).filter((each) => !isEmpty(each.rung))) {
    const last = packs.at(-1);
    const grown = last && merge([last.rung, rung]);
    if (last && grown && fits(grown, phoneProperties)) {
      last.phones.push(phone);
      last.rung = grown;
    } else {
      packs.push({ phones: [phone], rung });
    }
  }
  await Promise.all(
    packs.map(async (pack) => collect(found, pack.phones, await search(hubspot, pack.rung, phoneProperties), phoneProperties, country)),
  );
}

const isEmpty = (rung: Rung): boolean => Object.values(rung).every((values) => values.length === 0);

function merge(rungs: Rung[]): Rung {
  const merged: Rung = {};
  for (const each of rungs)
    for (const [property, values] of Object.entries(each)) merged[property] = [...new Set([...(merged[property] ?? []), ...values])];
  return merged;
}

function request(rungs: Rung, phoneProperties: string[], after?: string) {
  const groups = Object.entries(rungs).filter(([, values]) => values.length > 0);
  return {
    filterGroups: groups.map(([propertyName, values]) => ({ filters: [{ propertyName, operator: "IN" as never, values }] })),
    properties: [...TYPED, ...phoneProperties],
    limit: SEARCH_PAGE,
    ...(after !== undefined && { after }),
  };
}

function fits(rungs: Rung, phoneProperties: string[]): boolean {
  const body = request(rungs, phoneProperties);
  return body.filterGroups.length <= SEARCH_GROUPS && JSON.stringify(body).length <= SEARCH_BODY_CHARACTERS;
}

async function search(hubspot: HubSpot, rungs: Rung, phoneProperties: string[]): Promise<FoundRecord[]> {
  const hits: FoundRecord[] = [];
  for (let after: string | undefined, page = 0; page < SEARCH_PAGES; page++) {
    const answer = await hubspot.search.doSearch("contacts", request(rungs, phoneProperties, after) as never);
    hits.push(...(answer.results ?? []).map(asFound));
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return hits;
}

function collect(
  found: Map<string, string[]>,
  phones: Phone[],
  hits: FoundRecord[],
  phoneProperties: string[],
  country: string | null,
): void {
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
