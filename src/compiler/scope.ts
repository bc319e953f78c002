import { NAMES, type NameType, VARIABLE_GROUPS } from "../call/names.ts";
import { OBJECT_OF_NAME, isActivity } from "../hubspot/model/objects.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { isGroup } from "./words/describe-value.ts";

/** What the names of one file mean. */
export interface Scope {
  /** CRM records: their properties can be read. */
  crm: Set<string>;
  activities: Set<string>;
  /** From `variables:`; null when it is left out, then any variable is taken. */
  variables: Map<string, NameType> | null;
  extra: string[];
  /** Whether it says when its team works. */
  hasWorkingTime: boolean;
}

const TYPES = new Map<string, NameType>([
  ["string", "text"],
  ["number", "number"],
  ["bool", "yes/no"],
  ["boolean", "yes/no"],
]);

/** Reads only what is well-formed: the rest has been said by the shape check. */
export function scopeOf(data: unknown): Scope {
  const file = isGroup(data) ? data : {};
  const scope: Scope = {
    crm: new Set(),
    activities: new Set(),
    variables: variablesOf(file["variables"]),
    extra: [],
    hasWorkingTime: isGroup(file["working_time"]),
  };
  for (const [name, record] of Object.entries(isGroup(file["records"]) ? file["records"] : {})) {
    (isActivity(objectOf(name, record)) ? scope.activities : scope.crm).add(name);
  }
  if (Array.isArray(file["extra_names"])) scope.extra = file["extra_names"].filter((name) => typeof name === "string");
  return scope;
}

export function objectOf(name: string, record: unknown): string {
  if (Object.hasOwn(OBJECT_OF_NAME, name)) return OBJECT_OF_NAME[name]!;
  return isGroup(record) && typeof record["object"] === "string" ? record["object"] : "";
}

/** The variables of `variables:` whose values are read as their type; undefined where there is none. */
export function declaredTypes(declared: unknown): Mapping["variables"] {
  const typed = [...(variablesOf(declared) ?? [])].filter(([, type]) => type === "number" || type === "yes/no");
  return typed.length === 0 ? undefined : (Object.fromEntries(typed) as Mapping["variables"]);
}

function variablesOf(declared: unknown): Scope["variables"] {
  if (!isGroup(declared)) return null;
  const types = Object.entries(declared).map(([name, is]) => [name, TYPES.get(String(isGroup(is) ? is["type"] : is)) ?? "text"] as const);
  return new Map(types);
}

/** Every name that could have been meant, for "Did you mean …?". */
export function namesIn(scope: Scope): string[] {
  const variables = [...(scope.variables?.keys() ?? [])].flatMap((name) => VARIABLE_GROUPS.map((group) => `${group}.${name}`));
  return [...variables, ...Object.keys(NAMES), ...scope.extra];
}

/** The type of a name, where it is known. */
export function typeOf(path: string, scope: Scope): NameType | null {
  if (Object.hasOwn(NAMES, path)) return NAMES[path]!.type;
  const group = VARIABLE_GROUPS.find((one) => path.startsWith(`${one}.`));
  return (group && scope.variables?.get(path.slice(group.length + 1))) ?? null;
}
