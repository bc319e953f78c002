import { IndexReading } from "./index-reading.ts";
import type { WantedPhone } from "./phone-steps.ts";
import { SearchQueue } from "./search-queue.ts";

/** What the batches of a run share when they look for records. */
export class SharedSearches {
  /** What their searches show of the portal's index. */
  readonly reading = new IndexReading();
  readonly #byPhone = new Map<string, SearchQueue<WantedPhone>>();
  #places = 0;

  /** For a batch that begins: its searches go before those of later ones. */
  nextPlace(): number {
    return ++this.#places;
  }

  /** Searches for contacts by their numbers; `properties` are those that hits are read with. */
  contactsByPhone(properties: string[]): SearchQueue<WantedPhone> {
    const name = JSON.stringify(properties);
    const queue = this.#byPhone.get(name) ?? new SearchQueue("contacts", properties);
    this.#byPhone.set(name, queue);
    return queue;
  }
}

/** A batch's part in it. */
export interface Sharing {
  shared: SharedSearches;
  place: number;
}
