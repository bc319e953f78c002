import { LIMITS } from "../options.ts";
import { type PortalApp, type PortalContext, VERSIONS, bodyObject, inputsOf } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { Problem, badRequest, notFound } from "../problem.ts";
import { type PropertyDefinition, type PropertyInput, propertyJson } from "./property-definition.ts";

const PROPERTIES = `/properties/:version{${VERSIONS}}/:object`;
/** Unique properties that one object may have. */
const MOST_UNIQUE = 10;

export function addPropertyRoutes(app: PortalApp, state: PortalState): void {
  const objectIn = (context: PortalContext) => state.schema.type(context.req.param("object") ?? "").name;
  app.get(`${PROPERTIES}/groups`, (context) => context.json({ results: state.schema.groups.get(objectIn(context)) ?? [] }));
  app.post(`${PROPERTIES}/groups`, (context) => {
    const { name, label } = bodyObject(context);
    const groups = state.schema.groups.get(objectIn(context)) ?? [];
    if (groups.some((group) => group.name === name)) throw exists(`Property group ${String(name)} already exists.`);
    groups.push({ name: String(name), label: String(label ?? name) });
    return context.json(groups.at(-1), 201);
  });
  app.get(PROPERTIES, (context) => context.json({ results: state.schema.properties(objectIn(context)).map(propertyJson) }));
  app.post(PROPERTIES, (context) => context.json(propertyJson(createProperty(state, objectIn(context), bodyObject(context))), 201));
  app.post(`${PROPERTIES}/batch/read`, (context) => {
    const names = inputsOf(bodyObject(context), LIMITS.batchInputs).map((input) => String(input["name"]));
    const found = names.flatMap((name) => state.schema.property(objectIn(context), name) ?? []);
    return context.json({ status: "COMPLETE", results: found.map(propertyJson) });
  });
  app.post(`${PROPERTIES}/batch/create`, (context) => {
    const created = inputsOf(bodyObject(context), LIMITS.batchInputs).map((input) => createProperty(state, objectIn(context), input));
    return context.json({ status: "COMPLETE", results: created.map(propertyJson) }, 201);
  });
  app.get(`${PROPERTIES}/:name`, (context) => context.json(propertyJson(propertyIn(state, objectIn(context), context.req.param("name")))));
  app.delete(`${PROPERTIES}/:name`, (context) => {
    state.schema.archiveProperty(objectIn(context), context.req.param("name"));
    return context.body(null, 204);
  });
}

function propertyIn(state: PortalState, object: string, name: string): PropertyDefinition {
  const property = state.schema.property(object, name);
  if (property) return property;
  throw notFound(`Property ${name} does not exist on ${object}`);
}

/** An archived property of that name comes back instead, as it was. */
function createProperty(state: PortalState, object: string, input: Record<string, unknown>): PropertyDefinition {
  const name = String(input["name"] ?? "");
  const missing = ["name", "label", "type", "fieldType", "groupName"].filter((key) => !input[key]);
  if (missing.length > 0) throw badRequest(`Invalid input JSON: missing ${missing.join(", ")}`);
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw badRequest(`Property name ${name} may hold lower-case letters, numbers and underscores only`);
  if (state.schema.property(object, name)) throw exists(`A property named '${name}' already exists.`);
  const archived = state.schema.archivedProperty(object, name);
  if (archived) return state.schema.defineProperty(object, { ...archived, archived: false });
  const groups = state.schema.groups.get(object) ?? [];
  if (!groups.some((group) => group.name === input["groupName"]))
    throw badRequest(`Property group ${String(input["groupName"])} does not exist`);
  if (input["hasUniqueValue"] === true && customUnique(state, object) >= MOST_UNIQUE)
    throw badRequest(`${object} already has ${MOST_UNIQUE} unique properties`);
  return state.schema.defineProperty(object, input as unknown as PropertyInput);
}

function customUnique(state: PortalState, object: string): number {
  return state.schema.properties(object).filter((property) => property.hasUniqueValue && !property.hubspotDefined).length;
}

function exists(message: string): Problem {
  return new Problem(409, "OBJECT_ALREADY_EXISTS", message);
}
