import type { HubSpot } from "../http/client.ts";
import { HubSpotFailure } from "../http/failure.ts";
import type { FoundRecord } from "./read-records.ts";
import { type Filter, type Search, bodyOfPage, searchPages } from "./search-pages.ts";

/** HubSpot refuses bodies of more than 3,000 characters, and more groups. */
const BODY_CHARACTERS = 3_000;
const GROUPS = 5;
/** Integrators report that an IN of more is refused; HubSpot does not say. */
const VALUES_A_GROUP = 100;

/** What to search by: values to look for in each of some properties. A record that has one of them is a hit. */
export type SearchValues = Record<string, string[]>;

/** One search for as many things at once as its limits allow. */
export class SearchPack<T> {
  /** What is searched for. */
  readonly items: T[] = [];
  readonly #columns = new Map<string, Column>();
  readonly #parts: Filter[] = [];
  readonly #properties: string[];
  /** Of the body, as it stands. */
  #size: Size;

  /** `properties` are those that hits are read with. */
  constructor(properties: string[]) {
    this.#properties = properties;
    this.#size = { groups: 0, characters: JSON.stringify(bodyOfPage(this.#search(), "10000")).length };
  }

  /** It looks for nothing. */
  get isEmpty(): boolean {
    return this.#columns.size + this.#parts.length === 0;
  }

  /** Takes one more in. False, and nothing changed: it does not fit any more. */
  add(item: T, values: SearchValues): boolean {
    const fresh = Object.entries(values).map(([property, some]) => (this.#columns.get(property) ?? new Column(property)).with(some));
    if (!this.#grows(fresh)) return false;
    for (const { column, values: some } of fresh) {
      if (some.length > 0) this.#columns.set(column.property, column);
      column.add(some);
    }
    this.items.push(item);
    return true;
  }

  /** Looks for what holds the text anywhere in the property, too. False, and nothing changed: that does not fit. */
  addPart(propertyName: string, text: string): boolean {
    const part: Filter = { propertyName, operator: "CONTAINS_TOKEN", value: `*${text}*` };
    const fits = this.#grows([{ groups: 1, characters: charactersOf(part) }]);
    if (fits) this.#parts.push(part);
    return fits;
  }

  /** Every record that has one of the values; of more than `pages` of them, the first. Throws HubSpotFailure. */
  async search(hubspot: HubSpot, object: string, pages?: number): Promise<FoundRecord[]> {
    return this.isEmpty ? [] : searchPages(hubspot, object, this.#search(), pages);
  }

  /** By so much more. False, and nothing changed: it would be too large. */
  #grows(more: Size[]): boolean {
    const groups = more.reduce((sum, size) => sum + size.groups, this.#size.groups);
    const characters = more.reduce((sum, size) => sum + size.characters, this.#size.characters);
    const fits = groups <= GROUPS && characters <= BODY_CHARACTERS;
    if (fits) this.#size = { groups, characters };
    return fits;
  }

  #search(): Search {
    const filters = [...[...this.#columns.values()].flatMap((column) => column.filters()), ...this.#parts];
    return { filterGroups: filters.map((filter) => ({ filters: [filter] })), properties: this.#properties };
  }
}

/** Of a body, or of what comes to it. */
interface Size {
  groups: number;
  characters: number;
}

/** With the comma after it. */
const charactersOf = (filter: Filter): number => JSON.stringify({ filters: [filter] }).length + 1;

/** Values that come to a column. */
interface Fresh extends Size {
  column: Column;
  values: string[];
}

/** The values to look for in one property, in as many groups as they need. */
class Column {
  readonly #values = new Set<string>();
  readonly property: string;

  constructor(property: string) {
    this.property = property;
  }

  /** What it would grow by with these values besides. */
  with(some: string[]): Fresh {
    const values = [...new Set(some)].filter((value) => !this.#values.has(value));
    const groups = groupsOf(this.#values.size + values.length) - groupsOf(this.#values.size);
    const around = groups === 0 ? 0 : groups * charactersOf(this.#filter([]));
    return { column: this, values, groups, characters: jsonCharacters(values) + around };
  }

  add(values: string[]): void {
    for (const value of values) this.#values.add(value);
  }

  filters(): Filter[] {
    const values = [...this.#values];
    return Array.from({ length: groupsOf(values.length) }, (_, group) =>
      this.#filter(values.slice(group * VALUES_A_GROUP, (group + 1) * VALUES_A_GROUP)),
    );
  }

  #filter(values: string[]): Filter {
    return { propertyName: this.property, operator: "IN", values };
  }
}

const groupsOf = (values: number): number => Math.ceil(values / VALUES_A_GROUP);

/** With the comma after each. */
const jsonCharacters = (values: string[]): number => values.reduce((sum, value) => sum + JSON.stringify(value).length + 1, 0);

/**
 * Packs what is searched for into as few searches as hold it. What has no values to look for is left out. Throws HubSpotFailure for what no search
 * holds: that it was not looked for must not pass for "not there".
 */
export function packsOf<T>(items: T[], valuesOf: (item: T) => SearchValues, properties: string[]): SearchPack<T>[] {
  const packs: SearchPack<T>[] = [];
  for (const item of items) {
    const values = valuesOf(item);
    if (Object.values(values).every((some) => some.length === 0) || packs.at(-1)?.add(item, values)) continue;
    const pack = new SearchPack<T>(properties);
    if (!pack.add(item, values)) throw tooLong(values);
    packs.push(pack);
  }
  return packs;
}

/** No search holds them. */
export function tooLong(values: SearchValues): HubSpotFailure {
  const longest = Object.entries(values).map(([property, some]) => ({
    property,
    characters: Math.max(0, ...some.map(({ length }) => length)),
  }));
  const [{ property, characters }] = longest.toSorted((a, b) => b.characters - a.characters) as [(typeof longest)[0]];
  return new HubSpotFailure({
    reason: "refused",
    cause: { code: "key_too_long", property, characters },
    category: "KEY_TOO_LONG",
    properties: [property],
  });
}
