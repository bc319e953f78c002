import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { isBlank } from "../../mapping/paths.ts";

/** A variable that has come with calls and that no mapping reads by its name. Part of the public contract. */
export interface UnreadVariable {
  /** `budget` */
  name: string;
  /** `extracted_variables.budget` */
  path: string;
  /** How many of the calls that were looked at brought it. */
  calls: number;
  /** When the first of them came in. */
  since: string;
  /** The line for the mapping file. */
  yaml: string;
  /** The property as `properties:` declares it, where HubSpot has none yet. */
  property: string;
}

/** What a call says, and when it came in (ms). */
interface Arrived {
  names: Record<string, unknown>;
  receivedAt: number;
}

const GROUPS = ["extracted_variables", "input_variables", "lead.variables"] as const;
/** Others cannot be written in a path. */
const WRITABLE = /^[A-Za-z_]\w*$/;

/** Variables of these calls that no mapping reads, the most frequent first. Pure. */
export function unreadVariables(calls: Iterable<Arrived>, mappings: Mapping[]): UnreadVariable[] {
  const read = new Set(mappings.flatMap(({ names }) => names.map(variableOf)));
  const seen = new Map<string, { calls: number; since: number; values: unknown[] }>();
  for (const { names, receivedAt } of calls)
    for (const [path, value] of variablesIn(names)) {
      if (read.has(path)) continue;
      const { calls: before, since, values } = seen.get(path) ?? { calls: 0, since: receivedAt, values: [] };
      seen.set(path, { calls: before + 1, since: Math.min(since, receivedAt), values: [...values.slice(-VALUES_LOOKED_AT), value] });
    }
  return [...seen].map(([path, counts]) => describe(path, counts)).toSorted((a, b) => b.calls - a.calls || (a.path < b.path ? -1 : 1));
}

/** Enough to tell a number from a text. */
const VALUES_LOOKED_AT = 20;

function* variablesIn(names: Record<string, unknown>): Generator<[path: string, value: unknown]> {
  for (const group of GROUPS) {
    const variables = group.split(".").reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], names);
    for (const [name, value] of Object.entries((variables ?? {}) as object))
      if (WRITABLE.test(name) && !isBlank(value)) yield [`${group}.${name}`, value];
  }
}

/** `extracted_variables.items.0.price` reads `extracted_variables.items`. */
function variableOf(path: string): string {
  return (
    GROUPS.map((group) => (path.startsWith(`${group}.`) ? `${group}.${path.slice(group.length + 1).split(/[.[]/)[0]}` : "")).join("") ||
    path
  );
}

function describe(path: string, { calls, since, values }: { calls: number; since: number; values: unknown[] }): UnreadVariable {
  const name = path.split(".").at(-1) as string;
  const property = name.toLowerCase();
  const label = name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
  return {
    name,
    path,
    calls,
    since: new Date(since).toISOString(),
    yaml: `${property}: { from: ${path} }`,
    property: `${property}: { label: ${label}, type: ${typeOf(values)} }`,
  };
}

function typeOf(values: unknown[]): "number" | "yes_no" | "text" {
  if (values.every((value) => typeof value === "boolean")) return "yes_no";
  return values.every((value) => typeof value === "number") ? "number" : "text";
}
