import type { Phone } from "../../normalize/phone-number.ts";
import { variants } from "../../normalize/phone.ts";
import { phonesIn } from "../../normalize/phones-in-field.ts";
import type { FoundRecord } from "../records/read-records.ts";

/** HubSpot's phone properties of contacts, which hold what somebody typed. */
export const TYPED = ["phone", "mobilephone"];

export interface PhoneSearch {
  /** The usual properties that hold phone numbers. */
  typed: readonly string[];
  /** Further properties that hold phone numbers. */
  phoneProperties: string[];
  /** Where numbers without a country code are from. */
  country: string | null;
  /** Every record of a number is wanted, whichever way and wherever it is written: where a person has to choose, or the oldest is taken. */
  everyOne: boolean;
}

/** Which records hold which of the numbers that are looked for, and in which property. */
export class PhoneMatches {
  /** Those that may hold a number: hits are read with them. */
  readonly properties: string[];
  readonly #search: PhoneSearch;
  /** The numbers looked for, by each of their spellings. */
  readonly #bySpelling = new Map<string, Set<string>>();
  /** By number, then by contact: the place of the property that holds it. */
  readonly #found = new Map<string, Map<string, number>>();

  constructor(phones: Phone[], search: PhoneSearch) {
    this.#search = search;
    this.properties = [...search.typed, ...search.phoneProperties];
    for (const phone of phones) {
      for (const spelling of [phone.e164, ...variants(phone)])
        this.#bySpelling.set(spelling, (this.#bySpelling.get(spelling) ?? new Set()).add(phone.e164));
    }
  }

  /** Takes in what a search has found: every hit is checked, as a person means what stands there. */
  add(hits: FoundRecord[]): void {
    for (const hit of hits) {
      for (const [place, property] of this.properties.entries()) {
        const numbers = phonesIn(hit.properties[property], this.#search.country);
        for (const number of numbers.flatMap(({ e164 }) => [...(this.#bySpelling.get(e164) ?? [])])) this.#note(number, hit.id, place);
      }
    }
  }

  /** Whether more of this number's contacts are wanted than are found. */
  lacks(phone: Phone): boolean {
    return this.#search.everyOne || !this.has(phone);
  }

  /** Whether any contact holds this number. */
  has({ e164 }: Phone): boolean {
    return this.#found.has(e164);
  }

  /**
   * The ids of each number's contacts, by E.164. But for `everyWhere`, where the later properties were not looked through for all: those that hold
   * it in `phone`; if none does, in `mobilephone`; then in the further properties, in their order.
   */
  ids(everyWhere: boolean): Map<string, string[]> {
    return new Map([...this.#found].map(([e164, places]) => [e164, everyWhere ? [...places.keys()] : inFirstPlace(places)]));
  }

  #note(e164: string, id: string, place: number): void {
    const places = this.#found.get(e164) ?? new Map<string, number>();
    places.set(id, Math.min(place, places.get(id) ?? place));
    this.#found.set(e164, places);
  }
}

function inFirstPlace(places: Map<string, number>): string[] {
  const first = Math.min(...places.values());
  return [...places].filter(([, place]) => place === first).map(([id]) => id);
}

/** Every number that a record holds in these properties, read as a person meant it. */
export function numbersOf(record: FoundRecord, properties: string[], country: string | null): Phone[] {
  return properties.flatMap((property) => phonesIn(record.properties[property], country));
}
