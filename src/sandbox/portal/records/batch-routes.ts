import { batchBody, writeBatch } from "./batch.ts";
import { LIMITS } from "../options.ts";
import { type PortalApp, type PortalContext, VERSIONS, bodyObject, inputsOf, textList } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest } from "../problem.ts";
import { recordJson } from "./record-json.ts";
import type { StoredRecord } from "./stored-record.ts";
import { type Writing, archiveInput, prepareCreate, prepareUpdate, prepareUpsert } from "./writes.ts";

const WRITES = {
  create: { prepare: prepareCreate, success: 201 },
  update: { prepare: prepareUpdate, success: 200 },
  upsert: { prepare: prepareUpsert, success: 200 },
};

export function addBatchRoutes(app: PortalApp, state: PortalState): void {
  app.post(`/objects/:version{${VERSIONS}}/:object/batch/:verb{create|update|upsert}`, (context) => {
    const { prepare, success } = WRITES[context.req.param("verb") as keyof typeof WRITES];
    const inputs = inputsOf(bodyObject(context), LIMITS.batchInputs);
    const { status, body } = writeBatch(writingFor(state, context), inputs, prepare, success);
    return context.json(body, status as 200);
  });
  app.post(`/objects/:version{${VERSIONS}}/:object/batch/read`, (context) => readBatch(state, context));
  app.post(`/objects/:version{${VERSIONS}}/:object/batch/archive`, (context) => {
    const type = state.schema.type(context.req.param("object"));
    for (const input of inputsOf(bodyObject(context), LIMITS.batchInputs)) archiveInput(state, type, String(input["id"]));
    return context.body(null, 204);
  });
}

export function writingFor(state: PortalState, context: PortalContext): Writing {
  const type = state.schema.type(context.req.param("object") ?? "");
  return { state, type, version: context.req.param("version") ?? "", claimed: new Set() };
}

function readBatch(state: PortalState, context: PortalContext): Response {
  const body = bodyObject(context);
  const type = state.schema.type(context.req.param("object") ?? "");
  const shown = { properties: textList(body["properties"]), propertiesWithHistory: textList(body["propertiesWithHistory"]) };
  const most = shown.propertiesWithHistory.length > 0 ? LIMITS.historyInputs : LIMITS.batchInputs;
  const ids = inputsOf(body, most).map((input) => String(input["id"] ?? ""));
  if (new Set(ids).size < ids.length) throw badRequest("Duplicate IDs found in batch input. IDs must be unique");
  const { found, missing } = findAll(state, type.name, ids, body["idProperty"]);
  const results = [...found].map((record) => recordJson(state.schema, type, record, shown));
  const answer = batchBody(state, results, missing.length > 0 ? [missingLine(type.singular, missing)] : []);
  return context.json(answer, missing.length > 0 ? 207 : 200);
}

function findAll(
  state: PortalState,
  object: string,
  ids: readonly string[],
  idProperty: unknown,
): { found: Set<StoredRecord>; missing: string[] } {
  const store = state.store(object);
  const property = idProperty ? String(idProperty) : "hs_object_id";
  if (property !== "hs_object_id" && !state.schema.uniqueProperties(object).includes(property))
    throw badRequest(`idProperty ${property} is not a unique property of ${object}`);
  const found = new Set<StoredRecord>();
  const missing: string[] = [];
  for (const id of ids) {
    const record = property === "hs_object_id" ? store.live(id) : store.liveBy(property, id);
    if (record) found.add(record);
    else missing.push(id);
  }
  return { found, missing };
}

function missingLine(singular: string, ids: string[]): Record<string, unknown> {
  const message = `Could not get some ${singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  return { status: "error", category: "OBJECT_NOT_FOUND", message, context: { ids } };
}
