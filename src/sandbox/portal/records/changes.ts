import { calculatedProperties } from "./calculated.ts";
import { instant } from "../clock.ts";
import type { ObjectType } from "./object-type.ts";
import type { PortalState } from "../portal-state.ts";
import type { Source, StoredRecord } from "./stored-record.ts";

type Values = Readonly<Record<string, string>>;

/** Adds a record; `values` are already judged. */
export function insertRecord(state: PortalState, type: ObjectType, values: Values, source: Source, at = state.now()): StoredRecord {
  const id = state.nextId();
  const record: StoredRecord = { id, object: type.name, properties: {}, history: {}, createdAt: at, updatedAt: at };
  const born = { hs_object_id: id, hs_createdate: instant(at), [type.createdProperty]: instant(at), hs_object_source: source.sourceType };
  const defaults: Values = type.name === "contacts" ? { lifecyclestage: "lead", hs_marketable_status: "false" } : {};
  state.store(type.name).insert(record);
  changeRecord(state, type, record, { ...defaults, ...values, ...born }, source, at);
  return record;
}

/** Sets judged values (an empty one clears), recalculates, writes history, tells the search index. */
export function changeRecord(
  state: PortalState,
  type: ObjectType,
  record: StoredRecord,
  values: Values,
  source: Source,
  at = state.now(),
): void {
  const next: Record<string, string> = { ...record.properties };
  assign(record, next, values, source, at);
  const calculated = calculatedProperties(state.schema, type.name, next, state.settings.phonesReadAs);
  const modified = { ...calculated, [type.modifiedProperty]: instant(at) };
  assign(record, next, modified, { sourceType: "CALCULATED", sourceId: "portal" }, at);
  record.updatedAt = at;
  state.store(type.name).setProperties(record, next);
  state.index.changed(record, state.now());
}

function assign(record: StoredRecord, next: Record<string, string>, values: Values, source: Source, at: number): void {
  for (const [name, value] of Object.entries(values)) {
    if ((next[name] ?? "") === value) continue;
    if (value === "") delete next[name];
    else next[name] = value;
    const entries = (record.history[name] ??= []);
    entries.push({ value, timestamp: instant(at), ...source });
  }
}

export function archiveRecord(state: PortalState, record: StoredRecord): void {
  state.store(record.object).archive(record, state.now());
  state.index.removed(record.object, record.id, state.now());
}
