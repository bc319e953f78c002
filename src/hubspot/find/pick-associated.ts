import type { Lookup } from "../model/lookup.ts";
import type { FoundRecord } from "../records/read-records.ts";
import { CREATED, createdAt } from "./created-at.ts";

export interface AssociatedMatch {
  record: FoundRecord | null;
  candidates: string[];
  tried: string[];
}

/** What choosing among the records of one object type reads of them, besides what planning needs. */
export function propertiesToChoose(lookup: Lookup): string[] {
  return [
    ...CREATED,
    "hs_is_closed",
    "hs_pipeline",
    "pipeline",
    "hs_pipeline_stage",
    "dealstage",
    ...(lookup.through?.where ?? []).map(({ property }) => property),
  ];
}

/** Picks one of the records that are associated with the record it is reached through. Pure. */
export function pickAssociated(records: FoundRecord[], lookup: Lookup, isClosedStage: (record: FoundRecord) => boolean): AssociatedMatch {
  const { through } = lookup;
  if (through === null) return { record: null, candidates: [], tried: [] };
  const fitting = records
    .filter((record) => fits(record, through, isClosedStage))
    .toSorted((a, b) => createdAt(a) - createdAt(b) || Number(a.id) - Number(b.id));
  const tried = [`through ${through.record}: ${records.length} associated, ${fitting.length} fitting`];
  if (fitting.length > 1 && through.pick === "only") return { record: null, candidates: fitting.map((record) => record.id), tried };
  return { record: (through.pick === "oldest" ? fitting[0] : fitting.at(-1)) ?? null, candidates: [], tried };
}

function fits(record: FoundRecord, through: NonNullable<Lookup["through"]>, isClosedStage: (record: FoundRecord) => boolean): boolean {
  const { properties } = record;
  if (through.pipeline !== null && (properties["pipeline"] ?? properties["hs_pipeline"]) !== through.pipeline) return false;
  const stage = properties["dealstage"] ?? properties["hs_pipeline_stage"] ?? "";
  if (through.stages !== undefined && !through.stages.includes(stage)) return false;
  if (through.open !== null && isClosed(record, isClosedStage) === through.open) return false;
  return through.where.every(({ property, values }) =>
    values.some((value) => value.toLowerCase() === (properties[property] ?? "").toLowerCase()),
  );
}

function isClosed(record: FoundRecord, isClosedStage: (record: FoundRecord) => boolean): boolean {
  const said = record.properties["hs_is_closed"];
  return said === "true" || said === "false" ? said === "true" : isClosedStage(record);
}
