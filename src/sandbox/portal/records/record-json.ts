import { instant } from "../clock.ts";
import type { ObjectType } from "./object-type.ts";
import type { Schema } from "../schema/schema.ts";
import type { HistoryEntry, StoredRecord } from "./stored-record.ts";

type Properties = Readonly<Record<string, string>>;

/** What a reader asked for. */
interface Shown {
  properties?: readonly string[];
  propertiesWithHistory?: readonly string[];
}

export function recordJson(schema: Schema, type: ObjectType, record: StoredRecord, shown: Shown): Record<string, unknown> {
  const withHistory = shown.propertiesWithHistory ?? [];
  const names = [...(shown.properties ?? []), ...withHistory];
  return {
    id: record.id,
    properties: shownProperties(schema, type, record.properties, names),
    ...(withHistory.length > 0 ? { propertiesWithHistory: historyJson(record, withHistory) } : {}),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    archived: record.archivedAt !== undefined,
    ...(record.archivedAt === undefined ? {} : { archivedAt: instant(record.archivedAt) }),
  };
}

/** Named ones that exist, null where they hold nothing; a name that does not exist is passed over in silence. */
export function shownProperties(
  schema: Schema,
  type: ObjectType,
  held: Properties,
  names: readonly string[],
): Record<string, string | null> {
  const always = [type.createdProperty, type.modifiedProperty, "hs_object_id"];
  const wanted = names.length > 0 ? names : type.shown;
  const known = [...wanted, ...always].filter((name) => schema.property(type.name, name));
  return Object.fromEntries(known.map((name) => [name, held[name] ?? null]));
}

function historyJson(record: StoredRecord, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, newestFirst(record.history[name] ?? [])]));
}

/** After a write: what was sent, the stamps, and what was calculated. */
export function writtenJson(schema: Schema, type: ObjectType, record: StoredRecord, sent: readonly string[]): Record<string, unknown> {
  const calculated = Object.keys(record.properties).filter((name) => schema.property(type.name, name)?.calculated);
  return recordJson(schema, type, record, { properties: [...sent, ...calculated] });
}

/** As HubSpot lists it. */
export function newestFirst(history: readonly HistoryEntry[]): HistoryEntry[] {
  return [...history].reverse().sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
}
