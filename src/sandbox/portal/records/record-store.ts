import type { StoredRecord } from "./stored-record.ts";

/** The records of one object, found by id (merged ids included) and by unique values. */
export class RecordStore {
  readonly #records = new Map<string, StoredRecord>();
  readonly #survivors = new Map<string, string>();
  readonly #unique = new Map<string, Map<string, string>>();
  readonly #uniqueProperties: () => readonly string[];

  constructor(uniqueProperties: () => readonly string[]) {
    this.#uniqueProperties = uniqueProperties;
  }

  /** The record of that id, or the one it was merged into; archived ones too. */
  find(id: string): StoredRecord | undefined {
    let current = id;
    for (let next = this.#survivors.get(current); next !== undefined; next = this.#survivors.get(current)) current = next;
    return this.#records.get(current);
  }

  live(id: string): StoredRecord | undefined {
    const record = this.find(id);
    return record?.archivedAt === undefined ? record : undefined;
  }

  /** By a unique property; `email` also knows additional addresses. */
  liveBy(property: string, value: string): StoredRecord | undefined {
    const id = this.#unique.get(property)?.get(value.trim().toLowerCase());
    return id === undefined ? undefined : this.live(id);
  }

  /** All that are neither archived nor merged away, oldest first. */
  all(): StoredRecord[] {
    return [...this.#records.values()].filter((record) => record.archivedAt === undefined);
  }

  insert(record: StoredRecord): void {
    this.#records.set(record.id, record);
    this.#claim(record);
  }

  setProperties(record: StoredRecord, properties: Readonly<Record<string, string>>): void {
    this.#release(record);
    record.properties = properties;
    this.#claim(record);
  }

  archive(record: StoredRecord, at: number): void {
    this.#release(record);
    record.archivedAt = at;
  }

  /** From now on `id` reads as `survivor`; the old record itself is gone. */
  forward(id: string, survivor: string): void {
    const record = this.#records.get(id);
    if (record) this.#release(record);
    this.#records.delete(id);
    this.#survivors.set(id, survivor);
  }

  #claim(record: StoredRecord): void {
    for (const [property, value] of this.uniqueValues(record.properties)) {
      const held = this.#unique.get(property) ?? new Map<string, string>();
      this.#unique.set(property, held.set(value, record.id));
    }
  }

  #release(record: StoredRecord): void {
    for (const [property, value] of this.uniqueValues(record.properties)) {
      if (this.#unique.get(property)?.get(value) === record.id) this.#unique.get(property)?.delete(value);
    }
  }

  /** The unique values among these properties, as they are compared. */
  uniqueValues(properties: Readonly<Record<string, string>>): [property: string, value: string][] {
    const found: [string, string][] = [];
    for (const property of this.#uniqueProperties()) {
      const value = properties[property];
      if (value) found.push([property, value.toLowerCase()]);
    }
    for (const email of properties["hs_additional_emails"]?.split(";") ?? []) {
      if (email.trim()) found.push(["email", email.trim().toLowerCase()]);
    }
    return found;
  }
}
