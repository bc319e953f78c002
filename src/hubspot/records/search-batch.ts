import type { HubSpot } from "../http/client.ts";
import { type FoundRecord, asFound } from "./read-records.ts";

/** HubSpot refuses bodies of more than 3,000 characters, and more groups. */
const BODY_CHARACTERS = 3_000;
const GROUPS = 5;
const PAGE = 200;
/** HubSpot's search ends there. */
const PAGES = 50;

/** What to search by: values to look for in each of some properties. A record that has one of them is a hit. */
export type SearchValues = Record<string, string[]>;

/** One search for as many things at once as its limits allow. */
export class SearchPack<T> {
  /** What is searched for. */
  readonly items: T[] = [];
  readonly #values = new Map<string, Set<string>>();
  readonly #properties: string[];
  #characters: number;

  /** `properties` are those that hits are read with. */
  constructor(properties: string[]) {
    this.#properties = properties;
    this.#characters = JSON.stringify(this.#body("10000")).length - 1;
  }

  /** Takes one more in. False, and nothing changed: it does not fit any more. */
  add(item: T, values: SearchValues): boolean {
    const added = Object.entries(values).flatMap(([property, some]) => {
      const fresh = some.filter((value) => this.#values.get(property)?.has(value) !== true);
      return fresh.length > 0 ? [[property, fresh] as const] : [];
    });
    const opened = added.filter(([property]) => !this.#values.has(property));
    // One comma a value, but for the first of a group; one a group, but for the first.
    const characters =
      opened.reduce((sum, [property]) => sum + JSON.stringify(groupOf(property, [])).length, this.#characters) +
      added.flatMap(([, fresh]) => fresh).reduce((sum, value) => sum + JSON.stringify(value).length + 1, 0);
    if (characters > BODY_CHARACTERS || this.#values.size + opened.length > GROUPS) return false;
    for (const [property] of opened) this.#values.set(property, new Set());
    for (const [property, fresh] of added) for (const value of fresh) this.#values.get(property)?.add(value);
    this.#characters = characters;
    this.items.push(item);
    return true;
  }

  /** Every record that has one of the values. Throws HubSpotFailure. */
  async search(hubspot: HubSpot, object: string): Promise<FoundRecord[]> {
    const hits: FoundRecord[] = [];
    for (let after: string | undefined, page = 0; page < PAGES && this.#values.size > 0; page++) {
      const answer = await hubspot.search.doSearch(object, this.#body(after) as never);
      hits.push(...(answer.results ?? []).map(asFound));
      after = answer.paging?.next?.after;
      if (after === undefined) break;
    }
    return hits;
  }

  #body(after?: string) {
    return {
      filterGroups: [...this.#values].map(([property, values]) => groupOf(property, [...values])),
      properties: this.#properties,
      limit: PAGE,
      ...(after !== undefined && { after }),
    };
  }
}

const groupOf = (propertyName: string, values: string[]) => ({ filters: [{ propertyName, operator: "IN", values }] });

/** Packs what is searched for into as few searches as hold it. What has no values to look for is left out, as is what no search holds. */
export function packsOf<T>(items: T[], valuesOf: (item: T) => SearchValues, properties: string[]): SearchPack<T>[] {
  const packs: SearchPack<T>[] = [];
  for (const item of items) {
    const values = valuesOf(item);
    if (Object.values(values).every((some) => some.length === 0) || packs.at(-1)?.add(item, values)) continue;
    const pack = new SearchPack<T>(properties);
    if (pack.add(item, values)) packs.push(pack);
  }
  return packs;
}
