import type { Phone } from "../../normalize/phone-number.ts";
import { readPhone } from "../../normalize/phone.ts";
import type { HubSpot } from "../http/client.ts";
import type { Key, Lookup } from "../model/lookup.ts";
import { readByEmails } from "../records/read-records.ts";
import { packsOf } from "../records/search-batch.ts";
import { findByPhones } from "./find-by-phone.ts";
import { findCompaniesByPhones } from "./find-companies-by-phone.ts";
import { type PhoneSearch, TYPED } from "./phone-matches.ts";
import { SharedSearches, type Sharing } from "./shared-searches.ts";

/** A key of a call's lookup: what to look for, and how. */
export interface SearchedKeys {
  lookup: Lookup;
  key: Key;
}

/** What a batch has learnt from its searches. */
export interface SearchCache extends Sharing {
  /** What was looked for already: object, setting and key -> ids. Whatever they lead to is read again by its id, for search lags and a batch may wait for its turn. */
  readonly found: Map<string, string[]>;
}

export const newSearchCache = (shared = new SharedSearches()): SearchCache => ({ found: new Map(), shared, place: shared.nextPlace() });

/** The ids of the records that a key leads to; empty where it was not looked for, or nothing was found. */
export function searchCached(searchCache: SearchCache, object: string, sought: SearchedKeys): string[] {
  return searchCache.found.get(hintOf(object, sought)) ?? [];
}

/** Looks for what the cache does not hold yet: e-mails, numbers and values, each in batches. Adds what was found, or that nothing was. Throws HubSpotFailure. */
export async function seek(hubspot: HubSpot, object: string, sought: SearchedKeys[], searchCache: SearchCache): Promise<void> {
  const fresh = sought.filter((each) => !searchCache.found.has(hintOf(object, each)));
  const of = (match: Key["match"]) => fresh.filter(({ key }) => key.match === match);
  const ids = new Map<SearchedKeys, string[]>();
  await Promise.all([
    byEmail(hubspot, of("email"), ids),
    byPhone(hubspot, of("phone"), ids, searchCache),
    byValue(hubspot, object, of("value"), ids),
  ]);
  for (const each of fresh) searchCache.found.set(hintOf(object, each), ids.get(each) ?? []);
}

const hintOf = (object: string, sought: SearchedKeys) => {
  const { match, property, value } = sought.key;
  return `${object} ${match} ${property} ${match === "phone" ? settingOf(sought) : ""} ${value}`;
};
/** Mappings may differ in country, in phone properties and in what they do with several: each setting is searched on its own. */
const settingOf = (each: SearchedKeys) => JSON.stringify(phoneSearch(each));

/** Of a company only the property that the key names is looked into. */
function phoneSearch({ lookup: { object, country, phoneProperties, ifSeveral }, key }: SearchedKeys): PhoneSearch {
  const where = object === "contacts" ? { typed: TYPED, phoneProperties } : { typed: [key.property], phoneProperties: [] };
  return { ...where, country, everyOne: ifSeveral !== "latest" };
}

async function byEmail(hubspot: HubSpot, sought: SearchedKeys[], ids: Map<SearchedKeys, string[]>): Promise<void> {
  if (sought.length === 0) return;
  const records = await readByEmails(
    hubspot,
    sought.map(({ key }) => key.value),
    [],
  );
  for (const each of sought) ids.set(each, [records.get(each.key.value)?.id ?? []].flat());
}

async function byPhone(hubspot: HubSpot, sought: SearchedKeys[], ids: Map<SearchedKeys, string[]>, sharing: Sharing): Promise<void> {
  for (const group of Map.groupBy(sought, settingOf).values()) {
    const [first] = group as [SearchedKeys];
    const search = phoneSearch(first);
    const read = group.map(({ key }) => readPhone(key.value, search.country)).filter((phone): phone is Phone => "e164" in phone);
    // Many customers of one company may call at once.
    const phones = [...new Map(read.map((phone) => [phone.e164, phone])).values()];
    const found = await (first.lookup.object === "contacts"
      ? findByPhones(hubspot, phones, search, sharing)
      : findCompaniesByPhones(hubspot, phones, search, first.lookup.calculatesPhone === true));
    for (const each of group) ids.set(each, found.get(each.key.value) ?? []);
  }
}

async function byValue(hubspot: HubSpot, object: string, sought: SearchedKeys[], ids: Map<SearchedKeys, string[]>): Promise<void> {
  const packs = [...Map.groupBy(sought, ({ key }) => key.property)].flatMap(([property, group]) =>
    packsOf(group, ({ key }) => ({ [property]: [key.isOption ? key.value : key.value.toLowerCase()] }), [property]).map((pack) => ({
      property,
      pack,
    })),
  );
  const found = await Promise.all(packs.map(async (each) => ({ ...each, hits: await each.pack.search(hubspot, object) })));
  for (const { property, pack, hits } of found) {
    for (const each of pack.items)
      ids.set(
        each,
        hits.filter((record) => isEqual(record.properties[property], each.key)).map(({ id }) => id),
      );
  }
}

/** Whether a property holds a key's value, as HubSpot's search compares them. */
export function isEqual(held: string | null | undefined, { value, isOption }: Key): boolean {
  const [one, other] = [(held ?? "").trim(), value.trim()];
  return isOption ? one === other : one.toLowerCase() === other.toLowerCase();
}
