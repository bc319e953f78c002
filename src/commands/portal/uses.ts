import { posix } from "node:path";
import type { Path, SourceFile } from "../../compiler/source-file.ts";
import { stageProperty } from "../../hubspot/model/objects.ts";
import type { Literal, Mapping, RecordRule, SetRule } from "../../mapping/compiled-mapping.ts";

/** Where something stands in a mapping file; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
  /** `records.contact.set.firstname` */
  path: string;
  /** Of a place in a part: where the mapping names that (`mappings/sales.yaml:3:7`). */
  used_by?: string;
}

/** A property that a mapping names. */
export interface PropertyUse {
  mapping: Mapping;
  rule: RecordRule;
  property: string;
  /** `set`: written. `find_by`, `where`: looked for. `read`: a template or condition reads it. */
  how: "set" | "find_by" | "where" | "read";
  /** Of `set`. */
  set: SetRule | null;
  /** What the mapping's author wrote down for it: literals, the targets of `map`, `otherwise`, what `where` asks for. */
  values: { value: Literal; place: Place }[];
  place: Place;
}

/** The checked files, and where each part of them stands. */
export interface Checked {
  mappings: Mapping[];
  sources: SourceFile[];
}

export function sourceOf({ sources }: Checked, mapping: Mapping): SourceFile {
  return sources.find(({ name }) => name === mapping.file) as SourceFile;
}

export function placeOf(source: SourceFile, path: Path, at: "key" | "value" = "value"): Place {
  const { part, used, line, column } = source.placeAt(offsetOf(source, path, at));
  const user = part === null ? null : source.placeAt(offsetOf(source, used, "value"));
  return {
    file: part === null ? source.path : posix.join(posix.dirname(source.path), part),
    line,
    column,
    path: path.filter((word) => typeof word === "string").join("."),
    ...(user && { used_by: `${source.path}:${user.line}:${user.column}` }),
  };
}

/** Of what is not written down itself, where that would stand. */
function offsetOf(source: SourceFile, path: Path, at: "key" | "value"): number {
  const spot = source.spot(path);
  if (spot) return spot[at];
  return path.length === 0 ? 0 : offsetOf(source, path.slice(0, -1), "key");
}

export function propertyUses(checked: Checked): PropertyUse[] {
  return checked.mappings.flatMap((mapping) => {
    const source = sourceOf(checked, mapping);
    // What a `hold_task` makes is the connector's own.
    const written = mapping.records.filter((rule) => rule.kind === "crm" || rule.asks === undefined);
    return written.flatMap((rule) => usesOf(mapping, rule, source));
  });
}

function usesOf(mapping: Mapping, rule: RecordRule, source: SourceFile): PropertyUse[] {
  const at = ["records", rule.name];
  const use = (property: string, how: PropertyUse["how"], path: Path, more: Partial<PropertyUse> = {}): PropertyUse => {
    return { mapping, rule, property, how, set: null, values: [], place: placeOf(source, path, "key"), ...more };
  };
  const sets = rule.set.map((set) => {
    const path = [...at, "set", set.property];
    return use(set.property, "set", path, { set, values: valuesOf(set, source, path) });
  });
  if (rule.kind === "activity") return sets;
  const keys = (rule.find_by ?? []).map(({ property, rule: how }, index) => {
    const path = [...at, "find_by", index, property];
    return use(property, "find_by", path, { values: mappedValues(how?.map ?? null, source, path) });
  });
  const wheres = (rule.find?.where ?? []).map(({ property, values }) => {
    const path = [...at, "find", "where", property];
    return use(property, "where", path, { values: values.map((value) => ({ value, place: placeOf(source, path) })) });
  });
  const stages = (rule.kind === "crm" && rule.find?.stages) || [];
  const stagePath = [...at, "find", "stage"];
  const isList = source.spot([...stagePath, 0]) !== undefined;
  if (stages.length > 0)
    wheres.push(
      use(stageProperty(rule.object), "where", stagePath, {
        values: stages.map((value, index) => ({ value, place: placeOf(source, isList ? [...stagePath, index] : stagePath) })),
      }),
    );
  const known = new Set([...sets, ...keys, ...wheres].map(({ property }) => property));
  const reads = rule.reads.filter((property) => !known.has(property)).map((property) => use(property, "read", at));
  return [...sets, ...keys, ...wheres, ...reads];
}

function valuesOf({ source: from, map, otherwise, write }: SetRule, source: SourceFile, path: Path): PropertyUse["values"] {
  const literal =
    from.kind === "literal" && write !== "clear"
      ? [{ value: from.value, place: placeOf(source, source.spot([...path, "value"]) ? [...path, "value"] : path) }]
      : [];
  const mapped = mappedValues(map, source, path);
  const rest =
    otherwise !== null && "value" in otherwise ? [{ value: otherwise.value, place: placeOf(source, [...path, "otherwise"]) }] : [];
  return [...literal, ...mapped, ...rest];
}

function mappedValues(map: SetRule["map"], source: SourceFile, path: Path): PropertyUse["values"] {
  return Object.entries(map ?? {}).map(([key, value]) => ({ value, place: placeOf(source, [...path, "map", key]) }));
}
