import type { Key, Lookup } from "../mapping/lookups.ts";
import { type Phone, readPhone } from "../mapping/phone.ts";
import type { HubSpot } from "./client.ts";
import { findByPhones, type PhoneSearch } from "./find-by-phone.ts";
import { asFound, type FoundRecord, readByEmails } from "./read.ts";

/** A key of a call's lookup: what to look for, and how. */
export interface Sought {
  lookup: Lookup;
  key: Key;
}

/**
 * What was looked for already: object, setting and key -> ids. Only hints: whatever they lead to is read again by its id, because
 * search lags and a wave may have to wait for its turn.
 */
export type Hints = Map<string, string[]>;

/** The ids of the records that a key leads to; empty where it was not looked for, or nothing was found. */
export function hinted(hints: Hints, object: string, sought: Sought): string[] {
  return hints.get(hintOf(object, sought)) ?? [];
}

/** Looks for what the hints do not hold yet: e-mails, numbers and values, each in batches. Adds what was found, or that nothing was. Throws HubSpotFailure. */
export async function seek(hubspot: HubSpot, object: string, sought: Sought[], hints: Hints): Promise<void> {
  const fresh = sought.filter((each) => !hints.has(hintOf(object, each)));
  const of = (match: Key["match"]) => fresh.filter(({ key }) => key.match === match);
  const ids = new Map<Sought, string[]>();
  await Promise.all([byEmail(hubspot, of("email"), ids), byPhone(hubspot, of("phone"), ids), byValue(hubspot, object, of("value"), ids)]);
  for (const each of fresh) hints.set(hintOf(object, each), ids.get(each) ?? []);
}

const hintOf = (object: string, { lookup, key }: Sought) =>
  `${object} ${key.match} ${key.property} ${key.match === "phone" ? settingOf(lookup) : ""} ${key.value}`;
/** Mappings may differ in country, in phone properties and in what they do with several: each setting is searched on its own. */
const settingOf = (lookup: Lookup) => JSON.stringify(phoneSearch(lookup));

function phoneSearch({ country, phoneProperties, ifSeveral }: Lookup): PhoneSearch {
  return { country, phoneProperties, everyOne: ifSeveral !== "latest" };
}

async function byEmail(hubspot: HubSpot, sought: Sought[], ids: Map<Sought, string[]>): Promise<void> {
  if (sought.length === 0) return;
  const records = await readByEmails(
    hubspot,
    sought.map(({ key }) => key.value),
    [],
  );
  for (const each of sought) ids.set(each, [records.get(each.key.value)?.id ?? []].flat());
}

async function byPhone(hubspot: HubSpot, sought: Sought[], ids: Map<Sought, string[]>): Promise<void> {
  for (const group of Map.groupBy(sought, ({ lookup }) => settingOf(lookup)).values()) {
    const search = phoneSearch((group[0] as Sought).lookup);
    const phones = group.map(({ key }) => readPhone(key.value, search.country)).filter((phone): phone is Phone => "e164" in phone);
    const found = await findByPhones(hubspot, phones, search);
    for (const each of group) ids.set(each, found.get(each.key.value) ?? []);
  }
}

async function byValue(hubspot: HubSpot, object: string, sought: Sought[], ids: Map<Sought, string[]>): Promise<void> {
  const searches = [...Map.groupBy(sought, ({ key }) => key.property)].flatMap(([property, group]) =>
    packed([...new Set(group.map(({ key }) => key.value.toLowerCase()))]).map(async (values) => {
      for (const record of await searchFor(hubspot, object, property, values)) {
        for (const each of group)
          if (isEqual(record.properties[property], each.key.value)) ids.set(each, [...new Set([...(ids.get(each) ?? []), record.id])]);
      }
    }),
  );
  await Promise.all(searches);
}

/** HubSpot takes 3,000 characters a search; the rest is room for what stands around the values. */
const VALUE_CHARACTERS = 2_500;
/** Few enough that two records for each value still fit on one page of hits. */
const VALUES_A_SEARCH = 100;

function packed(values: string[]): string[][] {
  const packs: string[][] = [];
  let room = 0;
  for (const value of values) {
    const length = JSON.stringify(value).length + 1;
    const last = packs.at(-1);
    if (last === undefined || length > room || last.length >= VALUES_A_SEARCH) {
      packs.push([value]);
      room = VALUE_CHARACTERS - length;
    } else {
      last.push(value);
      room -= length;
    }
  }
  return packs;
}

async function searchFor(hubspot: HubSpot, object: string, property: string, values: string[]): Promise<FoundRecord[]> {
  const filters = [{ propertyName: property, operator: "IN" as never, values }];
  const answer = await hubspot.search.doSearch(object, { filterGroups: [{ filters }], properties: [property], limit: 200 } as never);
  return (answer.results ?? []).map(asFound);
}

export const isEqual = (held: string | null | undefined, wanted: string): boolean =>
  (held ?? "").trim().toLowerCase() === wanted.trim().toLowerCase();
