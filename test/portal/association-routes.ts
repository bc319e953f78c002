import type { AssociationType } from "./association-types.ts";
import type { Association } from "./associations.ts";
import { batchBody } from "./batch.ts";
import type { ObjectType } from "./object-type.ts";
import { bodyObject, inputsOf, VERSIONS, type PortalApp, type PortalContext } from "./portal-app.ts";
import type { PortalState } from "./portal-state.ts";
import { badRequest, notFound } from "./problem.ts";

const PAIR = `/associations/:version{${VERSIONS}}/:from/:to`;
const ONE = `/objects/:version{${VERSIONS}}/:from/:fromId/associations`;
const MOST_READ = 1_000;
const MOST_WRITTEN = 2_000;
/** of one record's associations */
const PAGE = 500;

interface Pair {
  from: ObjectType;
  to: ObjectType;
}

export function addAssociationRoutes(app: PortalApp, state: PortalState): void {
  app.post(`${PAIR}/batch/read`, (context) => readBatch(state, context));
  app.post(`${PAIR}/batch/create`, (context) => createBatch(state, context));
  app.post(`${PAIR}/batch/associate/default`, (context) => defaultBatch(state, context));
  app.post(`${PAIR}/batch/archive`, (context) => archiveBatch(state, context));
  app.get(`${PAIR}/labels`, (context) => {
    const { from, to } = pairOf(state, context);
    return context.json({ results: state.associations.types.between(from.name, to.name) });
  });
  app.put(`${ONE}/default/:to/:toId`, (context) => {
    const pair = pairOf(state, context);
    const link = { from: context.req.param("fromId"), to: context.req.param("toId") };
    return context.json(batchBody(state, [associateByDefault(state, pair, link.from, link.to)], []));
  });
  app.get(`${ONE}/:to`, (context) => {
    const { from, to } = pairOf(state, context);
    const record = state.store(from.name).live(context.req.param("fromId"));
    if (!record) throw notFound();
    const links = liveLinks(state, { from, to }, record.id);
    return context.json({ results: links.map((link) => linkJson(link, context)) });
  });
}

function pairOf(state: PortalState, context: PortalContext): Pair {
  return { from: state.schema.type(context.req.param("from") ?? ""), to: state.schema.type(context.req.param("to") ?? "") };
}

function liveLinks(state: PortalState, { from, to }: Pair, fromId: string): Association[] {
  return state.associations.of(from.name, fromId, to.name).filter((link) => state.store(to.name).live(link.to));
}

/** v4 answers with numbers, the dated versions with texts. */
function linkJson(link: Association, context: PortalContext): Record<string, unknown> {
  const dated = context.req.param("version")?.startsWith("2026");
  return { toObjectId: dated ? link.to : Number(link.to), associationTypes: link.types };
}

function readBatch(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const input of inputsOf(bodyObject(context), MOST_READ)) {
    const record = state.store(pair.from.name).live(String(input["id"]));
    const links = record ? liveLinks(state, pair, record.id) : [];
    if (!record || links.length === 0) errors.push(noneFound(pair, String(input["id"])));
    else results.push(pageJson(record.id, links, Number(input["after"] ?? 0), context));
  }
  return context.json(batchBody(state, results, errors), errors.length > 0 ? 207 : 200);
}

function pageJson(id: string, links: readonly Association[], after: number, context: PortalContext): Record<string, unknown> {
  const end = after + PAGE;
  const paging = links.length > end ? { paging: { next: { after: String(end) } } } : {};
  return { from: { id }, to: links.slice(after, end).map((link) => linkJson(link, context)), ...paging };
}

function noneFound({ from, to }: Pair, id: string): Record<string, unknown> {
  const context = { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] };
  const message = `No ${to.singular} is associated with ${from.singular} ${id}.`;
  return { status: "error", category: "OBJECT_NOT_FOUND", subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND", message, context };
}

/** All or nothing, as without trace ids everywhere else. */
function createBatch(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const commits = inputsOf(bodyObject(context), MOST_WRITTEN).map((input) => {
    const [fromId, toId] = [idIn(input["from"]), idIn(input["to"])];
    const types = judgedTypes(state, pair, input["types"]);
    const ends = endsOf(state, pair, fromId, toId);
    return () => {
      for (const type of types) link(state, pair, ends, type);
      return {
        fromObjectTypeId: pair.from.typeId,
        fromObjectId: ends.from,
        toObjectTypeId: pair.to.typeId,
        toObjectId: ends.to,
        labels: types.flatMap((type) => type.label ?? []),
      };
    };
  });
  return context.json(
    batchBody(
      state,
      commits.map((commit) => commit()),
      [],
    ),
    201,
  );
}

function judgedTypes(state: PortalState, { from, to }: Pair, types: unknown): AssociationType[] {
  if (!Array.isArray(types) || types.length === 0) throw badRequest("An association needs `types`");
  return types.map((wanted: Record<string, unknown>) => {
    const found = state.associations.types.find(from.name, to.name, wanted["associationCategory"], wanted["associationTypeId"]);
    if (found) return found;
    throw badRequest(
      `${String(wanted["associationCategory"])} association type ${String(wanted["associationTypeId"])} does not lead from ${from.singular} to ${to.singular}`,
    );
  });
}

function defaultBatch(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const inputs = inputsOf(bodyObject(context), MOST_WRITTEN);
  return context.json(
    batchBody(
      state,
      inputs.map((input) => associateByDefault(state, pair, idIn(input["from"]), idIn(input["to"]))),
      [],
    ),
  );
}

function associateByDefault(state: PortalState, pair: Pair, fromId: string, toId: string): Record<string, unknown> {
  const [type] = state.associations.types.between(pair.from.name, pair.to.name);
  if (!type) throw badRequest(`No association is defined from ${pair.from.singular} to ${pair.to.singular}`);
  const ends = endsOf(state, pair, fromId, toId);
  link(state, pair, ends, type);
  return {
    from: { id: ends.from },
    to: { id: ends.to },
    associationSpec: { associationCategory: type.category, associationTypeId: type.typeId },
  };
}

function archiveBatch(state: PortalState, context: PortalContext): Response {
  const { from, to } = pairOf(state, context);
  for (const input of inputsOf(bodyObject(context), MOST_WRITTEN)) {
    const targets = Array.isArray(input["to"]) ? input["to"] : [input["to"]];
    for (const target of targets) state.associations.remove(from.name, idIn(input["from"]), to.name, idIn(target));
  }
  return context.body(null, 204);
}

function idIn(end: unknown): string {
  return String((end as { id?: unknown } | undefined)?.id ?? "");
}

function endsOf(state: PortalState, { from, to }: Pair, fromId: string, toId: string): { from: string; to: string } {
  const [start, end] = [state.store(from.name).live(fromId), state.store(to.name).live(toId)];
  if (!start || !end)
    throw notFound(`No ${start ? to.singular : from.singular} with id ${start ? toId : fromId}`, {
      context: { ids: [start ? toId : fromId] },
    });
  return { from: start.id, to: end.id };
}

function link(state: PortalState, { from, to }: Pair, ends: { from: string; to: string }, type: AssociationType): void {
  state.associations.add(from.name, ends.from, to.name, ends.to, type, state.now());
}
