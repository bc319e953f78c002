import type { StoredRecord } from "../records/stored-record.ts";

/** A record as search sees it: perhaps older than the truth. */
export interface Indexed {
  id: string;
  properties: Readonly<Record<string, string>>;
  createdAt: number;
  updatedAt: number;
}

interface Pending {
  object: string;
  id: string;
  visibleAt: number;
  /** absent when the record left: archived or merged away */
  indexed?: Indexed;
}

/** Looked up directly, because people are found by them; the rest is scanned. */
const FAST = ["email", "phone", "mobilephone", "hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"];
const INTERNATIONAL = ["hs_searchable_calculated_international_phone_number", "hs_searchable_calculated_international_mobile_number"];
const FAST_PROPERTIES: readonly string[] = [...FAST, ...INTERNATIONAL];

/** What search answers from. Changes reach it `lagMs` after they were made. */
export class SearchIndex {
  lagMs: number;
  readonly #documents = new Map<string, Map<string, Indexed>>();
  readonly #values = new Map<string, Set<string>>();
  #pending: Pending[] = [];

  constructor(lagMs: number) {
    this.lagMs = lagMs;
  }

  changed(record: StoredRecord, at: number): void {
    const { id, object, properties, createdAt, updatedAt } = record;
    this.#pending.push({ object, id, visibleAt: at + this.lagMs, indexed: { id, properties, createdAt, updatedAt } });
  }

  removed(object: string, id: string, at: number): void {
    this.#pending.push({ object, id, visibleAt: at + this.lagMs });
  }

  /** Takes in everything that has become visible by now. */
  catchUp(now: number): void {
    const waiting: Pending[] = [];
    for (const pending of this.#pending) {
      if (pending.visibleAt <= now) this.#apply(pending);
      else waiting.push(pending);
    }
    this.#pending = waiting;
  }

  documents(object: string): Map<string, Indexed> {
    const documents = this.#documents.get(object) ?? new Map<string, Indexed>();
    this.#documents.set(object, documents);
    return documents;
  }

  /** The documents that hold one of these (lower-cased) values; undefined where only a scan can tell. */
  withValue(object: string, property: string, values: readonly string[]): Indexed[] | undefined {
    if (!FAST_PROPERTIES.includes(property)) return undefined;
    const ids = new Set<string>();
    for (const value of values) for (const id of this.#values.get(`${object}:${property}:${value}`) ?? []) ids.add(id);
    return [...ids].flatMap((id) => this.documents(object).get(id) ?? []);
  }

  #apply({ object, id, indexed }: Pending): void {
    const documents = this.documents(object);
    this.#forget(object, documents.get(id));
    if (!indexed) return void documents.delete(id);
    documents.set(id, indexed);
    for (const key of valueKeys(object, indexed)) {
      const ids = this.#values.get(key) ?? new Set<string>();
      this.#values.set(key, ids.add(id));
    }
  }

  #forget(object: string, old: Indexed | undefined): void {
    if (!old) return;
    for (const key of valueKeys(object, old)) {
      const ids = this.#values.get(key);
      ids?.delete(old.id);
      if (ids?.size === 0) this.#values.delete(key);
    }
  }
}

function valueKeys(object: string, { properties }: Indexed): string[] {
  return FAST_PROPERTIES.flatMap((name) => (properties[name] ? [`${object}:${name}:${properties[name].toLowerCase()}`] : []));
}
