import type { ObjectType } from "../records/object-type.ts";
import { LIMITS } from "../options.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest } from "../problem.ts";
import type { PropertyDefinition } from "../schema/property-definition.ts";
import type { Indexed } from "./search-index.ts";

export interface Filter {
  propertyName: string;
  operator: string;
  value?: unknown;
  values?: unknown;
  highValue?: unknown;
}

type Test = (held: string | undefined) => boolean;

/** A filter as a test of one indexed record. */
export function compiledFilter(state: PortalState, type: ObjectType, filter: Filter): (indexed: Indexed) => boolean {
  if (filter.propertyName.startsWith("associations.")) return associationTest(state, type, filter);
  const property = state.schema.property(type.name, filter.propertyName);
  if (!property) throw badRequest(`There was a problem with the request. Property ${filter.propertyName} does not exist on ${type.name}`);
  const test = valueTest(property, filter);
  return (indexed) => test(indexed.properties[filter.propertyName]);
}

function associationTest(state: PortalState, type: ObjectType, filter: Filter): (indexed: Indexed) => boolean {
  const other = state.schema.type(filter.propertyName.slice("associations.".length));
  const wanted = filter.operator === "IN" ? valuesOf(filter) : [valueOf(filter)];
  const seenBefore = state.now() - state.index.lagMs;
  return (indexed) =>
    state.associations.of(type.name, indexed.id, other.name).some((link) => link.at <= seenBefore && wanted.includes(link.to));
}

function valueTest(property: PropertyDefinition, filter: Filter): Test {
  const shown = comparable(property);
  switch (filter.operator) {
    case "HAS_PROPERTY":
      return (held) => Boolean(held);
    case "NOT_HAS_PROPERTY":
      return (held) => !held;
    case "EQ":
    case "NEQ": {
      const wanted = shown(valueOf(filter));
      return filter.operator === "EQ"
        ? (held) => held !== undefined && shown(held) === wanted
        : (held) => held !== undefined && shown(held) !== wanted;
    }
    case "IN":
    case "NOT_IN": {
      const wanted = new Set<unknown>(
        property.type === "string" || property.type === "enumeration" ? valuesOf(filter) : valuesOf(filter).map(shown),
      );
      return (held) => held !== undefined && wanted.has(shown(held)) === (filter.operator === "IN");
    }
    case "CONTAINS_TOKEN":
    case "NOT_CONTAINS_TOKEN": {
      const has = tokenTest(valueOf(filter));
      return (held) => held !== undefined && has(held) === (filter.operator === "CONTAINS_TOKEN");
    }
    default:
      return rangeTest(shown, filter);
  }
}

function rangeTest(shown: (value: string) => string | number, filter: Filter): Test {
  const low = shown(valueOf(filter));
  const high = filter.operator === "BETWEEN" ? shown(String(filter.highValue ?? "")) : low;
  const tests: Record<string, (held: string | number) => boolean> = {
    GT: (held) => held > low,
    GTE: (held) => held >= low,
    LT: (held) => held < low,
    LTE: (held) => held <= low,
    BETWEEN: (held) => held >= low && held <= high,
  };
  const test = tests[filter.operator];
  if (!test) throw badRequest(`Invalid input JSON: ${filter.operator} is not an operator`);
  return (held) => held !== undefined && test(shown(held));
}

/** Numbers and instants compare as numbers, options exactly, texts without regard to case. */
function comparable(property: PropertyDefinition): (value: string) => string | number {
  if (property.type === "number") return Number;
  if (property.type === "date" || property.type === "datetime")
    return (value) => (/^-?\d+$/.test(value) ? Number(value) : Date.parse(value));
  return property.type === "enumeration" ? (value) => value : (value) => value.toLowerCase();
}

function tokenTest(wanted: string): (held: string) => boolean {
  const escaped = wanted
    .toLowerCase()
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^\\s]*");
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}])${escaped}($|[^\\p{L}\\p{N}])`, "u");
  return (held) => pattern.test(held.toLowerCase());
}

export function valueOf(filter: Filter): string {
  if (filter.value === undefined || filter.value === null) throw badRequest(`operator ${filter.operator} requires a value`);
  return String(filter.value);
}

export function valuesOf(filter: Filter): string[] {
  if (!Array.isArray(filter.values) || filter.values.length === 0) throw badRequest(`operator ${filter.operator} requires values`);
  if (filter.values.length > LIMITS.searchValues)
    throw badRequest(`At most ${LIMITS.searchValues} values are allowed in ${filter.operator}`);
  return filter.values.map(String);
}
