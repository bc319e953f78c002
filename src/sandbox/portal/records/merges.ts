import { changeRecord, insertRecord } from "./changes.ts";
import type { ObjectType } from "./object-type.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest } from "../problem.ts";
import { MERGE_SOURCE, type StoredRecord } from "./stored-record.ts";

/** Two records become a third, with a new id; the primary's values win, both old ids read as the new record. */
export function mergeRecords(state: PortalState, type: ObjectType, primaryId: string, secondaryId: string): StoredRecord {
  const store = state.store(type.name);
  const [primary, secondary] = [store.live(primaryId), store.live(secondaryId)];
  if (!primary || !secondary || primary === secondary) throw badRequest(`Cannot merge ${primaryId} and ${secondaryId}`);
  const values = { ...ownValues(state, type, secondary), ...ownValues(state, type, primary), ...emails(primary, secondary) };
  for (const old of [primary, secondary]) state.index.removed(type.name, old.id, state.now());
  const survivor = insertRecord(state, type, {}, MERGE_SOURCE, state.now());
  for (const old of [primary, secondary]) {
    store.forward(old.id, survivor.id);
    state.associations.move(type.name, old.id, survivor.id, state.now());
  }
  Object.assign(survivor.history, structuredClone(primary.history));
  const merged = [primary, secondary].flatMap(({ id, properties }) => [...(properties["hs_merged_object_ids"]?.split(";") ?? []), id]);
  changeRecord(state, type, survivor, { ...values, hs_merged_object_ids: merged.join(";") }, MERGE_SOURCE);
  return survivor;
}

/** What people or apps set, without what the portal works out or stamps. */
function ownValues(state: PortalState, type: ObjectType, record: StoredRecord): Record<string, string> {
  const own = Object.entries(record.properties).filter(([name]) => !state.schema.property(type.name, name)?.readOnly);
  return Object.fromEntries(own);
}

function emails(primary: StoredRecord, secondary: StoredRecord): Record<string, string> {
  const known = [primary, secondary].flatMap(({ properties }) => [
    properties["email"],
    ...(properties["hs_additional_emails"]?.split(";") ?? []),
  ]);
  const [first, ...others] = new Set(known.filter((email): email is string => Boolean(email)));
  return first ? { email: first, ...(others.length > 0 ? { hs_additional_emails: others.join(";") } : {}) } : {};
}
