import { writingFor } from "./batch-routes.ts";
import { mergeRecords } from "./merges.ts";
import { type PortalApp, type PortalContext, VERSIONS, bodyObject, queryList } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest, notFound } from "../problem.ts";
import { recordJson, writtenJson } from "./record-json.ts";
import type { StoredRecord } from "./stored-record.ts";
import { archiveInput, prepareCreate, prepareUpdate } from "./writes.ts";

const COLLECTION = `/objects/:version{${VERSIONS}}/:object`;
const PAGE = 100;

export function addObjectRoutes(app: PortalApp, state: PortalState): void {
  app.post(`${COLLECTION}/merge`, (context) => {
    const type = state.schema.type(context.req.param("object"));
    const { primaryObjectId, objectIdToMerge } = bodyObject(context);
    const survivor = mergeRecords(state, type, String(primaryObjectId), String(objectIdToMerge));
    return context.json(recordJson(state.schema, type, survivor, {}));
  });
  app.post(COLLECTION, (context) => {
    const { record, sent } = prepareCreate(writingFor(state, context), bodyObject(context))();
    return context.json(writtenJson(state.schema, writingFor(state, context).type, record, sent), 201);
  });
  app.get(COLLECTION, (context) => listRecords(state, context));
  app.get(`${COLLECTION}/:id`, (context) => readOne(state, context));
  app.patch(`${COLLECTION}/:id`, (context) => {
    const writing = writingFor(state, context);
    const idProperty = context.req.query("idProperty");
    const { record, sent } = prepareUpdate(writing, { ...bodyObject(context), id: context.req.param("id"), idProperty })();
    return context.json(writtenJson(state.schema, writing.type, record, sent));
  });
  app.delete(`${COLLECTION}/:id`, (context) => {
    archiveInput(state, state.schema.type(context.req.param("object")), context.req.param("id"));
    return context.body(null, 204);
  });
}

function readOne(state: PortalState, context: PortalContext): Response {
  const type = state.schema.type(context.req.param("object") ?? "");
  const id = decodeURIComponent(context.req.param("id") ?? "");
  const idProperty = context.req.query("idProperty") ?? "hs_object_id";
  const store = state.store(type.name);
  if (idProperty !== "hs_object_id" && !state.schema.uniqueProperties(type.name).includes(idProperty))
    throw badRequest(`idProperty ${idProperty} is not a unique property of ${type.name}`);
  const found = idProperty === "hs_object_id" ? store.find(id) : store.liveBy(idProperty, id);
  const archived = context.req.query("archived") === "true";
  if (!found || (found.archivedAt !== undefined) !== archived) throw notFound();
  const shown = { properties: queryList(context, "properties"), propertiesWithHistory: queryList(context, "propertiesWithHistory") };
  return context.json({
    ...recordJson(state.schema, type, found, shown),
    ...associationsJson(state, found, queryList(context, "associations")),
  });
}

function associationsJson(state: PortalState, record: StoredRecord, wanted: readonly string[]): Record<string, unknown> {
  const associations: Record<string, unknown> = {};
  for (const name of wanted) {
    const to = state.schema.type(name);
    const links = state.associations.of(record.object, record.id, to.name).filter((link) => state.store(to.name).live(link.to));
    const word = state.schema.type(record.object).singular;
    if (links.length > 0) associations[to.name] = { results: links.map((link) => ({ id: link.to, type: `${word}_to_${to.singular}` })) };
  }
  return Object.keys(associations).length > 0 ? { associations } : {};
}

function listRecords(state: PortalState, context: PortalContext): Response {
  const type = state.schema.type(context.req.param("object") ?? "");
  const limit = Math.min(Number(context.req.query("limit") ?? 10), PAGE);
  const after = Number(context.req.query("after") ?? 0);
  const all = state
    .store(type.name)
    .all()
    .filter((record) => Number(record.id) > after);
  const page = all.slice(0, limit);
  const shown = { properties: queryList(context, "properties"), propertiesWithHistory: queryList(context, "propertiesWithHistory") };
  const next = all.length > limit ? { paging: { next: { after: page.at(-1)?.id } } } : {};
  return context.json({ results: page.map((record) => recordJson(state.schema, type, record, shown)), ...next });
}
