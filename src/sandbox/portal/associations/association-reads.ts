import type { Association } from "./associations.ts";
import { batchBody } from "../records/batch.ts";
import type { ObjectType } from "../records/object-type.ts";
import { type PortalContext, bodyObject, inputsOf } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { notFound } from "../problem.ts";

const MOST_READ = 1_000;
/** of one record's associations */
const PAGE = 500;

export interface Pair {
  from: ObjectType;
  to: ObjectType;
}

export function pairOf(state: PortalState, context: PortalContext): Pair {
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

export function readAssociations(state: PortalState, context: PortalContext): Response {
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

export function readAssociationsOfOne(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const record = state.store(pair.from.name).live(context.req.param("fromId") ?? "");
  if (!record) throw notFound();
  return context.json({ results: liveLinks(state, pair, record.id).map((link) => linkJson(link, context)) });
}
