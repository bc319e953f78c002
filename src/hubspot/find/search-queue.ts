import type { HubSpot } from "../http/client.ts";
import type { FoundRecord } from "../records/read-records.ts";
import { SearchPack, type SearchValues, tooLong } from "../records/search-batch.ts";

/** What one batch of calls looks for at a time. */
export interface Sought<T> {
  hubspot: HubSpot;
  /** Of the batch: an earlier one's searches go first. */
  place: number;
  items: T[];
  /** Asked when the search goes. */
  valuesOf(item: T): SearchValues;
  /** Puts what would be looked for next into a search that has room left. */
  lookAhead(pack: SearchPack<T>): void;
  onHits(hits: FoundRecord[]): void;
}

/**
 * Searches of one kind for all the batches that are under way. Search has the narrowest limit: what a search looks for is decided when it goes, so
 * that each is as full as what all of them look for by then, and nobody is looked for who was found meanwhile.
 */
export class SearchQueue<T> {
  readonly #object: string;
  /** Those that hits are read with. */
  readonly #properties: string[];
  readonly #waiting: Waiting<T>[] = [];
  #isServed = false;

  constructor(object: string, properties: string[]) {
    this.#object = object;
    this.#properties = properties;
  }

  /** Resolves when all of it has been looked for. Throws HubSpotFailure. */
  seek(sought: Sought<T>): Promise<void> {
    return new Promise((resolve, reject) => {
      const behind = this.#waiting.findIndex((other) => other.sought.place > sought.place);
      const waiting = { sought, open: [...sought.items], onTheWay: 0, resolve, reject };
      this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, waiting);
      if (!this.#isServed) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#isServed = true;
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      try {
        const { hubspot } = first.sought;
        await hubspot.untilSearch();
        this.#searchNext(hubspot);
      } catch (error) {
        this.#fail([first], error);
      }
    }
    this.#isServed = false;
  }

  /** One search, which `hubspot` has leave for: what it looks for is taken from those who wait by now, in their order. */
  #searchNext(hubspot: HubSpot): void {
    const pack = new SearchPack<T>(this.#properties);
    const takers: Waiting<T>[] = [];
    try {
      for (const each of this.#waiting) {
        if (takers.at(-1)?.open.length) break;
        takers.push(each);
        moveInto(pack, each);
      }
      if (takers.every(({ open }) => open.length === 0)) for (const { sought } of takers) sought.lookAhead(pack);
    } catch (error) {
      // Whoever came before in it loses nothing but time: what goes wrong together is told apart by the batches.
      return this.#fail(takers, error);
    }
    this.#forget(({ open }) => open.length === 0);
    for (const taker of takers) taker.onTheWay += 1;
    void this.#answer(pack.search(hubspot, this.#object), takers).catch((error: unknown) => this.#fail(takers, error));
  }

  async #answer(answer: Promise<FoundRecord[]>, takers: Waiting<T>[]): Promise<void> {
    const hits = await answer;
    for (const taker of takers) {
      taker.sought.onHits(hits);
      taker.onTheWay -= 1;
      if (taker.open.length + taker.onTheWay === 0) taker.resolve();
    }
  }

  #fail(those: Waiting<T>[], error: unknown): void {
    this.#forget((each) => those.includes(each));
    for (const { reject } of those) reject(error);
  }

  #forget(isOver: (waiting: Waiting<T>) => boolean): void {
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter((each) => !isOver(each)));
  }
}

interface Waiting<T> {
  sought: Sought<T>;
  /** What has not been looked for yet. */
  open: T[];
  /** Searches that are not answered yet. */
  onTheWay: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** As much as fits. Throws HubSpotFailure for what no search holds: that it was not looked for must not pass for "not there". */
function moveInto<T>(pack: SearchPack<T>, { sought, open }: Waiting<T>): void {
  const isTaken = (item: T) => {
    const values = sought.valuesOf(item);
    if (isNothing(values) || pack.add(item, values)) return true;
    if (pack.isEmpty) throw tooLong(values);
    return false;
  };
  const full = open.findIndex((item) => !isTaken(item));
  open.splice(0, full === -1 ? open.length : full);
}

export const isNothing = (values: SearchValues): boolean => Object.values(values).every((some) => some.length === 0);
