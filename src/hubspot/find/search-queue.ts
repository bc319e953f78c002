import type { HubSpot } from "../http/client.ts";
import { HubSpotFailure } from "../http/failure.ts";
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
  /** Puts what would be looked for next into a search of its own that has room left. */
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
    return new Promise((resolve, reject) =>
      this.#wait({ sought, open: [...sought.items], onTheWay: 0, isApart: false, isOver: false, resolve, reject }),
    );
  }

  #wait(waiting: Waiting<T>): void {
    const behind = this.#waiting.findIndex(({ sought }) => sought.place > waiting.sought.place);
    this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, waiting);
    if (!this.#isServed) void this.#serve();
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
    const takers: Taker<T>[] = [];
    try {
      for (const waiting of this.#waiting) {
        const before = takers.at(-1)?.waiting;
        if (before !== undefined && (before.open.length > 0 || before.isApart || waiting.isApart)) break;
        const taker: Taker<T> = { waiting, taken: [] };
        takers.push(taker);
        waiting.onTheWay += 1;
        taker.taken = moveInto(pack, waiting);
      }
      const [only, another] = takers;
      if (another === undefined && only?.waiting.open.length === 0) only.waiting.sought.lookAhead(pack);
    } catch (error) {
      return this.#goWrong(takers, error);
    }
    this.#forget(({ open }) => open.length === 0);
    void this.#answer(pack.search(hubspot, this.#object), takers).catch((error: unknown) => this.#goWrong(takers, error));
  }

  async #answer(answer: Promise<FoundRecord[]>, takers: Taker<T>[]): Promise<void> {
    const hits = await answer;
    for (const { waiting } of takers) waiting.sought.onHits(hits);
    for (const { waiting } of takers) {
      waiting.onTheWay -= 1;
      if (waiting.open.length + waiting.onTheWay === 0) waiting.resolve();
    }
  }

  /** A refusal, or a bug of ours, is of one of those who shared the search: each goes on apart from the others, so that it stays that one's. */
  #goWrong(takers: Taker<T>[], error: unknown): void {
    const concernsAll = error instanceof HubSpotFailure && (error.failure.reason === "trouble" || error.failure.reason === "key");
    if (takers.length === 1 || concernsAll) {
      this.#fail(
        takers.map(({ waiting }) => waiting),
        error,
      );
      return;
    }
    for (const { waiting, taken } of takers) {
      waiting.onTheWay -= 1;
      waiting.open.unshift(...taken);
      waiting.isApart = true;
    }
    this.#forget((each) => takers.some(({ waiting }) => waiting === each));
    for (const { waiting } of takers) if (!waiting.isOver) this.#wait(waiting);
  }

  #fail(those: Waiting<T>[], error: unknown): void {
    this.#forget((each) => those.includes(each));
    for (const waiting of those) {
      waiting.isOver = true;
      waiting.reject(error);
    }
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
  /** Shares no search any more. */
  isApart: boolean;
  /** It has failed. */
  isOver: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** Whose items are in a search, and which. */
interface Taker<T> {
  waiting: Waiting<T>;
  taken: T[];
}

/** As much as fits: returns it. Throws HubSpotFailure for what no search holds: that it was not looked for must not pass for "not there". */
function moveInto<T>(pack: SearchPack<T>, { sought, open }: Waiting<T>): T[] {
  const isTaken = (item: T) => {
    const values = sought.valuesOf(item);
    if (isNothing(values) || pack.add(item, values)) return true;
    if (pack.isEmpty) throw tooLong(values);
    return false;
  };
  const full = open.findIndex((item) => !isTaken(item));
  return open.splice(0, full === -1 ? open.length : full);
}

export const isNothing = (values: SearchValues): boolean => Object.values(values).every((some) => some.length === 0);
