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
  /** Of a body that looks for nothing. */
  readonly #emptyCharacters: number;

  /** `properties` are those that hits are read with. */
  constructor(properties: string[]) {
    this.#properties = properties;
    this.#emptyCharacters = JSON.stringify(bodyOfPage(this.#search(), "10000")).length;
  }

  /** It looks for nothing. */
  get isEmpty(): boolean {
    return this.#columns.size + this.#parts.length === 0;
  }

  /** Takes one more in. False, and nothing changed: it does not fit any more. */
  add(item: T, values: SearchValues): boolean {
    const fresh = Object.entries(values).map(([property, some]) => ({
      column: this.#columns.get(property) ?? new Column(property),
      values: [...new Set(some)].filter((value) => this.#columns.get(property)?.values.has(value) !== true),
    }));
    if (!this.#hasRoom(fresh, [])) return false;
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
    const fits = this.#hasRoom([], [part]);
    if (fits) this.#parts.push(part);
    return fits;
  }

  /** Every record that has one of the values; of more than `pages` of them, the first. Throws HubSpotFailure. */
  async search(hubspot: HubSpot, object: string, pages?: number): Promise<FoundRecord[]> {
    return this.isEmpty ? [] : searchPages(hubspot, object, this.#search(), pages);
  }

  #hasRoom(fresh: { column: Column; values: string[] }[], parts: Filter[]): boolean {
    const grown = fresh.filter(({ values }) => values.length > 0);
    const columns = [...this.#columns.values()].filter((column) => grown.every((other) => other.column !== column));
    const sizes = [...columns.map((column) => column.size([])), ...grown.map(({ column, values }) => column.size(values))];
    const allParts = [...this.#parts, ...parts];
    const groups = sizes.reduce((sum, size) => sum + size.groups, allParts.length);
    const characters = sizes.reduce((sum, size) => sum + size.characters, this.#emptyCharacters + charactersOf(allParts));
    return groups <= GROUPS && characters <= BODY_CHARACTERS;
  }

  #search(): Search {
    const filters = [...[...this.#columns.values()].flatMap((column) => column.filters()), ...this.#parts];
    return { filterGroups: filters.map((filter) => ({ filters: [filter] })), properties: this.#properties };
  }
}

const charactersOf = (filters: Filter[]): number =>
  filters.reduce((sum, filter) => sum + JSON.stringify({ filters: [filter] }).length + 1, 0);

/** The values to look for in one property, in as many groups as they need. */
class Column {
  readonly values = new Set<string>();
  readonly property: string;
  #characters = 0;

  constructor(property: string) {
    this.property = property;
  }

  add(values: string[]): void {
    this.#characters += jsonCharacters(values);
    for (const value of values) this.values.add(value);
  }

  /** With these values besides. */
  size(values: string[]): { groups: number; characters: number } {
    const groups = Math.ceil((this.values.size + values.length) / VALUES_A_GROUP);
    return { groups, characters: this.#characters + jsonCharacters(values) + groups * charactersOf([this.#filter([])]) };
  }

  filters(): Filter[] {
    const values = [...this.values];
    return Array.from({ length: Math.ceil(values.length / VALUES_A_GROUP) }, (_, group) =>
      this.#filter(values.slice(group * VALUES_A_GROUP, (group + 1) * VALUES_A_GROUP)),
    );
  }

  #filter(values: string[]): Filter {
    return { propertyName: this.property, operator: "IN", values };
  }
}

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
