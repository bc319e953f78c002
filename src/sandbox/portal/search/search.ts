import type { ObjectType } from "../records/object-type.ts";
import { LIMITS } from "../options.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest } from "../problem.ts";
import { shownProperties } from "../records/record-json.ts";
import { type Filter, compiledFilter, valueOf, valuesOf } from "./search-filters.ts";
import type { Indexed } from "./search-index.ts";

const GROUPS = 5;
const FILTERS_IN_A_GROUP = 6;
const FILTERS = 18;
const PAGE = 200;
const DEEPEST = 10_000;
const QUERIED = ["firstname", "lastname", "email", "phone", "mobilephone", "company", "name", "domain", "dealname", "subject"];

/** Answers from the index, never from the truth. */
export function search(state: PortalState, type: ObjectType, body: Record<string, unknown>): Record<string, unknown> {
  if (JSON.stringify(body).length > LIMITS.searchBodyCharacters)
    throw badRequest(`The request body is longer than ${LIMITS.searchBodyCharacters} characters`);
  const groups = groupsIn(body);
  const { limit, after } = pageIn(body);
  state.index.catchUp(state.now());
  const found = matching(state, type, groups, body["query"]);
  const sorted = inOrder(found, body["sorts"]);
  const page = sorted.slice(after, after + limit);
  const names = Array.isArray(body["properties"]) ? body["properties"].map(String) : [];
  const more = sorted.length > after + limit ? { paging: { next: { after: String(after + limit) } } } : {};
  return { total: sorted.length, results: page.map((indexed) => resultJson(state, type, indexed, names)), ...more };
}

function groupsIn(body: Record<string, unknown>): Filter[][] {
  const given = (body["filterGroups"] ?? []) as { filters?: Filter[] }[];
  const groups = given.map((group) => group.filters ?? []);
  if (groups.length > GROUPS) throw badRequest(`At most ${GROUPS} filterGroups are allowed`);
  if (groups.some((group) => group.length > FILTERS_IN_A_GROUP))
    throw badRequest(`At most ${FILTERS_IN_A_GROUP} filters are allowed in a group`);
  if (groups.flat().length > FILTERS) throw badRequest(`At most ${FILTERS} filters are allowed`);
  return groups;
}

function pageIn(body: Record<string, unknown>): { limit: number; after: number } {
  const limit = Number(body["limit"] ?? 10);
  const after = Number(body["after"] || 0);
  if (!(limit >= 0 && limit <= PAGE)) throw badRequest(`limit must be at most ${PAGE}`);
  if (!(after + limit <= DEEPEST)) throw badRequest(`Search reaches the first ${DEEPEST} results only`);
  return { limit, after };
}

function matching(state: PortalState, type: ObjectType, groups: readonly Filter[][], query: unknown): Indexed[] {
  const found = new Map<string, Indexed>();
  for (const group of groups.length > 0 ? groups : [[]]) {
    const tests = group.map((filter) => compiledFilter(state, type, filter));
    for (const indexed of candidates(state, type, group)) {
      if (tests.every((test) => test(indexed))) found.set(indexed.id, indexed);
    }
  }
  return query ? [...found.values()].filter((indexed) => mentions(indexed, String(query))) : [...found.values()];
}

function candidates(state: PortalState, type: ObjectType, group: readonly Filter[]): Iterable<Indexed> {
  for (const filter of group) {
    if (filter.operator !== "EQ" && filter.operator !== "IN") continue;
    const values = filter.operator === "EQ" ? [valueOf(filter).toLowerCase()] : valuesOf(filter);
    const known = state.index.withValue(type.name, filter.propertyName, values);
    if (known) return known;
  }
  return state.index.documents(type.name).values();
}

function mentions({ properties }: Indexed, query: string): boolean {
  const text = QUERIED.map((name) => properties[name] ?? "")
    .join(" ")
    .toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function inOrder(found: Indexed[], sorts: unknown): Indexed[] {
  const sort = Array.isArray(sorts) ? sorts[0] : undefined;
  const byAge = (a: Indexed, b: Indexed) => a.createdAt - b.createdAt || Number(a.id) - Number(b.id);
  if (!sort) return found.sort(byAge);
  const name = String(typeof sort === "string" ? sort.replace(/^-/, "") : sort.propertyName);
  const down = typeof sort === "string" ? sort.startsWith("-") : sort.direction === "DESCENDING";
  const order = (a: Indexed, b: Indexed) => compared(a.properties[name] ?? "", b.properties[name] ?? "") || byAge(a, b);
  return found.sort((a, b) => (down ? order(b, a) : order(a, b)));
}

function compared(a: string, b: string): number {
  const numbers = a !== "" && b !== "" ? Number(a) - Number(b) : Number.NaN;
  if (!Number.isNaN(numbers)) return numbers;
  return a < b ? -1 : a > b ? 1 : 0;
}

function resultJson(state: PortalState, type: ObjectType, indexed: Indexed, names: readonly string[]): Record<string, unknown> {
  return {
    id: indexed.id,
    properties: shownProperties(state.schema, type, indexed.properties, names),
    createdAt: new Date(indexed.createdAt).toISOString(),
    updatedAt: new Date(indexed.updatedAt).toISOString(),
    archived: false,
  };
}
