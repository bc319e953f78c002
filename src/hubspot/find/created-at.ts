import type { FoundRecord } from "../records/read-records.ts";

/** When a record was made: HubSpot names it by object type. */
export const CREATED = ["createdate", "hs_createdate"];

/** Milliseconds since the epoch. */
export function createdAt(record: FoundRecord): number {
  const text = CREATED.map((property) => record.properties[property]).find((value) => value) ?? "";
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text) || 0;
}
