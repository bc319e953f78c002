import { archiveRecord, changeRecord, insertRecord } from "./changes.ts";
import { judgedLinks } from "../associations/inline-associations.ts";
import type { ObjectType } from "./object-type.ts";
import type { PortalState } from "../portal-state.ts";
import { Problem, badRequest, notFound } from "../problem.ts";
import { API_SOURCE, type StoredRecord } from "./stored-record.ts";
import { judgedValues } from "./write-rules.ts";

/** One request's writes: the unique values that its earlier inputs have taken count as taken. */
export interface Writing {
  state: PortalState;
  type: ObjectType;
  version: string;
  claimed: Set<string>;
}

export interface Written {
  record: StoredRecord;
  isNew: boolean;
  /** the properties that the input named */
  sent: string[];
}

/** Judged, with nothing changed yet. */
export type Commit = () => Written;

export interface WriteInput {
  id?: unknown;
  idProperty?: unknown;
  properties?: unknown;
  associations?: unknown;
  objectWriteTraceId?: unknown;
}

export function prepareCreate(writing: Writing, input: WriteInput): Commit {
  const { state, type, version } = writing;
  const values = judgedValues(state.schema, { type, version, sent: input.properties ?? {} });
  claimUnique(writing, values);
  const links = judgedLinks(writing, input.associations);
  return () => {
    const record = insertRecord(state, type, values, API_SOURCE);
    for (const link of links) state.associations.add(type.name, record.id, link.to, link.toId, link.type, state.now());
    return { record, isNew: true, sent: Object.keys(values) };
  };
}

export function prepareUpdate(writing: Writing, input: WriteInput): Commit {
  const { state, type, version } = writing;
  const record = recordToWrite(writing, input);
  const values = judgedValues(state.schema, { type, version, sent: input.properties ?? {}, current: record.properties });
  claimUnique(writing, values, record.id);
  return () => {
    changeRecord(state, type, record, values, API_SOURCE);
    return { record, isNew: false, sent: Object.keys(values) };
  };
}

export function prepareUpsert(writing: Writing, input: WriteInput): Commit {
  const { state, type } = writing;
  const name = String(input.idProperty ?? "");
  if (!state.schema.uniqueProperties(type.name).includes(name))
    throw badRequest(`idProperty ${name || "(none)"} is not a unique property of ${type.name}`);
  const sent = input.properties as Record<string, unknown> | undefined;
  if (name === "email" && !sent?.["email"]) throw badRequest("An upsert by email must name email in properties too");
  const properties = { [name]: String(input.id ?? ""), ...sent };
  const known = state.store(type.name).liveBy(name, String(input.id ?? ""));
  return known ? prepareUpdate(writing, { id: known.id, properties }) : prepareCreate(writing, { properties });
}

/** Archiving what is not there is no error. */
export function archiveInput(state: PortalState, type: ObjectType, id: string): void {
  const record = state.store(type.name).live(id);
  if (record) archiveRecord(state, record);
}

function recordToWrite({ state, type }: Writing, { id, idProperty }: WriteInput): StoredRecord {
  const named = idProperty === undefined || idProperty === null ? "hs_object_id" : String(idProperty);
  if (named === "email") throw badRequest("idProperty email is for reads; update by id");
  const store = state.store(type.name);
  const record = named === "hs_object_id" ? store.live(String(id)) : store.liveBy(named, String(id));
  if (record) return record;
  const message = `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  throw notFound(message, { context: { ids: [String(id)] } });
}

function claimUnique({ state, type, claimed }: Writing, values: Record<string, string>, self?: string): void {
  const store = state.store(type.name);
  for (const [property, value] of store.uniqueValues(values)) {
    const holder = store.liveBy(property, value);
    if (holder && holder.id !== self) throw taken(property, value, holder.id);
    if (claimed.has(`${property}:${value}`)) throw taken(property, value, "0");
    claimed.add(`${property}:${value}`);
  }
}

function taken(property: string, value: string, id: string): Problem {
  if (property === "email") return new Problem(409, "CONFLICT", `Contact already exists. Existing ID: ${id}`);
  return badRequest(`Property values were not valid: ${value} is already held by record ${id}`, {
    errors: [
      {
        message: `A record with ${property} ${value} exists: ${id}`,
        code: "CONFLICTING_UNIQUE_VALUE",
        context: { propertyName: [property] },
      },
    ],
  });
}
