import { changeRecord, insertRecord } from "./records/changes.ts";
import type { ObjectType } from "./records/object-type.ts";
import { stageOf } from "./schema/pipelines.ts";
import type { PortalState } from "./portal-state.ts";
import { PERSON_SOURCE, type Source, type StoredRecord } from "./records/stored-record.ts";

type Given = Readonly<Record<string, string | number | boolean>>;

export interface AddOptions {
  /** `{ contacts: ["501"] }`: by the default type */
  associations?: Readonly<Record<string, readonly string[]>>;
  /** milliseconds since 1970 */
  at?: number;
  /** `CRM_UI` unless told; `INTEGRATION` for another app, `IMPORT`, … */
  source?: string;
}

export type EditOptions = Pick<AddOptions, "at" | "source">;

/** A record that somebody else made: no rules, but a misspelt property is a broken test. */
export function addAsPerson(state: PortalState, type: ObjectType, given: Given, options: AddOptions): StoredRecord {
  const values = typed(state, type, given);
  const stage = type.stageProperty ? stageOf(state.schema.pipelines(type.name), values[type.stageProperty]) : undefined;
  const placed = stage && type.pipelineProperty ? { [type.pipelineProperty]: stage.pipeline.id, ...values } : values;
  const record = insertRecord(state, type, placed, sourceOf(options), options.at);
  for (const [name, ids] of Object.entries(options.associations ?? {})) {
    for (const id of ids) associateByDefault(state, record, name, id);
  }
  return record;
}

export function editAsPerson(state: PortalState, type: ObjectType, id: string, given: Given, options: EditOptions): StoredRecord {
  const record = liveOrThrow(state, type.name, id);
  changeRecord(state, type, record, typed(state, type, given), sourceOf(options), options.at);
  return record;
}

export function associateByDefault(state: PortalState, record: StoredRecord, toObject: string, toId: string): void {
  const to = state.schema.type(toObject);
  const [type] = state.associations.types.between(record.object, to.name);
  if (!type) throw new Error(`${record.object} and ${to.name} cannot be associated`);
  const target = liveOrThrow(state, to.name, toId);
  state.associations.add(record.object, record.id, to.name, target.id, type, state.now());
}

export function liveOrThrow(state: PortalState, object: string, id: string): StoredRecord {
  const record = state.store(object).live(id);
  if (!record) throw new Error(`The portal has no ${object} ${id}`);
  return record;
}

function typed(state: PortalState, type: ObjectType, given: Given): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!state.schema.property(type.name, name)) throw new Error(`${type.name} has no property ${name}`);
    values[name] = name === "email" ? String(value).toLowerCase() : String(value);
  }
  return values;
}

function sourceOf({ source = "CRM_UI" }: EditOptions): Source {
  return source === "CRM_UI" ? PERSON_SOURCE : { sourceType: source, sourceId: "99001122" };
}
