/** Some thousand templates are more than a portal's mappings have; on a page where people type templates they never end. */
const MOST_ENTRIES = 1_000;

/** What was made of a text and is costly to make again. When it is full the older half goes at once: to look for the oldest one costs more than most of what is kept. */
export class BoundedMap<K, V> {
  readonly #most: number;
  #recent = new Map<K, V>();
  #earlier = new Map<K, V>();

  constructor(most = MOST_ENTRIES) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    const value = this.#recent.get(key);
    return value === undefined ? this.#earlier.get(key) : value;
  }

  /** Keeps the value, and answers with it. */
  keep(key: K, value: V): V {
    if (this.#recent.size >= this.#most / 2) [this.#recent, this.#earlier] = [new Map(), this.#recent];
    this.#recent.set(key, value);
    return value;
  }
}
