/** Some thousand templates are more than a portal's mappings have; on a page where people type templates they never end. */
const MOST_ENTRIES = 1_000;

/** What was made of a text and is costly to make again; the entries kept longest go first. */
export class BoundedMap<K, V> extends Map<K, V> {
  private readonly most: number;

  constructor(most = MOST_ENTRIES) {
    super();
    this.most = most;
  }

  /** Keeps the value, and answers with it. */
  keep(key: K, value: V): V {
    if (this.size >= this.most) this.delete(this.keys().next().value as K);
    this.set(key, value);
    return value;
  }
}
