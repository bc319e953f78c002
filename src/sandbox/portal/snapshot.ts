import type { StoredRecord } from "./records/stored-record.ts";

/** A record as it stood when it was asked for. */
export interface Snapshot {
  id: string;
  object: string;
  properties: Readonly<Record<string, string>>;
  createdAt: string;
  updatedAt: string;
}

export function snapshot(record: StoredRecord): Snapshot {
  const { id, object, properties, createdAt, updatedAt } = record;
  return { id, object, properties, createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
}

/** When an activity took place; for other records, when they were created. */
export function timeOf({ properties, createdAt }: Pick<Snapshot, "properties" | "createdAt">): number {
  return Date.parse(properties["hs_timestamp"] ?? createdAt);
}
