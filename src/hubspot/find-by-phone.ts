import { type Phone, readPhone, searchForms, variants } from "../mapping/phone.ts";
import type { HubSpot } from "./client.ts";
import { asFound, type FoundRecord } from "./read.ts";

/** HubSpot refuses longer search bodies; the rest is room for what the client adds. */
const SEARCH_BODY_CHARACTERS = 2_950;
const SEARCH_PAGE = 200;
/** HubSpot's search ends there. */
const SEARCH_PAGES = 50;
/** In a crowd only the two likeliest typed spellings are tried: HubSpot's calculated properties find nearly all of the rest. */
const TYPED_FORMS_IN_A_CROWD = 2;

export const CALCULATED = ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];
export const TYPED = ["phone", "mobilephone"];

/** What to search by: values to look for in each of some properties. One search holds at most five groups. */
type Rung = Record<string, string[]>;

/**
 * Finds the contacts of many phone numbers in as few searches as their 3,000 characters allow. Search is over-inclusive, so every hit is
 * checked as E.164. The result maps each E.164 number to its contacts' ids; search lags, so what it holds must be read again. Throws HubSpotFailure.
 */
export async function findByPhones(hubspot: HubSpot, phones: Phone[], phoneProperties: string[], country: string | null): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const whole = merge(phones.map((phone) => rung(phone, phoneProperties, Number.POSITIVE_INFINITY)));
  if (fits(whole, phoneProperties)) {
    collect(found, phones, await search(hubspot, whole, phoneProperties), phoneProperties, country);
    return found;
  }
  await climb(hubspot, found, phones, phoneProperties, country, (phone) => onlyCalculated(rung(phone, [], 0)));
  const missing = phones.filter((phone) => !found.has(phone.e164));
  await climb(hubspot, found, missing, phoneProperties, country, (phone) => onlyTyped(rung(phone, phoneProperties, TYPED_FORMS_IN_A_CROWD)));
  return found;
}

function rung(phone: Phone, phoneProperties: string[], typedForms: number): Rung {
  const { national, typed } = searchForms(phone);
  const spellings = typed.slice(0, typedForms).map((form) => form.toLowerCase());
  return Object.fromEntries([...CALCULATED.map((property) => [property, national]), ...[...TYPED, ...phoneProperties].map((property) => [property, spellings])]);
}

const onlyCalculated = (whole: Rung): Rung => Object.fromEntries(Object.entries(whole).filter(([property]) => CALCULATED.includes(property)));
const onlyTyped = (whole: Rung): Rung => Object.fromEntries(Object.entries(whole).filter(([property]) => !CALCULATED.includes(property)));

/** One step of the ladder for all the numbers, packed into as few searches as their length allows. */
async function climb(hubspot: HubSpot, found: Map<string, string[]>, phones: Phone[], phoneProperties: string[], country: string | null, step: (phone: Phone) => Rung): Promise<void> {
  const packs: { phones: Phone[]; rung: Rung }[] = [];
  for (const phone of phones) {
    const last = packs.at(-1);
    const grown = last && merge([last.rung, step(phone)]);
    if (last && grown && fits(grown, phoneProperties)) {
      last.phones.push(phone);
      last.rung = grown;
    } else {
      packs.push({ phones: [phone], rung: step(phone) });
    }
  }
  await Promise.all(packs.map(async (pack) => collect(found, pack.phones, await search(hubspot, pack.rung, phoneProperties), phoneProperties, country)));
}

function merge(rungs: Rung[]): Rung {
  const merged: Rung = {};
  for (const each of rungs) for (const [property, values] of Object.entries(each)) merged[property] = [...new Set([...(merged[property] ?? []), ...values])];
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

const HUBSPOT_SEARCH_GROUPS = 5;

function fits(rungs: Rung, phoneProperties: string[]): boolean {
  const body = request(rungs, phoneProperties);
  return body.filterGroups.length <= HUBSPOT_SEARCH_GROUPS && JSON.stringify(body).length <= SEARCH_BODY_CHARACTERS;
}

async function search(hubspot: HubSpot, rungs: Rung, phoneProperties: string[]): Promise<FoundRecord[]> {
  const hits: FoundRecord[] = [];
  if (Object.values(rungs).every((values) => values.length === 0)) return hits;
  for (let after: string | undefined, page = 0; page < SEARCH_PAGES; page++) {
    const answer = await hubspot.search.doSearch("contacts", request(rungs, phoneProperties, after) as never);
    hits.push(...(answer.results ?? []).map(asFound));
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return hits;
}

function collect(found: Map<string, string[]>, phones: Phone[], hits: FoundRecord[], phoneProperties: string[], country: string | null): void {
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
  return [...TYPED, ...phoneProperties].map((property) => readPhone(record.properties[property], country)).filter((read): read is Phone => "e164" in read);
}
